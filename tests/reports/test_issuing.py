"""Issuing seals a report: nothing that happens later changes a byte of it, and the database itself refuses to."""

import errno
import itertools
import json
import random
import smtplib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from anymail.exceptions import AnymailRequestsAPIError
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from council.models import Membership
from recommendations.models import Review
from reports import drafting, files, issuing, making, notices, proving
from reports.freezing import scope_of, thawed
from reports.frozen import sha256
from reports.models import Copy, Downloads, Frozen, Notice, Report, Words
from reports.pdf import Pdf
from reports.quarters import Period, Quarter
from reports.states import Progress, Version
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import QUARTER, Rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]
AT = f.noon(f.DAY)
LATER = f.noon(f.days(1))


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layout is another test's business: here the page itself stands for its PDF."""

    def quick(html: str, on_page: object, attached: Any = (), at: object = None) -> Pdf:
        return Pdf(b"%PDF-1.7\n" + html.encode() + attached[1].content + str(at).encode() + b"\n%%EOF\n", 9)

    monkeypatch.setattr(making, "make_pdf", quick)
    monkeypatch.setattr(proving, "make_pdf", quick)


def made(report: Report) -> dict[str, Copy]:
    """Its copies, once a worker has made them."""
    making.sweep(AT)
    return {copy.frozen.version: copy for copy in Copy.objects.filter(frozen__report=report, frozen__is_issued=True)}


def content(copy: Copy) -> bytes:
    return Path(copy.file.path).read_bytes()


# --- Issuing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "as_"), [("chair", "Chair"), ("scrutiny", "Scrutiny Officer")])
def test_an_issued_report_has_its_number_its_day_its_person_and_both_versions_frozen(
    cast: Cast, rows: Rows, person: str, as_: str
) -> None:
    report = issuing.issue(rows.draft(), by=f.roles(cast.people[person]), at=AT)
    report.refresh_from_db()
    assert (report.number, report.issued_at, report.issued_on, report.issued_as) == (1, AT, f.DAY, as_)
    assert report.issued_by == cast.people[person]
    for version in Version:
        text = report.frozen.get(version=version, is_issued=True)
        said = thawed(text)
        assert said.issue is not None
        assert (said.issue.number, said.issue.on, said.issue.by) == (1, f.DAY, as_)
        assert (said.version, text.sha256) == (version, sha256(text.data))
        assert text.copies.get().state == Progress.WAITING


