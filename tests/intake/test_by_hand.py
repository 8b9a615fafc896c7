"""What people put right by hand while a report is imported: what was not found, numbers, wordings, what is removed."""

from datetime import date, timedelta
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.test import Client

from evidence import keeping
from evidence.stocktaking import take_stock
from intake import workflow
from intake.beside import excerpt, place_of_words
from intake.models import ImportedReport
from intake.reading import Source, propose
from intake.reading import read as read_text
from intake.reading.plain import text_lines
from intake.states import Decision, Stage
from intake.workflow.making import what_differs
from intake.workflow.numbering import NO_NUMBER, plain
from recommendations.models import Action, Review
from recommendations.standing import Before
from recommendations.states import ResponseKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.intake.deciding import confirm_all

pytestmark = pytest.mark.once
NOON = f.noon(f.DAY)
# The first is only in prose, the second is printed twice in other words.
TEXT = """The Park Review

Summary of recommendations

Recommendation 2: The Youth Service should open the park at 6 every day.

Recommendation 3: Benches should be mended by the Council before winter.

Findings

The panel was of one mind. It asks that the lake be fenc-
ed off without delay.

Recommendation 2: The Youth Service should open the park at 7 every day.
"""


WITH_PARAGRAPHS = """The Park Review

1. What was found

1.1 The panel looked at the park on three days in May, and spoke to many who use it.

1.2 The gates are opened at 7 every day, which is too late for those who walk to work.

1.3 Nobody could say who decides when the gates are opened, and for whom they are.

Recommendation 1: The Youth Service should open the park at 6 every day.
"""


def read(cast: Cast, text: str = TEXT) -> ImportedReport:
    by = cast.roles("scrutiny")
    imported = workflow.choose(cast.committee, by=by, name="park.txt", content=text.encode(), at=NOON)
    workflow.read(imported.pk, NOON)
    imported.refresh_from_db()
    return imported


def make(cast: Cast, imported: ImportedReport, title: str = "The park") -> Review:
    confirm_all(imported, cast.roles("scrutiny"))
    return workflow.make_review(
        imported, by=cast.roles("scrutiny"), at=NOON, title=title, adopted_on=f.days(-9), published_on=f.DAY
    )


@pytest.fixture
def client(cast: Cast, day: None) -> Client:
    return cast.client("scrutiny")


def test_words_are_found_where_lines_break_them() -> None:
    source: list[list[int | str]] = [[1, 1, "The panel asks that the lake be fenc-"], [2, 1, "ed off without delay."]]
    assert place_of_words(source, "The lake be fenced off") == "page 1, line 1"
    assert place_of_words(source, "Off, without DELAY") == "page 2, line 1"
    assert place_of_words(source, "The lake", page=2) == place_of_words(source, "A pond") == ""


@pytest.mark.parametrize(("number", "same"), [("03", "3"), ("R3", "3"), ("3.", "3"), ("a", "A"), ("5.2", "5.2")])
def test_a_number_is_the_same_however_it_is_typed(number: str, same: str) -> None:
    assert plain(number) == same


def test_numbers_that_differ_are_told_apart_from_words_that_do() -> None:
    assert what_differs({"summary": "at 6 every", "body": "at 7 every", "kind": "wording"}) == "numbers"
    assert what_differs({"summary": "at six", "body": "at seven", "kind": "wording"}) == "wording"


def found_in(*labels: str) -> Any:
    lines = [f"Recommendation {label}: The Council should open park {label} by the summer.\n" for label in labels]
    return propose(read_text("\n".join(["The Park Review\n", *lines]).encode()))


def test_the_reader_asks_for_a_first_number_that_is_missing_and_keeps_letters() -> None:
    asked = [q.about for q in found_in("2", "3", "5").questions if q.asks.endswith("Is it missing?")]
    assert asked == ["Recommendation 1", "Recommendation 4"]
    assert [r.number for r in found_in(*"ABCDEFGHIJ").recommendations] == list("ABCDEFGHIJ")
    assert [r.number for r in found_in("I", "II", "III").recommendations] == ["1", "2", "3"]


@pytest.mark.parametrize("said", ["park_review_final", "Park review v2", "Microsoft Word - park", "Report.docx"])
def test_a_name_of_a_file_is_no_title_and_is_asked_about(said: str) -> None:
    lines = ["Recommendation 1: The Council should open the park by the summer."]
    found = propose(Source("PDF", text_lines("\n".join(["The Park Review", "", *lines])), said))
    assert found.title == "The Park Review"
    assert [q.asks for q in found.questions if q.about == "Title"] == [
        f"The file calls itself “{said}”. Is that the title of the review?"
    ]


