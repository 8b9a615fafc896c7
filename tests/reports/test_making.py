import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone

from reports import drafting, files, making
from reports.freezing import thawed
from reports.models import Copy, Report
from reports.pdf import PangoMissing, Pdf
from reports.quarters import Period, Quarter
from reports.states import Progress, Version
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import QUARTER, Rows

pytestmark = pytest.mark.django_db
TODAY = Period(f.DAY)
CONTENT = b"%PDF-1.7\nhere would be pages\n%%EOF\n"


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layout is another test's business."""
    monkeypatch.setattr(making, "make_pdf", lambda html, on_page, attached, at: Pdf(CONTENT, 9))


def asked(cast: Cast, period: Period = TODAY, version: Version = Version.PUBLIC) -> Copy:
    by = f.roles(cast.chair)
    draft = drafting.begin(cast.committee, cast.review, by=by, period=period, at=f.noon(f.DAY))
    return making.request_copy(draft, version, by=by, at=f.noon(f.DAY))


def made(copy: Copy) -> Copy:
    making.make(copy.pk)
    copy.refresh_from_db()
    return copy


def left_behind() -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / "reports"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


# --- Asking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["chair", "scrutiny"])
def test_chair_and_scrutiny_officer_ask_for_a_copy_and_it_waits(cast: Cast, rows: Rows, person: str) -> None:
    by = f.roles(cast.people[person])
    copy = making.request_copy(rows.draft(), Version.EXEMPT, by=by, at=f.noon(f.DAY))
    assert (copy.state, copy.frozen.version) == (Progress.WAITING, Version.EXEMPT)
    assert copy.requested_by == cast.people[person]
    assert thawed(copy.frozen).version == Version.EXEMPT


def test_a_draft_says_whether_its_pdfs_say_what_it_says_now(
    cast: Cast, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "make_pdf", lambda *about: Pdf(b"%PDF-1.7\n%%EOF\n", 1))
    draft, by = rows.draft(), f.roles(cast.chair)
    old, now = "The draft says something else now", "PDFs of both versions are made"

    def page() -> str:
        return str(cast.client("chair").get(draft.get_absolute_url()).content.decode())

    for version in Version:
        making.request_copy(draft, version, by=by, at=f.noon(f.DAY))
    assert old not in page() and now not in page()
    making.sweep(f.noon(f.DAY))
    assert now in page() and old not in page()
    drafting.write(draft, None, by=by, words="One year on.", at=f.noon(f.DAY))
    assert page().count(old) == 2 and now not in page()


@pytest.mark.parametrize("person", ["member", "officer", "head", "member_elsewhere", "former_member", "administrator"])
def test_nobody_else_asks_for_a_copy(cast: Cast, rows: Rows, person: str) -> None:
    draft = rows.draft()
    with pytest.raises(PermissionDenied):
        making.request_copy(draft, Version.PUBLIC, by=f.roles(cast.people[person]), at=f.noon(f.DAY))
    assert not Copy.objects.exists()


def test_asking_twice_gives_the_one_that_waits_already(cast: Cast) -> None:
    assert asked(cast) == asked(cast)
    assert Copy.objects.count() == 1


def test_asking_while_it_is_being_made_gives_the_one_that_is_being_made(cast: Cast, rows: Rows) -> None:
    running = rows.in_state(Progress.RUNNING)
    assert asked(cast) == running


def test_asking_after_it_was_made_gives_a_new_one_of_what_the_draft_says_now(cast: Cast, rows: Rows) -> None:
    done = rows.in_state(Progress.DONE)
    f.UpdateFactory.create(action=cast.action, given_on=f.DAY, words="Every school has the curriculum.")
    later = asked(cast)
    assert later != done
    assert "Every school has the curriculum." in later.frozen.data
    assert "Every school has the curriculum." not in done.frozen.data


def test_a_quarter_and_the_position_as_at_its_last_day_are_two_reports(rows: Rows) -> None:
    quarter = Period.of_quarter(Quarter.of_key(QUARTER))
    assert rows.draft(quarter) != rows.draft(Period(quarter.as_at))


