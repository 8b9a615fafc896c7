"""“You said, we did”: a letter to one witness, from draft to seal, in public words only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from evidence import models as evidence
from evidence.models import Citation, Paragraph, Witness, WitnessContact, WitnessGroup
from recommendations.models import Recommendation, Review
from reports import letters, making, proving
from reports.freezing import thawed_letter
from reports.issuing import ReadAnother
from reports.letter_contents import left_out_of, letter_of
from reports.models import Copy, Letter
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_broker")]

AT = f.noon(f.DAY)
ADDRESS = "ivo.lenton@boxing.example"


@pytest.fixture
def witness(cast: Cast, few: Review) -> Witness:
    """Somebody who was heard, whose evidence led to R1, and who agreed to be written to."""
    group = WitnessGroup.objects.create(review=few, name="Experts", order=9)
    witness = Witness.objects.create(group=group, order=1, name="Ivo Lenton", printed="Trainer", organisation="Club")
    paragraph = Paragraph.objects.create(
        review=few, number="3.4", order=34, section_number=3, section_title="Three", summary="Sport keeps people in."
    )
    first = Recommendation.objects.get(review=few, number=1)
    Citation.objects.create(paragraph=paragraph, recommendation=first, kind=Citation.Kind.ARGUES)
    evidence.Testimony.objects.create(
        paragraph=paragraph, witness=witness, basis="report", linked_by=cast.scrutiny, linked_on=f.DAY
    )
    WitnessContact.objects.create(
        witness=witness, email=ADDRESS, consents=True, recorded_by=cast.scrutiny, recorded_on=f.DAY
    )
    return witness


@pytest.fixture
def draft(cast: Cast, witness: Witness) -> Letter:
    """A draft that the scrutiny officer began."""
    return letters.begin(witness, by=f.roles(cast.scrutiny), at=AT)


def test_it_says_what_was_heard_what_came_of_it_and_what_was_done(draft: Letter) -> None:
    said = letters.contents_of(draft, AT)
    [heard], [became] = said.heard, said.became
    assert (heard.number, heard.words, heard.led_to) == ("3.4", "Sport keeps people in.", ("R1",))
    assert became.reference == "R1"
    assert became.works[0].words == "The first chapter is written."
    assert became.response.startswith("Accepted")


def test_it_says_nothing_exempt_and_not_how_to_reach_the_witness(cast: Cast, witness: Witness) -> None:
    before = letter_of(witness, f.DAY, "")
    kept_back = f.UpdateFactory.create(action=cast.action, words="The tender is won by nobody.")
    kept_back.exemptions.create(
        paragraph=3,
        reason="A tender is open.",
        decided_by="Monitoring Officer",
        decided_on=f.DAY,
        review_on=f.days(300),
        recorded_by=cast.scrutiny,
    )
    after = letter_of(witness, f.DAY, "")
    assert before == after
    assert ADDRESS not in str(after)


def test_issued_it_is_frozen_and_the_same_path_makes_its_pdf(cast: Cast, draft: Letter) -> None:
    by = f.roles(cast.scrutiny)
    letters.write(draft, by=by, words="Thank you.")
    draft.refresh_from_db()
    issued = letters.issue(draft, by=by, at=AT, read=letters.digest(letters.contents_of(draft, AT)))
    copy = Copy.objects.get(frozen__letter=issued)
    assert thawed_letter(copy.frozen).words == "Thank you."
    making.make(copy.pk)
    copy.refresh_from_db()
    assert (copy.state, copy.reason) == ("done", "")
    assert [found.faults for found in proving.prove(again=True)] == [()]
    assert letters.begin(issued.witness, by=by, at=AT) != issued


def test_the_database_refuses_to_change_an_issued_letter(cast: Cast, draft: Letter) -> None:
    issued = letters.issue(draft, by=f.roles(cast.chair), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=issued.pk).update(words="Something else.")
    letters.say_sent(issued, by=f.roles(cast.scrutiny), how="post")
    with pytest.raises(IntegrityError), transaction.atomic():
        issued.sent.delete()


def test_nothing_else_is_issued_than_what_was_read(cast: Cast, draft: Letter) -> None:
    read = letters.digest(letters.contents_of(draft, AT))
    verbs.tell(cast.action, cast.officer, words="The second chapter is written.")
    with pytest.raises(ReadAnother):
        letters.issue(draft, by=f.roles(cast.chair), at=AT, read=read)
    assert not Copy.objects.filter(frozen__letter=draft).exists()


@pytest.mark.parametrize("person", ["member", "officer", "administrator"])
def test_only_chair_and_scrutiny_officer_write_letters(cast: Cast, draft: Letter, person: str) -> None:
    by = f.roles(cast.people[person])
    tries: list[Callable[[], object]] = [
        lambda: letters.begin(draft.witness, by=by, at=AT),
        lambda: letters.write(draft, by=by, words="No."),
        lambda: letters.drop(draft, by=by),
        lambda: letters.issue(draft, by=by, at=AT),
        lambda: letters.say_sent(draft, by=by, how="post"),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()


def test_nobody_is_written_to_who_has_not_agreed(cast: Cast, draft: Letter) -> None:
    WitnessContact.objects.update(consents=False)
    with pytest.raises(ValidationError, match="not agreed"):
        letters.issue(draft, by=f.roles(cast.chair), at=AT)


def test_no_letter_is_begun_to_a_witness_who_has_not_agreed(cast: Cast, witness: Witness, client: Client) -> None:
    WitnessContact.objects.update(consents=False)
    client.force_login(cast.scrutiny)
    page = client.post(reverse("reports:letters", args=[witness.pk]))
    told = page.content.decode()
    assert page.status_code == 422
    assert "They have not agreed to be written to." in told and "Begin a letter" not in told
    assert not Letter.objects.exists()


def test_a_draft_can_be_thrown_away_and_another_begun_but_an_issued_letter_stays(
    cast: Cast, draft: Letter, client: Client
) -> None:
    client.force_login(cast.scrutiny)
    asked = client.get(reverse("reports:drop_letter", args=[draft.pk]))
    assert "Throw this draft away?" in asked.content.decode()
    client.post(reverse("reports:drop_letter", args=[draft.pk]))
    assert "This draft was thrown away." in client.get(draft.get_absolute_url()).content.decode()
    assert (
        draft.get_absolute_url() not in client.get(reverse("reports:letters", args=[draft.witness_id])).content.decode()
    )
    with pytest.raises(ValidationError, match="thrown away"):
        letters.issue(draft, by=f.roles(cast.chair), at=AT)
    other = letters.begin(draft.witness, by=f.roles(cast.scrutiny), at=AT)
    assert other != draft
    letters.issue(other, by=f.roles(cast.chair), at=AT)
    with pytest.raises(ValidationError, match="issued"):
        letters.drop(other, by=f.roles(cast.chair))


def test_pressed_twice_the_second_press_shows_the_letter_that_the_first_issued(
    cast: Cast, draft: Letter, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = letters.issue

    def twice(letter: Letter, **given: Any) -> Letter:
        really(letter, **given)
        return really(letter, **given)

    monkeypatch.setattr(letters, "issue", twice)
    client.force_login(cast.chair)
    read = client.get(draft.get_absolute_url()).context["read"]
    pressed = client.post(reverse("reports:issue_letter", args=[draft.pk]), {"has_read": "on", "read": read})
    assert (pressed.status_code, pressed["Location"]) == (302, draft.get_absolute_url())


def test_a_name_alone_is_told_to_nobody_and_the_page_says_what_is_left_out_and_missing(
    cast: Cast, draft: Letter, client: Client
) -> None:
    review = draft.review
    named = Paragraph.objects.create(
        review=review, number="3.5", order=35, section_number=3, section_title="Three", summary="Ivo Lenton was there."
    )
    second = Recommendation.objects.get(review=review, number=2)
    Citation.objects.create(paragraph=named, recommendation=second, kind=Citation.Kind.ARGUES)
    said = letters.contents_of(draft, AT)
    assert ([h.number for h in said.heard], [b.reference for b in said.became]) == (["3.4"], ["R1"])
    assert left_out_of(draft.witness, f.DAY) == 1
    WitnessContact.objects.update(consents=False)
    client.force_login(cast.scrutiny)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "1 paragraph names them" in page and reverse("evidence:names", args=[review.slug]) in page
    issuing = reverse("reports:issue_letter", args=[draft.pk])
    assert issuing not in page and "not agreed" in page and f"{draft.witness.get_absolute_url()}#contact" in page
    refused = client.post(issuing, {"has_read": "on"})
    assert refused.status_code == 422 and "not agreed" in refused.content.decode()


def test_from_the_witness_page_to_a_letter_that_was_sent(cast: Cast, witness: Witness, client: Client) -> None:
    client.force_login(cast.scrutiny)
    page = client.get(witness.get_absolute_url())
    assert reverse("reports:letters", args=[witness.pk]) in page.content.decode()
    begun = client.post(reverse("reports:letters", args=[witness.pk]))
    letter = Letter.objects.get()
    assert begun["Location"] == letter.get_absolute_url()
    shown = client.get(letter.get_absolute_url())
    assert "Sport keeps people in." in shown.content.decode()
    assert ADDRESS not in shown.content.decode()
    confirm = client.get(reverse("reports:issue_letter", args=[letter.pk]), {"read": shown.context["read"]})
    data = {"read": confirm.context["form"].initial["read"], "has_read": "on"}
    verbs.tell(cast.action, cast.officer, words="The second chapter is written.")
    stale = client.post(reverse("reports:issue_letter", args=[letter.pk]), data)
    assert stale.status_code == 409
    unread = client.post(reverse("reports:issue_letter", args=[letter.pk]), {"has_read": "on"})
    assert unread.status_code == 409 and "Read it first" in unread.content.decode()
    data["read"] = client.get(letter.get_absolute_url()).context["read"]
    assert client.post(reverse("reports:issue_letter", args=[letter.pk]), data).status_code == 302
    assert client.post(reverse("reports:letter_sent", args=[letter.pk]), {"how": "post"}).status_code == 302
    text = client.get(reverse("reports:letter_text", args=[letter.pk]))
    assert "The second chapter is written." in text.content.decode()
    assert ", sent by post on" in client.get(letter.get_absolute_url()).content.decode()