def test_bullets_that_no_font_draws_are_shown_as_bullets() -> None:
    source: list[list[int | str]] = [
        [1, 1, "The Council should:"],
        [1, 2, "\uf0b7 mend benches"],
        [1, 3, "\uf0d8 light lamps"],
    ]
    assert excerpt(source, "page 1, line 2") == ["• mend benches", "• light lamps"]
    # Where the next recommendation begins, the words of this one have ended.
    assert excerpt(source, "page 1, line 2", {"page 1, line 2", "page 1, line 3"}) == ["• mend benches"]


@pytest.mark.django_db
def test_what_the_reader_did_not_find_is_added_with_its_place(client: Client, cast: Cast) -> None:
    imported = read(cast)
    address = imported.get_absolute_url()
    assert f'href="{address}items/add/?number=1"' in client.get(address).content.decode()
    form = client.get(f"{address}items/add/?number=1").content.decode()
    assert 'value="1"' in form and "Add and confirm" in form
    words = {"number": "1", "title": "", "text": "The lake be fenced off without delay."}
    for wrong, says in (
        ({"number": "02"}, "has number 2 already"),
        ({"text": "The pond should be fenced."}, "Enter the page they are printed on"),
        ({"text": "The pond should be fenced.", "page": "9"}, "no lines on that page"),
        ({"page": "two"}, "Enter the page as a number"),
        ({"text": imported.items.all()[0].text}, "has these very words already"),
        ({"text": " "}, "Enter its words"),
    ):
        answer = client.post(f"{address}items/add/", words | wrong)
        assert answer.status_code == 422 and says in answer.content.decode()
    assert imported.items.count() == 2
    said = client.post(f"{address}items/add/", words, follow=True).content.decode()
    first = imported.items.all()[0]
    assert (first.reference, first.decision, first.is_added) == ("R1", Decision.ACCEPTED, True)
    assert f"R1 is added, and confirmed: it is printed on {first.place}." in said
    assert "lake be fenc-" in {f"page {p}, line {n}": line for p, n, line in imported.source}[first.place]
    assert "Confirmed, added by hand" in said and "?number=1" not in said
    with pytest.raises(PermissionDenied):
        workflow.add(imported, by=cast.roles("member"), to=workflow.Edited("A", "B", "", (), None))
    review = make(cast, imported)
    assert [r.number for r in review.recommendations.all()] == [1, 2, 3]


@pytest.mark.django_db
def test_a_number_is_changed_to_none_that_another_has(client: Client, cast: Cast) -> None:
    imported = read(cast)
    second, third = imported.items.all()
    address = f"{imported.get_absolute_url()}items/{third.pk}/"
    typed = {"title": third.title, "text": third.text, "number": "2"}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and "has number 2 already" in refused.content.decode()
    assert client.post(address, typed | {"number": "1"}).status_code == 302
    third.refresh_from_db()
    assert (third.number, third.is_edited) == ("1", False)
    # What is no number is refused with all that was typed; one that is no plain number is kept, and told beside ours.
    for wrong in ("<b>x", "soon"):
        refused = client.post(address, typed | {"number": wrong, "theme": "My very own theme"})
        told = refused.content.decode()
        assert refused.status_code == 422 and NO_NUMBER in told
        assert escape(wrong) in told and "My very own theme" in told
    said = client.post(address, typed | {"number": "OSC/24/3"}, follow=True).content.decode()
    assert "The number OSC/24/3 is kept as printed. In the review it is R3." in said
    for same in ("R5", "05", "5."):
        assert "is kept as printed" not in client.post(address, typed | {"number": same}, follow=True).content.decode()
    assert list(workflow.numbers_by_item(list(imported.items.all())).values()) == [2, 5]
    # A report that prints a number twice means it.
    imported.items.update(number="7")
    second.refresh_from_db()
    assert client.post(f"{imported.get_absolute_url()}items/{second.pk}/", typed | {"number": "7"}).status_code == 302