def test_the_database_refuses_a_second_unfinished_copy_of_a_text(rows: Rows) -> None:
    copy = rows.waiting()
    with pytest.raises(IntegrityError, match=r"one_unfinished_copy_of_a_text|UNIQUE"), transaction.atomic():
        rows.waiting(copy.frozen)


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (Progress.DONE, {"file": ""}),
        (Progress.DONE, {"sha256": ""}),
        (Progress.DONE, {"pages": None}),
        (Progress.DONE, {"lease_until": f.noon(f.DAY)}),
        (Progress.RUNNING, {"lease_until": None}),
        (Progress.RUNNING, {"step": 5}),
        (Progress.WAITING, {"file": "reports/1.pdf"}),
        (Progress.FAILED, {"reason": ""}),
        (Progress.WAITING, {"reason": "No reason"}),
        (Progress.WAITING, {"state": "paused"}),
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(
    rows: Rows, state: Progress, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.in_state(state, **values)


# --- Making ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick_pdf")
def test_a_made_copy_holds_its_file_with_size_pages_and_checksum(cast: Cast) -> None:
    copy = made(asked(cast))
    assert (copy.state, copy.pages, copy.size) == (Progress.DONE, 9, len(CONTENT))
    assert copy.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with copy.file.open("rb") as file:
        assert file.read() == CONTENT
    assert (copy.lease_until, copy.made_at) == (None, f.noon(f.DAY))
    assert left_behind() == [f"{copy.pk}.pdf"]
    assert copy.download_name == "harbour-review-2026-06-17-draft.pdf"


@pytest.mark.usefixtures("quick_pdf")
def test_progress_is_saved_as_it_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str, float]] = []

    def watched(copy: Copy, **values: Any) -> None:
        making_write(copy, **values)
        row = Copy.objects.get(pk=copy.pk)
        seen.append((row.step, row.doing, row.percent))

    making_write = making.write
    monkeypatch.setattr(making, "write", watched)
    making.make(asked(cast).pk)
    assert seen == [
        (1, "Reading what was frozen", 12),
        (2, "Laying out the pages", 38),
        (3, "Writing the file", 62),
        (4, "Checking the file", 88),
        (4, "", 88),
    ]


def test_each_further_page_is_told_and_renews_the_lease(rows: Rows) -> None:
    copy = rows.in_state(Progress.RUNNING)
    on_page = making.page_by_page(copy)
    with time_machine.travel(f.noon(f.DAY) + timedelta(minutes=1), tick=False):
        on_page(7)
    copy.refresh_from_db()
    assert copy.doing == "Laying out page 7"
    assert copy.lease_until == f.noon(f.DAY) + timedelta(minutes=1) + settings.REPORT_LEASE


@pytest.mark.usefixtures("quick_pdf")
def test_two_workers_at_one_report_make_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = asked(cast)
    taken = making.take(copy.pk)
    assert taken is not None
    assert making.take(copy.pk) is None
    monkeypatch.setattr(making, "finish", lambda copy: pytest.fail("the second worker must not make it"))
    making.make(copy.pk)


def test_a_message_about_a_report_that_is_gone_or_finished_does_nothing(rows: Rows) -> None:
    done = rows.in_state(Progress.DONE)
    assert made(done).state == Progress.DONE
    making.make(10**6)


# --- Failing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TemplateSyntaxError("Invalid block tag: 'stripp'"), "A template of the report is broken: Invalid block tag"),
        (TemplateDoesNotExist("reports/_cover.html"), "A template of the report is broken: reports/_cover.html"),
        (PangoMissing("Install the Debian packages libpango-1.0-0."), "Install the Debian packages libpango-1.0-0."),
        (MemoryError(), "The server had too little memory to lay out the pages."),
    ],
)
def test_a_report_that_cannot_be_laid_out_fails_with_the_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def broken(*args: object) -> str:
        raise error

    monkeypatch.setattr(making, "drawn", broken)
    copy = made(asked(cast))
    assert copy.state == Progress.FAILED
    assert reason in copy.reason
    assert left_behind() == []


