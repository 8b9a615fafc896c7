"""The plain-language check: what it finds, who keeps the list, and that it never stops anybody."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from council import workflow
from council.models import PlainTerm
from council.plain_words import Found, find, load_plain_terms
from tests.conftest import Cast
from tests.services import needs_source, report_text

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]


def term(words: str, *instead: str) -> PlainTerm:
    return PlainTerm(term=words, instead="\n".join(instead), why="Say what you mean.")


def places(text: str, *terms: str) -> list[str]:
    return [found.words for found in find(text, [term(words) for words in terms])]


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("The risk of radicalisation rose.", ["radicalisation"], ["radicalisation"]),
        ("Radicalisation, and RADICALISATION.", ["radicalisation"], ["Radicalisation", "RADICALISATION"]),
        ("They were radicalised.", ["radicalis*"], ["radicalised"]),
        ("A radical idea, and radically new.", ["radical"], ["radical"]),
        ("hard-to-reach, hard  to\nreach", ["hard to reach"], ["hard-to-reach", "hard  to\nreach"]),
        ("the community’s voice", ["community's"], ["community’s"]),
        ("the Muslim community spoke", ["Muslim", "the Muslim community"], ["the Muslim community"]),
        ("un-radical and deradicalised", ["radicalis*"], []),
        ("(radical)", ["radical"], ["radical"]),
        ("a+b", ["a+b"], ["a+b"]),
        ("nothing here", [], []),
        ("", ["radical"], []),
    ],
)
def test_a_term_is_found_as_a_whole_word_however_it_is_typed(text: str, terms: list[str], found: list[str]) -> None:
    assert places(text, *terms) == found


@given(
    text=st.text(st.sampled_from("ab* -'’\n."), max_size=60),
    terms=st.lists(st.text(st.sampled_from("ab*-' "), min_size=1, max_size=6), max_size=5),
)
def test_places_lie_in_the_text_in_order_and_apart(text: str, terms: list[str]) -> None:
    found = find(text, [term(words) for words in terms if "a" in words or "b" in words])
    end = 0
    for place in found:
        assert end <= place.start < place.end <= len(text)
        assert text[place.start : place.end] == place.words
        end = place.end


def test_a_wording_in_place_of_a_term_leaves_the_rest_as_it_was() -> None:
    text = "It lowers the risk of radicalisation here."
    (place,) = find(text, [term("radicalis*", "people being drawn into terrorism")])
    (wording,) = place.term.wordings
    assert text[: place.start] + wording + text[place.end :] == (
        "It lowers the risk of people being drawn into terrorism here."
    )
    assert (place.before, place.after) == ("It lowers the risk of ", " here.")


@needs_source
def test_what_the_list_quotes_from_the_review_stands_in_it() -> None:
    rows = json.loads((settings.BASE_DIR / "fixtures" / "plain_terms.json").read_text())["terms"]
    path = report_text()
    assert path is not None
    folded = " ".join(path.read_text(encoding="utf-8").split())
    quoted = [words for row in rows if row["source"].startswith("Prevent Duty review") for words in row["instead"]]
    assert quoted
    for words in quoted:
        assert words in folded


def test_a_list_that_people_keep_is_not_loaded_over(cast: Cast) -> None:
    rows = [{"term": "radical", "instead": [], "why": "Vague.", "source": ""}]
    load_plain_terms(cast.council, rows)
    PlainTerm.objects.update(why="Our own words.")
    load_plain_terms(cast.council, [*rows, {**rows[0], "term": "other"}])
    assert list(PlainTerm.objects.values_list("term", "why")) == [("radical", "Our own words.")]


def test_the_scrutiny_officer_alone_keeps_the_list(cast: Cast) -> None:
    row = PlainTerm(council=cast.council, term="radical", why="Vague.")
    for person in ("officer", "head", "member", "chair", "member_elsewhere", "administrator"):
        with pytest.raises(PermissionDenied):
            workflow.set_up(row, by=cast.roles(person))
    assert workflow.set_up(row, by=cast.roles("scrutiny")).pk


def test_a_term_stands_on_the_list_once_whatever_its_case(cast: Cast) -> None:
    workflow.set_up(PlainTerm(council=cast.council, term="radical", why="Vague."), by=cast.roles("scrutiny"))
    with pytest.raises(ValidationError, match="on the list already"):
        workflow.set_up(PlainTerm(council=cast.council, term="Radical", why="Vague."), by=cast.roles("scrutiny"))


def test_the_list_is_kept_on_its_own_pages(cast: Cast) -> None:
    client = cast.client("scrutiny")
    assert "The list is empty." in client.get("/plain-language/").content.decode()
    said = {"term": "hard to reach", "instead": "people we have not reached yet", "why": "Say who."}
    assert client.post("/plain-language/harbour/add/", said).status_code == 302
    row = PlainTerm.objects.get()
    refused = client.post("/plain-language/harbour/add/", {**said, "term": " * "})
    assert refused.status_code == 422
    assert "Enter a term with at least one letter" in refused.content.decode()
    assert "people we have not reached yet" in refused.content.decode()
    changed = {**said, "why": "Say who was not reached.", "version": "1"}
    assert client.post(f"/plain-language/{row.pk}/", changed).status_code == 302
    page = client.get("/plain-language/?text=They+are+hard-to-reach.").content.decode()
    assert "Say who was not reached." in page and "<mark>hard-to-reach</mark>" in page
    assert client.post(f"/plain-language/{row.pk}/remove/").status_code == 302
    assert not PlainTerm.objects.exists()


def test_the_check_reads_the_lists_of_ones_own_council_alone(cast: Cast) -> None:
    PlainTerm.objects.create(council=cast.council, term="radical", instead="new", why="Vague.")
    asked = {"text": "A radical plan."}
    assert "Write “new”" in cast.client("officer").post("/plain-language/check/", asked).content.decode()
    assert cast.client("member_elsewhere").post("/plain-language/check/", asked).content.strip() == b""


def test_an_update_with_a_listed_term_is_saved_and_the_term_is_pointed_at_afterwards(cast: Cast) -> None:
    PlainTerm.objects.create(council=cast.council, term="radical", why="Vague.")
    typed = {"status": "on_track", "words": "A radical plan was agreed with schools.", "version": "1"}
    page = cast.client("officer").post(f"/actions/{cast.action.pk}/update/", typed, follow=True).content.decode()
    assert cast.action.updates.count() == 1
    assert "Plain language: “radical”" in page


def test_nothing_that_is_typed_becomes_part_of_the_page(cast: Cast) -> None:
    PlainTerm.objects.create(council=cast.council, term="radical", instead="<b>new</b>", why="<i>Vague</i>")
    text = "<script>x</script> radical \"'"
    page = cast.client("officer").post("/plain-language/check/", {"text": text}).content.decode()
    assert "<script>" not in page and "<b>new" not in page and "<i>" not in page


def test_long_texts_take_no_longer_than_they_are_long() -> None:
    assert isinstance(find("a" * 100_000, [term("a* b* c*"), term("aa*")])[0], Found)