@pytest.mark.parametrize("person", ["member", "officer", "head", "member_elsewhere", "former_member", "administrator"])
def test_nobody_else_issues_supersedes_or_throws_away(cast: Cast, rows: Rows, person: str) -> None:
    by, draft = f.roles(cast.people[person]), rows.draft()
    with pytest.raises(PermissionDenied):
        issuing.issue(draft, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        drafting.drop(draft, by=by)
    with pytest.raises(PermissionDenied):
        drafting.supersede(draft, by=by, because="A date was wrong.", at=AT)


@pytest.mark.parametrize("person", ["scrutiny", "member", "officer", "administrator"])
def test_nobody_but_the_chair_writes_the_chairs_words(cast: Cast, rows: Rows, person: str) -> None:
    with pytest.raises(PermissionDenied, match="written by the chair"):
        drafting.write(rows.draft(), None, by=f.roles(cast.people[person]), words="Mine.", at=AT)


def test_numbers_run_on_in_each_committee(cast: Cast, rows: Rows) -> None:
    assert rows.issued().number == 1
    assert rows.issued(Period(f.days(-1))).number == 2
    other = f.ReviewFactory.create()
    chair = f.MembershipFactory.create(committee=other.committee, role=Membership.Role.CHAIR).user
    draft = drafting.begin(other.committee, other, by=f.roles(chair), period=Period(f.DAY), at=AT)
    assert issuing.issue(draft, by=f.roles(chair), at=AT).number == 1


def test_it_is_issued_once(cast: Cast, rows: Rows) -> None:
    report = rows.issued()
    with pytest.raises(ValidationError, match="This report is issued"):
        issuing.issue(report, by=f.roles(cast.chair), at=AT)
    with pytest.raises(ValidationError, match="put right by a superseding report"):
        drafting.write(report, None, by=f.roles(cast.chair), words="One more thing.", at=AT)
    with pytest.raises(ValidationError, match="This report is issued"):
        drafting.drop(report, by=f.roles(cast.scrutiny))
    with pytest.raises(ValidationError, match="This report is issued"):
        making.request_copy(report, Version.PUBLIC, by=f.roles(cast.chair), at=AT)
    # Beginning the same period again leads to it.
    assert rows.draft() == report


def test_a_committee_without_a_published_review_has_nothing_to_issue(cast: Cast) -> None:
    by = f.roles(cast.chair)
    Review.objects.filter(pk=cast.review.pk).update(published_on=None)
    draft = drafting.begin(cast.committee, None, by=by, period=Period(f.DAY), at=AT)
    with pytest.raises(ValidationError, match="no published review"):
        issuing.issue(draft, by=by, at=AT)
    assert cast.client("chair").get(draft.get_absolute_url()).status_code == 200


def test_of_a_review_that_is_published_later_nothing_public_is_made(cast: Cast, rows: Rows) -> None:
    by, draft = f.roles(cast.chair), rows.draft()
    for day, words in (
        (f.days(1), "It is to be published on 18 June 2026."),
        (None, "The review is not published yet"),
    ):
        Review.objects.filter(pk=cast.review.pk).update(published_on=day)
        fresh = Report.objects.get(pk=draft.pk)
        with pytest.raises(ValidationError, match=words):
            issuing.issue(fresh, by=by, at=AT)
        with pytest.raises(ValidationError, match=words):
            making.request_copy(fresh, Version.PUBLIC, by=by, at=AT)
        answer = cast.client("chair").post(f"/reports/{draft.pk}/issue/", {"has_read": "on"})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert making.request_copy(fresh, Version.EXEMPT, by=by, at=AT).state == Progress.WAITING
    Review.objects.filter(pk=cast.review.pk).update(published_on=f.DAY)
    assert issuing.issue(Report.objects.get(pk=draft.pk), by=by, at=AT).number == 1


def test_a_review_that_is_published_later_is_in_no_committee_report_and_in_no_feed(cast: Cast, rows: Rows) -> None:
    report = rows.issued()
    cast.committee.publishes = True
    cast.committee.save()
    later = f.ReviewFactory.create(committee=cast.committee, title="Lighthouse review", published_on=f.days(1))
    whole = drafting.begin(cast.committee, None, by=f.roles(cast.chair), period=Period(f.DAY), at=AT)
    assert later not in scope_of(whole, f.DAY).reviews
    assert later in scope_of(whole, f.days(1)).reviews
    assert list(Report.objects.published(f.DAY)) == [report]
    Review.objects.filter(pk=cast.review.pk).update(published_on=f.days(1))
    assert list(Report.objects.published(f.DAY)) == []
    assert list(Report.objects.published(f.days(1))) == [report]


# --- The seal --------------------------------------------------------------------------------------------------------


def refused(sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.usefixtures("quick_pdf")
def test_the_database_refuses_every_change_of_what_is_issued(rows: Rows) -> None:
    report = rows.issued()
    copy = made(report)["public"]
    refused("UPDATE reports_report SET as_at = '2020-01-01' WHERE id = %s", report.pk)
    refused("UPDATE reports_report SET number = 9 WHERE id = %s", report.pk)
    refused("UPDATE reports_frozen SET data = '{}' WHERE report_id = %s", report.pk)
    refused("UPDATE reports_copy SET sha256 = 'a' WHERE id = %s", copy.pk)
    refused("UPDATE reports_copy SET state = 'waiting' WHERE id = %s", copy.pk)
    for table in ("copy", "frozen"):
        refused(f"DELETE FROM reports_{table}")
    refused("DELETE FROM reports_report WHERE id = %s", report.pk)


def test_a_draft_can_still_change(rows: Rows) -> None:
    draft = rows.draft()
    Report.objects.filter(pk=draft.pk).update(dropped_on=f.DAY)
    assert not Report.objects.of(draft.committee_id, draft.review_id).exists()


def happen(cast: Cast, luck: random.Random, count: int) -> None:
    """So many random events after the report: updates, verdicts, exemptions, renamings."""
    rows = list(cast.review.recommendations.prefetch_related("actions"))
    actions = [action for row in rows for action in row.actions.all()]
    for number in range(count):
        kind = luck.randrange(4)
        action = luck.choice(actions)
        if kind == 0:
            f.UpdateFactory.create(action=action, given_on=f.days(luck.randrange(1, 90)), words=f"Event {number}.")
        elif kind == 1:
            # Told late, of a day before the report: it was not known then.
            f.UpdateFactory.create(action=action, given_on=f.days(1), effective_on=f.days(-60), words=f"Late {number}.")
        elif kind == 2:
            type(action).objects.filter(pk=action.pk).update(title=f"Renamed {number}")
        else:
            Review.objects.filter(pk=cast.review.pk).update(title=f"Renamed review {number}")


@pytest.mark.usefixtures("quick_pdf")
def test_a_report_of_last_quarter_made_again_after_500_later_events_is_the_same_to_the_byte(
    cast: Cast, rows: Rows, few: Review
) -> None:
    report = rows.issued(Period.of_quarter(Quarter.of_key(QUARTER)))
    before = {version: content(copy) for version, copy in made(report).items()}
    page = cast.client("member").get(report.get_absolute_url()).content
    happen(cast, random.Random(7), 500)
    for text in report.frozen.filter(is_issued=True):
        assert proving.made_again(Frozen.objects.get(pk=text.pk)) == before[text.version]
    # A draft of the same day tells another story, so that the events did happen.
    cast.review.refresh_from_db()
    other = rows.frozen(rows.draft(Period(Quarter.of_key(QUARTER).last_on)))
    assert "Renamed review" in other.data
    after = cast.client("member").get(report.get_absolute_url()).content
    sheets = [found.decode().split('class="sheet')[1].split("report__aside")[0] for found in (page, after)]
    assert sheets[0] == sheets[1]


@pytest.mark.once
def test_the_real_pdf_of_frozen_data_is_the_same_in_this_process_and_in_a_fresh_one(
    cast: Cast, rows: Rows, few: Review, tmp_path: Path
) -> None:
    report = rows.issued()
    copy = made(report)["exempt"]
    assert copy.state == Progress.DONE, copy.reason
    text = copy.frozen
    kept = tmp_path / "frozen.json"
    kept.write_text(json.dumps({"data": text.data, "sha256": text.sha256, "version": text.version}))
    assert sha256(proving.made_again(text)) == copy.sha256
    assert in_a_fresh_process(kept) == copy.sha256


def in_a_fresh_process(kept: Path) -> str:
    """The checksum of the PDF that another process makes of the same data, at another moment, in another folder."""
    script = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
import django
django.setup()
from reports.frozen import sha256
from reports.models import Frozen
from reports.proving import made_again
print(sha256(made_again(Frozen(**json.load(open(sys.argv[1]))))))
"""
    environment = {"PATH": "/usr/bin:/bin", "VAR_DIR": str(kept.parent), "TZ": "Asia/Tokyo"}
    environment["PYTHONPATH"] = str(settings.BASE_DIR)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(kept)],
        env={
            "PATH": "/usr/bin:/bin",
            "VAR_DIR": str(kept.parent),
            "PYTHONPATH": str(settings.BASE_DIR),
            "TZ": "Asia/Tokyo",
        },
        cwd=kept.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.usefixtures("quick_pdf")
def test_proving_finds_a_lost_and_a_changed_file_and_puts_them_back_to_the_byte(rows: Rows, capsys: Any) -> None:
    report = rows.issued()
    copies = made(report)
    call_command("check_reports", "--again")
    assert capsys.readouterr().out.endswith("2 issued files, 2 of them as they were sealed.\n")
    lost, changed = copies["public"], copies["exempt"]
    was = content(lost), content(changed)
    files.path_of(str(lost.file)).unlink()
    files.path_of(str(changed.file)).write_bytes(was[1].replace(b"Harbour", b"Hampton"))
    with pytest.raises(CommandError, match="2 of 2 issued files are not as they were sealed"):
        call_command("check_reports")
    told = capsys.readouterr().out
    assert "its file is lost" in told
    assert "its file does not have the checksum" in told
    call_command("check_reports", "--restore")
    assert (content(lost), content(changed)) == was


@pytest.mark.usefixtures("quick_pdf")
def test_proving_tells_of_empty_and_unreadable_files_and_of_texts_without_one(
    rows: Rows, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = rows.issued()
    text = report.frozen.get(version=Version.EXEMPT)
    text.copies.all().update(state=Progress.FAILED, reason="The disk is full.")
    public = made(report)["public"]
    files.path_of(str(public.file)).write_bytes(b"")
    with pytest.raises(CommandError, match="2 of 2 issued files"):
        call_command("check_reports")
    out = capsys.readouterr().out
    assert "its file does not have the checksum" in out
    assert "its PDF was not made yet" in out

    def locked(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", locked)
        with pytest.raises(CommandError):
            call_command("check_reports")
    assert "its file cannot be read: Permission denied" in capsys.readouterr().out


@pytest.mark.parametrize("data", ["{", "[]", "{}", '{"title": 1, "blocks": 7}'])
def test_data_that_cannot_be_read_is_told_and_is_no_traceback(data: str) -> None:
    assert list(proving.faults_of_data(Frozen(data=data, sha256=sha256(data)))) == ["its data cannot be read"]


# --- Superseding -----------------------------------------------------------------------------------------------------


def test_a_mistake_is_put_right_by_a_superseding_report_that_says_so_and_the_old_one_stays(
    cast: Cast, rows: Rows
) -> None:
    by = f.roles(cast.chair)
    draft = rows.draft()
    drafting.write(draft, None, by=by, words="One year on.", at=AT)
    old = issuing.issue(draft, by=by, at=AT)
    data = old.frozen.get(version=Version.PUBLIC).data
    new = drafting.supersede(old, by=by, because="A date was wrong.", at=LATER)
    with pytest.raises(ValidationError, match="begun already"):
        drafting.supersede(old, by=by, because="Again.", at=LATER)
    answer = cast.client("chair").post(f"/reports/{old.pk}/supersede/", {"because": "Two dates were wrong."})
    assert answer.status_code == 422
    assert "Two dates were wrong." in answer.content.decode()
    opened = cast.client("chair").get(f"/reports/{old.pk}/supersede/", follow=True)
    assert opened.redirect_chain and "A superseding report is begun already." in opened.text
    assert (
        "A further report that corrects it is begun"
        in cast.client("chair").get(old.get_absolute_url()).content.decode()
    )
    assert [row.words for row in Words.objects.filter(report=new)] == ["One year on."]
    assert Report.objects.for_page().get(pk=old.pk).state == "issued"
    with pytest.raises(ValidationError, match="stays a draft"):
        drafting.drop(new, by=by)
    issuing.issue(new, by=by, at=LATER)
    assert Report.objects.for_page().get(pk=old.pk).state == "superseded"
    with pytest.raises(ValidationError, match="Report 2 stands in its place already"):
        drafting.supersede(old, by=by, because="Again.", at=LATER)
    said = thawed(new.frozen.get(version=Version.PUBLIC)).issue
    assert said is not None
    assert said.instead_of == "Supersedes report 1: A date was wrong."
    assert old.frozen.get(version=Version.PUBLIC).data == data
    # Whoever begins the period again is led to what is in force.
    assert drafting.begin(old.committee, old.review, by=by, period=old.period, at=LATER) == new
    page = cast.client("member").get(old.get_absolute_url()).content.decode()
    assert "This report is superseded." in page
    assert "Report 2 stands in its place" in page


def test_a_draft_is_not_superseded_and_nothing_without_a_reason(cast: Cast, rows: Rows) -> None:
    by, draft = f.roles(cast.chair), rows.draft()
    with pytest.raises(ValidationError, match="can still be changed"):
        drafting.supersede(draft, by=by, because="A date was wrong.", at=AT)
    with pytest.raises(ValidationError, match="Say what is wrong"):
        drafting.supersede(draft, by=by, because=" ", at=AT)


def test_the_next_report_tells_what_changed_since_the_last_one(cast: Cast, rows: Rows, few: Review) -> None:
    rows.issued(Period(f.days(-40)))
    said = thawed(rows.frozen())
    assert said.since == f.days(-40)
    assert said.compared_with == "8 May 2026 (report 1)"


# --- The committee is told -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick_pdf")
def test_everybody_on_the_committee_is_told_once_and_only_when_both_pdfs_are_there(cast: Cast, rows: Rows) -> None:
    report = rows.issued()
    assert notices.send_waiting(AT) == 0
    made(report)
    assert notices.send_waiting(AT) == 3
    assert notices.send_waiting(AT) == 0
    told = {message.to[0] for message in mail.outbox}
    assert told == {cast.chair.email, cast.member.email, cast.scrutiny.email}
    message = mail.outbox[0]
    assert message.subject == "Report 1 is issued: Harbour review, position as at 17 June 2026"
    code = report.frozen.get(version=Version.PUBLIC).code
    assert code in message.body
    assert f"/reports/{report.pk}/" in message.body
    assert (
        "3 of 3 people on the committee were told"
        in cast.client("chair").get(report.get_absolute_url()).content.decode()
    )


@pytest.mark.usefixtures("quick_pdf")
def test_a_notice_that_the_mail_server_refuses_is_tried_again_after_its_lease_and_says_why(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(rows.issued())

    def down(message: object) -> None:
        raise ConnectionRefusedError("nobody listens")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", down)
        assert notices.send_waiting(AT) == 0
    assert {row.reason for row in Notice.objects.all()} == {
        "The line to the mail server broke, so it may have been sent: nobody listens"
    }
    assert notices.send_waiting(AT) == 0
    assert notices.send_waiting(AT + notices.LEASE + timedelta(seconds=1)) == 3


@pytest.mark.usefixtures("quick_pdf")
def test_a_notice_waits_longer_each_time_up_to_four_hours_and_is_given_up_after_a_day(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(rows.issued())
    Notice.objects.exclude(pk=Notice.objects.order_by("pk")[0].pk).update(sent_at=AT)
    tried: list[Any] = []

    def down(message: object) -> None:
        tried.append(at)
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    at = AT
    for _ in range(600):
        notices.send_waiting(at)
        at += timedelta(minutes=5, seconds=1)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert len(tried) == notices.MOST_ATTEMPTS
    assert gaps == sorted(gaps)
    assert notices.LONGEST_WAIT <= gaps[-1] < notices.LONGEST_WAIT + timedelta(minutes=10)


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}), notices.MOST_ATTEMPTS),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), 1),
        (ValueError("Header values cannot contain newlines"), notices.MOST_ATTEMPTS),
        (AnymailRequestsAPIError("no answer"), 1),
    ],
)
def test_what_lasts_is_not_tried_again_and_keeps_the_others_from_nothing(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, error: Exception, attempts: int
) -> None:
    made(rows.issued())

    def refuse(message: object) -> None:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    notices.send_waiting(AT)
    assert {row.attempts for row in Notice.objects.all()} == {attempts}
    assert all(row.reason for row in Notice.objects.all())


# --- The way through the pages ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick_pdf")
def test_the_chair_issues_with_the_consequences_before_them_and_must_have_read_both(cast: Cast, rows: Rows) -> None:
    draft = rows.draft()
    chair = cast.client("chair")
    url = f"/reports/{draft.pk}/issue/"
    assert "Open this first" in chair.get(url).content.decode()
    chair.get(draft.get_absolute_url())
    opened = chair.get(url)
    page = opened.content.decode()
    assert f'<a href="{draft.get_absolute_url()}?version=exempt">Committee’s version</a>' in page
    assert "?version=public" not in page
    assert "You cannot change or withdraw an issued report." in page
    assert "Issue report 1" in page
    refused_page = chair.post(url)
    assert refused_page.status_code == 422
    assert "Say that you have read both versions" in refused_page.content.decode()
    unread = chair.post(url, {"has_read": "on"})
    assert (unread.status_code, Report.objects.get().is_draft) == (409, True)
    assert "Read it first" in unread.content.decode()
    read = {"has_read": "on", "read": opened.context["form"].initial["read"]}
    half = chair.post(url, read)
    assert (half.status_code, Report.objects.get().is_draft) == (422, True)
    assert "Open this first, as it reads now: Committee’s version" in half.content.decode()
    assert (
        "You have opened both versions" in chair.get(draft.get_absolute_url(), {"version": "exempt"}).content.decode()
    )
    assert chair.post(url, read).headers["Location"] == draft.get_absolute_url()
    assert "Report 1 is issued and sealed." in chair.get(draft.get_absolute_url()).content.decode()
    # A second press leads to the report, and issues nothing more.
    assert chair.post(url, {"has_read": "on"}).status_code == 302
    assert Report.objects.get().number == 1


@pytest.mark.usefixtures("quick_pdf")
def test_downloads_are_counted_by_file_and_day(cast: Cast, rows: Rows) -> None:
    report = rows.issued()
    copy = made(report)["public"]
    client = cast.client("officer")
    for url in (f"/copies/{copy.pk}/download", f"/reports/{report.pk}/data.csv", f"/reports/{report.pk}/data.json"):
        for _ in range(2):
            answer: Any = client.get(url)
            assert answer.status_code == 200
            assert b"".join(answer.streaming_content) if answer.streaming else answer.content
        head: Any = client.head(url)
        # Its file alone: to close the answer would close the connection of the test.
        for close in head._resource_closers:
            close()
    counts = Downloads.objects.values_list("kind", "day", "count")
    assert sorted(counts) == [("csv", f.DAY, 2), ("json", f.DAY, 2), ("pdf", f.DAY, 2)]
    member = cast.client("member")
    member.get(f"/reports/{report.pk}/data.csv", {"version": "exempt"})
    assert "6 downloads" in client.get("/reviews/harbour-review/reports/").content.decode()
    assert "7 downloads" in member.get("/reviews/harbour-review/reports/").content.decode()


@pytest.mark.usefixtures("quick_pdf")
def test_who_reads_what_of_an_issued_report(cast: Cast, rows: Rows) -> None:
    report = rows.issued()
    copies = made(report)
    for person, public, exempt in (
        ("member", 200, 200),
        ("officer", 200, 404),
        ("member_elsewhere", 404, 404),
        ("public", 302, 302),
    ):
        client = cast.client(person)
        for version, wanted in ((Version.PUBLIC, public), (Version.EXEMPT, exempt)):
            answer: Any = client.get(f"/copies/{copies[version].pk}/download")
            assert (person, version, answer.status_code) == (person, version, wanted)
            if answer.streaming:
                assert b"".join(answer.streaming_content)
    # Asking for the other version gives somebody from outside the public one.
    page = cast.client("officer").get(f"{report.get_absolute_url()}?version=exempt").content.decode()
    assert "Part 2" not in page
    data = cast.client("officer").get(f"/reports/{report.pk}/data.json?version=exempt").json()
    assert data["version"] == "public"


@pytest.mark.usefixtures("quick_pdf")
def test_the_public_reads_issued_reports_of_a_committee_that_publishes_and_follows_the_feed(
    cast: Cast, rows: Rows
) -> None:
    public = cast.client("public")
    report = rows.issued()
    copy = made(report)["public"]
    assert "<entry>" not in public.get("/issued-reports.atom").content.decode()
    cast.committee.publishes = True
    cast.committee.save()
    assert public.get(report.get_absolute_url()).status_code == 200
    assert "Begin a report" not in public.get("/reviews/harbour-review/reports/").content.decode()
    answer: Any = public.get(f"/copies/{copy.pk}/download")
    assert b"".join(answer.streaming_content) == content(copy)
    feed = public.get("/issued-reports.atom")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert "Report 1: Harbour review, position as at 17 June 2026" in feed.content.decode()
    # A draft is nothing to anybody outside.
    draft = rows.draft(Period(f.days(-1)))
    assert public.get(draft.get_absolute_url()).status_code == 302
    assert feed.content == public.get("/issued-reports.atom").content