def test_a_broken_template_on_disk_fails_the_report_with_the_reason(cast: Cast, settings: Any, tmp_path: Path) -> None:
    broken = tmp_path / "templates" / "reports" / "_cover.html"
    broken.parent.mkdir(parents=True)
    broken.write_text("{% if contents %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path / "templates", *settings.TEMPLATES[0]["DIRS"]]}]
    copy = made(asked(cast))
    assert copy.state == Progress.FAILED
    assert "A template of the report is broken: Unclosed tag" in copy.reason


@pytest.mark.usefixtures("quick_pdf")
def test_a_full_disk_fails_the_report_and_leaves_no_half_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    copy = made(asked(cast))
    assert (copy.state, copy.reason) == (
        Progress.FAILED,
        "The file could not be written: No space left on device.",
    )
    assert left_behind() == []


@pytest.mark.usefixtures("quick_pdf")
def test_a_folder_that_cannot_be_made_fails_the_report(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "a-file"
    (tmp_path / "a-file").write_text("not a folder")
    copy = made(asked(cast))
    assert (copy.state, copy.reason) == (Progress.FAILED, "The file could not be written: Not a directory.")


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\ncut off in the midd", b"<html>an error page</html>%%EOF"],
    ids=["empty", "half", "html"],
)
def test_a_file_that_is_no_whole_pdf_fails_the_report(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr(making, "make_pdf", lambda html, on_page, attached, at: Pdf(content, 9))
    copy = made(asked(cast))
    assert (copy.state, copy.reason) == (Progress.FAILED, "The file that was written is not whole.")
    assert left_behind() == []


@pytest.mark.usefixtures("quick_pdf")
def test_a_disk_that_gives_back_something_else_fails_the_report(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def bad_disk(name: str, content: bytes) -> None:
        files_write(name, content[:-10])

    files_write = files.write
    monkeypatch.setattr(files, "write", bad_disk)
    assert made(asked(cast)).reason == "The file that was written is not whole."
    assert left_behind() == []


def test_an_unforeseen_fault_is_told_and_reaches_the_log_of_the_worker(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(html: str, *rest: object) -> Pdf:
        raise ZeroDivisionError("in the layout")

    monkeypatch.setattr(making, "make_pdf", fault)
    copy = asked(cast)
    with pytest.raises(ZeroDivisionError):
        making.make(copy.pk)
    copy.refresh_from_db()
    assert (copy.state, copy.reason) == (Progress.FAILED, making.FAULT)


def test_trying_again_asks_for_a_new_report_of_the_same_period_and_keeps_the_reason_of_the_old(
    cast: Cast, rows: Rows
) -> None:
    failed = rows.in_state(Progress.FAILED)
    again = making.retry(failed, by=f.roles(cast.chair), at=f.noon(f.DAY))
    assert (again.state, again.frozen) == (Progress.WAITING, failed.frozen)
    failed.refresh_from_db()
    assert failed.reason
    with pytest.raises(PermissionDenied):
        making.retry(failed, by=f.roles(cast.member), at=f.noon(f.DAY))
    with pytest.raises(ValidationError, match="nothing to try again"):
        making.retry(again, by=f.roles(cast.chair), at=f.noon(f.DAY))


@pytest.mark.usefixtures("quick_pdf")
def test_a_text_whose_pdf_is_made_is_not_tried_again_and_the_page_shows_the_made_one(cast: Cast, rows: Rows) -> None:
    failed = rows.in_state(Progress.FAILED)
    done = made(making.retry(failed, by=f.roles(cast.chair), at=f.noon(f.DAY)))
    with pytest.raises(ValidationError, match="nothing to try again"):
        making.retry(failed, by=f.roles(cast.chair), at=f.noon(f.DAY))
    client = cast.client("chair")
    assert client.post(f"/copies/{failed.pk}/try-again").status_code == 302
    assert Copy.objects.count() == 2
    # As it could be before: a further copy that failed hides the made one no longer.
    further = rows.waiting(failed.frozen)
    Copy.objects.filter(pk=further.pk).update(state=Progress.FAILED, reason="The disk is full.")
    assert f"/copies/{done.pk}/download" in client.get(done.frozen.of.get_absolute_url()).content.decode()


def test_a_fault_after_the_copy_was_made_leaves_its_file(rows: Rows) -> None:
    done = rows.in_state(Progress.DONE)
    files.write(files.name_of(done.pk), CONTENT)
    making.fail(done, making.FAULT)
    done.refresh_from_db()
    assert done.state == Progress.DONE
    assert left_behind() == [f"{done.pk}.part"]


@pytest.mark.parametrize(
    ("state", "after", "reason"),
    [
        (Progress.RUNNING, timedelta(days=1), making.STOPPED),
        (Progress.WAITING, settings.REPORT_WAIT, making.NOT_TAKEN),
    ],
)
@pytest.mark.parametrize("polled", [True, False], ids=["progress", "page"])
def test_whoever_looks_at_a_copy_that_comes_to_nothing_is_told_without_any_worker(
    cast: Cast, rows: Rows, state: Progress, after: timedelta, reason: str, polled: bool
) -> None:
    copy = rows.in_state(state)
    url = f"/copies/{copy.pk}/progress" if polled else copy.frozen.of.get_absolute_url()
    with time_machine.travel(f.noon(f.DAY) + after, tick=False):
        assert "Try again" not in cast.client("chair").get(url).content.decode()
    with time_machine.travel(f.noon(f.DAY) + after + timedelta(seconds=1), tick=False):
        told = cast.client("chair").get(url, {"seen": copy.seen}).content.decode()
    assert reason in told
    assert "Try again" in told
    assert Copy.objects.get(pk=copy.pk).reason == reason


# --- Dying -----------------------------------------------------------------------------------------------------------


def test_a_report_whose_worker_went_silent_fails_when_its_lease_runs_out_and_not_before(rows: Rows) -> None:
    copy = rows.waiting()
    assert making.take(copy.pk)
    files.write(files.name_of(copy.pk), CONTENT)
    at = f.noon(f.DAY) + settings.REPORT_LEASE
    making.sweep(at)
    copy.refresh_from_db()
    assert copy.state == Progress.RUNNING
    making.sweep(at + timedelta(seconds=1))
    copy.refresh_from_db()
    assert (copy.state, copy.reason) == (Progress.FAILED, making.STOPPED)
    assert left_behind() == []


def test_a_worker_that_was_given_up_and_wakes_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(html: str, *rest: object) -> Pdf:
        making.give_up_abandoned(timezone.now() + timedelta(hours=1))
        return Pdf(CONTENT, 9)

    monkeypatch.setattr(making, "make_pdf", slow)
    copy = made(asked(cast))
    assert (copy.state, copy.reason) == (Progress.FAILED, making.STOPPED)
    assert left_behind() == []


@pytest.mark.usefixtures("quick_pdf")
def test_the_sweep_makes_what_nobody_was_woken_for_the_oldest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(cast)
    second = making.request_copy(
        Report.objects.get(), Version.EXEMPT, by=f.roles(cast.chair), at=f.noon(f.DAY) + timedelta(seconds=1)
    )
    order: list[int] = []
    finish = making.finish

    def noted(copy: Copy) -> None:
        order.append(copy.pk)
        finish(copy)

    monkeypatch.setattr(making, "finish", noted)
    making.sweep(timezone.now())
    assert order == [first.pk, second.pk]
    assert not Copy.objects.unfinished().exists()


@pytest.mark.parametrize("step", ["drawn", "make_pdf", "layout", "complete"])
def test_a_worker_killed_with_kill_9_ends_as_failed(tmp_path: Path, step: str) -> None:
    """In a process and a database of its own, so that the kill is real."""
    script = Path(__file__).with_name("killed_worker.py")
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": "", "PYTHONPATH": str(settings.BASE_DIR)}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), step],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["killed_by"] == signal.SIGKILL
    assert told["after_the_kill"] == Progress.RUNNING
    assert (told["after_the_lease"], told["reason"]) == (Progress.FAILED, making.STOPPED)
    assert told["left_behind"] == []