@pytest.mark.django_db
def test_the_wording_that_is_kept_is_chosen_and_the_difference_is_a_contradiction(client: Client, cast: Cast) -> None:
    imported = read(cast)
    second, third = imported.items.all()
    address = imported.get_absolute_url()
    assert "Take the words of the body" in client.get(address).content.decode()
    said = client.post(f"{address}items/{second.pk}/decide/", {"do": "word"}, follow=True).content.decode()
    assert "R2 is worded as the body has it." in said and "Take the words of the summary" in said
    same = client.post(f"{address}items/{third.pk}/decide/", {"do": "word"}, follow=True).content.decode()
    assert "there is nothing to choose" in same
    second.refresh_from_db()
    assert ("at 7" in second.text, "at 6" in second.body_text) == (True, True)
    review = make(cast, imported)
    row = review.recommendations.get(number=2)
    assert ("at 7" in row.text, "at 6" in row.body_text, row.is_as_body) == (True, True, True)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "In full, as the summary has it:" in page and "Above stand the words of the body." in page
    told = review.contradictions.get()
    assert (told.subject, told.first_place, told.second_place) == (
        "R2 in summary and body: numbers",
        second.place,
        second.body_place,
    )
    assert ("6" in told.first_words, "7" in told.second_words) == (True, True)
    assert "About the report itself: in" in client.get(review.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_title_of_another_review_is_refused_and_a_typed_one_is_there_again(client: Client, cast: Cast) -> None:
    imported = read(cast)
    f.ReviewFactory.create(committee=cast.committee, title="The  park review")
    confirm_all(imported, cast.roles("scrutiny"))
    address = imported.get_absolute_url()
    days = {f"adopted_on_{what}": value for what, value in (("day", "1"), ("month", "6"), ("year", "2026"))}
    refused = client.post(f"{address}make/", days | {"title": "The Park Review"})
    assert refused.status_code == 422 and "Another review of this council has this title" in refused.content.decode()
    # As a script keeps it while somebody types, and by the button.
    typed = days | {"title": "The park, 2026"}
    assert client.post(f"{address}typed/", typed).content.decode().startswith("Kept at ")
    assert "The park, 2026" in client.get(address).content.decode()
    kept = client.post(f"{address}typed/", typed | {"title": "Park 2026", "keep": "yes"}, follow=True).content.decode()
    assert "kept for later" in kept and 'value="Park 2026"' in kept
    assert client.post(f"{address}typed/", {"title": "x" * 5000}).status_code == 413
    assert client.post(f"{address}make/", typed).status_code == 302
    imported.refresh_from_db()
    assert imported.typed is None


@pytest.mark.django_db
def test_an_abandoned_import_is_removed_with_its_file_and_says_who_and_when(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    imported = read(cast)
    address = imported.get_absolute_url()
    assert "The file is deleted" in client.get(f"{address}remove/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{address}remove/")["Location"] == "/imports/"
    imported.refresh_from_db()
    facts = (imported.stage, imported.removed_by, imported.found, imported.source, imported.items.count())
    assert facts == (Stage.REMOVED, cast.scrutiny, None, [], 0)
    assert not keeping.storage().exists(imported.kept_as) and take_stock().lost == []
    page = client.get(address).content.decode()
    assert f"Removed by {cast.scrutiny}" in page and f"{address}file/" not in page
    assert "Removed by" in client.get("/imports/").content.decode()
    assert client.post(f"{address}remove/")["Location"] == client.get(f"{address}items/add/")["Location"] == address
    assert read(cast).pk != imported.pk


@pytest.mark.django_db
def test_what_became_a_review_or_is_being_read_is_not_removed(cast: Cast) -> None:
    imported, by = read(cast), cast.roles("scrutiny")
    with pytest.raises(PermissionDenied):
        workflow.remove(imported, by=cast.roles("chair"), at=NOON)
    make(cast, imported)
    with pytest.raises(ValidationError, match="A review was made of this import"):
        workflow.remove(imported, by=by, at=NOON)
    with pytest.raises(ValidationError, match="not open to decisions"):
        workflow.keep_typed(imported, by=by, typed=QueryDict("title=A"))
    other = read(cast, TEXT + "\n")
    ImportedReport.objects.filter(pk=other.pk).update(stage=Stage.READING, lease_until=NOON)
    with pytest.raises(ValidationError, match="being read"):
        workflow.remove(other, by=by, at=NOON)


def test_a_draft_review_that_was_made_by_mistake_is_taken_back_and_its_import_is_open_again(
    cast: Cast, client: Client
) -> None:
    imported, scrutiny = read(cast, WITH_PARAGRAPHS), cast.roles("scrutiny")
    confirm_all(imported, scrutiny)

    def make_draft() -> Review:
        return workflow.make_review(
            imported, by=scrutiny, at=NOON, title="The park", adopted_on=f.days(-9), published_on=None
        )

    review = make_draft()
    assert review.recommendations.get().citations.exists() and review.paragraphs.exists()
    with pytest.raises(PermissionDenied):
        workflow.take_back(imported, by=cast.roles("chair"))
    address = f"{imported.get_absolute_url()}take-back/"
    for page in (imported.get_absolute_url(), f"{review.get_absolute_url()}change/"):
        assert address in client.get(page).content.decode()
    assert "Take “The park” back?" in client.get(address).content.decode()
    assert Review.objects.filter(pk=review.pk).exists()
    assert "is taken back. Its import is open again." in client.post(address, follow=True).content.decode()
    imported.refresh_from_db()
    assert (imported.stage, imported.review, imported.items.get().decision) == (Stage.READY, None, Decision.ACCEPTED)
    assert not Review.objects.filter(pk=review.pk).exists()
    # It is made again without anything typed anew, and then can be removed for good.
    assert 'value="The park"' in client.get(imported.get_absolute_url()).content.decode()
    assert make_draft().slug == "the-park"


def test_a_review_that_is_published_or_has_a_history_is_not_taken_back(cast: Cast, client: Client) -> None:
    imported, by = read(cast), cast.roles("scrutiny")
    review = make(cast, imported)
    with pytest.raises(ValidationError, match="The review is published, so it stays"):
        workflow.take_back(imported, by=by)
    Review.objects.filter(pk=review.pk).update(published_on=f.days(1))
    verbs.respond(review.recommendations.all()[0], cast.scrutiny)
    with pytest.raises(ValidationError, match="Something was recorded on it since, so it stays: responses"):
        workflow.take_back(imported, by=by)
    told = client.get(f"{imported.get_absolute_url()}take-back/", follow=True).content.decode()
    assert "so it stays: responses." in told and review.recommendations.count() == 2


DATES = """Harbour Council
Response to the review of damp

| No. | Recommendation | Executive response | Lead officer | By when |
|-----|----------------|--------------------|--------------|---------|
| 1 | That every report of damp is visited. | Accepted | {post} | March 2027 |
| 2 | That tenants are told in writing. | Accepted | Somebody else | May 2027 |
"""


@pytest.mark.django_db
def test_a_printed_date_without_an_action_is_not_lost(client: Client, cast: Cast) -> None:
    imported = read(cast, DATES.format(post=cast.post.title))
    page = client.get(imported.get_absolute_url()).content.decode()
    assert page.count("No action is named, so its words are to be agreed.") == 2
    review = make(cast, imported)
    action = Action.objects.get(recommendation__review=review)
    assert action.title.startswith("Words to be agreed: ") and action.target_on == date(2027, 3, 31)
    listed = client.get(f"{review.get_absolute_url()}actions/").content.decode()
    assert action.title in listed
    listed = client.get(f"{review.get_absolute_url()}recommendations/").content.decode()
    assert "for which no action is agreed yet: R2, May 2027 (Somebody else)." in listed


@pytest.mark.django_db
def test_a_letter_that_is_printed_is_shown(client: Client, cast: Cast) -> None:
    lines = [f"Recommendation {label}: The Council should open park {label} by the summer.\n" for label in "AB"]
    review = make(cast, read(cast, "\n".join(["The Park Review\n", *lines])))
    row = review.recommendations.get(number=2)
    assert row.printed_as == "B"
    assert "Printed as Recommendation B." in client.get(row.get_absolute_url()).content.decode()
    assert "Printed as B." in client.get(f"{review.get_absolute_url()}recommendations/").content.decode()


def test_an_answer_of_years_ago_that_is_recorded_today_moves_nothing() -> None:
    on = f.DAY - timedelta(days=30)

    def answer(decided: int) -> Any:
        return SimpleNamespace(kind=ResponseKind.ACCEPTED, decided_on=on - timedelta(days=decided), recorded_on=f.DAY)

    before = Before(SimpleNamespace(), on, False, (), set())  # type: ignore[arg-type]
    assert before.knowing_old_answers(()) is before
    assert len(before.knowing_old_answers((answer(900),)).responses) == 1
    # One that is recorded some days late is news.
    assert before.knowing_old_answers((answer(5),)).responses == ()
