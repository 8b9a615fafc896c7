"""Every kind of mail, read before anybody gets it: words, headers, calendar, and no word that is advised against."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from council.models import PlainTerm
from council.plain_words import find
from recommendations.models import Action, Update
from reminders.digest import Digest
from reminders.examples import example
from reminders.letter import NewDate, calendar, letter
from reminders.models import Message
from reminders.outbox import html_of
from reminders.rule import Rule, Tone
from reminders.rules import BY_KIND, RULES
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock, live

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def mail_of(cast: Cast, kind: str) -> tuple[Message, Digest]:
    return example(BY_KIND[kind], cast.committee, f.DAY, f.noon(f.DAY))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_each_kind_says_what_is_wrong_and_what_happens_next_and_leads_somewhere(cast: Cast, rule: Rule) -> None:
    message, digest = mail_of(cast, rule.kind)
    mail = letter(message, digest)
    [item] = digest.items
    html = html_of(mail)
    for words in (item.title, item.wrong, item.why_you, item.next, item.links[0].url, digest.settings.url):
        assert words in mail.body
        assert words in html or "&" in html
    assert digest.subject[0] in "123456789" and len(digest.subject) <= 100
    assert item.links and all(link.url.startswith("https://") for link in item.links)
    # The scrutiny officer is not asked to write to themselves.
    theirs = "You are the scrutiny officer" in item.why_you
    assert mail.reply_to == ([] if theirs else ["scrutiny.officer@example.org"])
    assert ("A reply to this mail reaches the scrutiny officer" in mail.body) != theirs
    assert html.count("<h1") == 1 and '<html lang="en-GB">' in html and "<script" not in html and "<img" not in html
    assert "overdue" not in f"{digest.subject} {item.wrong}".lower() or rule.tone == Tone.LATE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_no_mail_uses_a_word_of_the_plain_language_list(cast: Cast, rule: Rule) -> None:
    rows = json.loads(Path("fixtures/plain_terms.json").read_text(encoding="utf-8"))
    terms = [PlainTerm(term=row["term"], instead="\n".join(row["instead"]), why=row["why"]) for row in rows["terms"]]
    assert terms
    message, digest = mail_of(cast, rule.kind)
    assert not list(find(str(letter(message, digest).body), terms))


def test_the_pages_show_every_kind_and_store_nothing(cast: Cast) -> None:
    client = cast.client("scrutiny")
    base = f"/reminders/committees/{cast.committee.pk}/mails/"
    with clock(f.DAY):
        for rule in RULES:
            assert mail_of(cast, rule.kind)[1].subject in client.get(base).content.decode()
            assert client.get(f"{base}{rule.kind}/").status_code == 200
            page = client.get(f"{base}{rule.kind}/html/")
            assert page.content.startswith(b"<!doctype html>") and "sandbox" in page["Content-Security-Policy"]
        assert client.get(f"{base}nothing/").status_code == 404
    assert not Message.objects.exists()
    assert Action.objects.count() == 1 and not Update.objects.exists()


def test_a_new_date_comes_with_a_calendar_once_and_again_when_it_moved(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(14), target_on=f.days(14), updated_on=f.DAY)

    def dates_in(day: date) -> list[tuple[str, date, int]]:
        [sent] = [m for m in live(day) if m.to == ["officer@harbour.example"]]
        files = [str(a[1]) for a in sent.attachments]
        events = [e for text in files for e in Calendar.from_ical(text).walk("VEVENT")]
        return [(str(e["summary"]), e.decoded("dtstart"), e.decoded("sequence")) for e in events]

    assert dates_in(f.DAY) == [("Due: 1.1 Write a curriculum", f.days(14), 0)]
    assert dates_in(f.days(7)) == []
    Action.objects.update(target_on=f.days(30), times_moved=1)
    assert dates_in(f.days(8)) == [("Due: 1.1 Write a curriculum", f.days(30), 1)]


def test_a_calendar_is_whole_days_under_one_name_each() -> None:
    text = calendar([NewDate("action-7@harbour.example", f.days(3), "Due: 1.1 Write a curriculum")], f.noon(f.DAY))
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == f.days(3)
    assert str(event["uid"]) == "action-7@harbour.example"
    assert "METHOD:PUBLISH" in text and "TRANSP:TRANSPARENT" in text
    assert calendar([], f.noon(f.DAY)) == ""


def test_a_mail_has_the_colour_of_its_council_and_else_the_products_own(cast: Cast) -> None:
    digest = mail_of(cast, "overdue")
    assert html_of(letter(*digest)).count("#0b4a60") == 1
    cast.committee.council.colour = "#5b2c6f"
    html = html_of(letter(*digest))
    assert (html.count("background:#5b2c6f"), html.count(";color:#5b2c6f"), html.count("#0b")) == (1, 3, 0)


def test_what_goes_out_is_what_the_library_would_have_sent(cast: Cast) -> None:
    """Bytes made beforehand, with headers in one line or folded, words and an attachment: all but the boundaries."""
    message, digest = mail_of(cast, "before_due")
    mail = letter(message, digest, [NewDate("action-1@x.example", f.days(7), "Due: 3.1 Visit each school")])
    mail.subject = "Ä subject that is so long — far longer than one line can be — that it has to be folded somewhere"
    mail.extra_headers["Date"] = "Wed, 17 Jun 2026 08:00:00 -0000"
    between = re.compile(rb"(?<=--)=[^\r]+?=(?=--|\r)|boundary=\S+")
    whole = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django’s own takes it
    assert between.sub(b"", mail.whole) == between.sub(b"", whole)
    assert len(between.findall(mail.whole)) == len(between.findall(whole)) == 8
    assert mail.envelope == (mail.from_email, "somebody@example.org")
