"""Search: over everything a person may read, forgiving endings, and never beyond."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.models import Paragraph, Witness, WitnessGroup
from evidence.searching import Found, Hit, quoted, search, stem
from recommendations import workflow
from recommendations.models import Question, Review
from recommendations.states import Asking, Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.services import needs_postgres

pytestmark = pytest.mark.usefixtures("day")


def kinds(found: Found) -> dict[str, int]:
    return {kind: count for kind, _, count in found.counts}


def words_of(pieces: Any) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.fixture
def stocked(cast: Cast) -> Cast:
    """Each kind of row has the word lighthouse in one of its forms."""
    row = cast.recommendation
    row.title, row.text = "Lighthouses", "Every school should visit one of the lighthouses."
    row.save()
    f.PartFactory.create(recommendation=row, label="a", text="Name a lighthouse keeper.")
    cast.action.title, cast.action.success_measure = "Plan visits", "Each lighthouse visited once"
    cast.action.save()
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, words="Two lighthouses were visited by 14 schools.")
    Paragraph.objects.create(
        review=cast.review, number="4.2", order=1, section_number=4, section_title="Coast", summary="A lighthouse."
    )
    group = WitnessGroup.objects.create(review=cast.review, name="Keepers", order=1)
    Witness.objects.create(group=group, order=1, name="A Keeper", printed="Lighthouse service", organisation="Service")
    return cast


def test_every_kind_is_found_by_any_form_of_a_word(stocked: Cast) -> None:
    for asked in ("lighthouse", "Lighthouses", "LIGHTHOUSE!", "“lighthouse”"):
        found = search(asked, stocked.roles("member"))
        everything = {"recommendation": 1, "action": 1, "update": 1, "paragraph": 1, "witness": 1}
        assert kinds(found) == everything, asked
        assert not found.is_loose


def test_each_hit_leads_to_where_it_stands_and_marks_the_words(stocked: Cast) -> None:
    by_kind: dict[str, Hit] = {hit.kind: hit for hit in search("lighthouses", stocked.roles("member")).hits}
    update = stocked.action.updates.get()
    assert {kind: hit.url for kind, hit in by_kind.items()} == {
        "recommendation": "/reviews/harbour-review/recommendations/1/",
        "action": f"/actions/{stocked.action.pk}/",
        "update": f"/actions/{stocked.action.pk}/#update-{update.pk}",
        "paragraph": "/reviews/harbour-review/evidence/#paragraph-4.2",
        "witness": "/reviews/harbour-review/evidence/#witnesses",
    }
    assert words_of(by_kind["update"].quote) == "Two lighthouses were visited by 14 schools."
    assert [piece.text for piece in by_kind["update"].quote if piece.is_hit] == ["lighthouses"]
    assert words_of(by_kind["recommendation"].title) == "R1 Lighthouses"


def asked_and_answered(cast: Cast, **more: Any) -> Question:
    put = workflow.Asked("Where is the submarine?", action=cast.action, asks_for=Asking.WORDS, **more)
    question = workflow.ask(cast.recommendation, by=cast.roles("member"), asked=put)
    workflow.answer_question(question, by=cast.roles("head"), at=f.noon(f.DAY), words="The submarine is in the dock.")
    return question


def test_verdicts_questions_and_answers_are_found_by_those_who_may_read_them(stocked: Cast) -> None:
    verdict = verbs.judge(stocked.recommendation, stocked.chair, words="No submarine was seen.", held_on=f.days(-3))
    question = asked_and_answered(stocked)
    by_kind = {hit.kind: hit for hit in search("submarine", stocked.roles("member")).hits}
    place = "/reviews/harbour-review/recommendations/1/"
    assert {kind: hit.url for kind, hit in by_kind.items()} == {
        "verdict": f"{place}?kind=verdict#history",
        "question": f"{place}#question-{question.pk}",
        "answer": f"{place}#question-{question.pk}",
    }
    assert words_of(by_kind["answer"].quote) == "The submarine is in the dock."
    page = stocked.client("member").get(f"{place}?kind=verdict").text
    assert 'id="history"' in page and verdict.words in page and f'id="question-{question.pk}"' in page
    stocked.committee.publishes = True
    stocked.committee.save()
    assert [hit.kind for hit in Client().get("/search/?q=submarine").context["hits"]] == ["verdict"]
    verbs.correct(verdict, stocked.chair, VerdictKind.ACCEPTABLE, words="A lighthouse was seen.", on=f.DAY)
    assert not Client().get("/search/?q=submarine").context["hits"], "it was put right"


def test_an_exempt_question_and_its_answer_are_found_by_nobody_else(stocked: Cast) -> None:
    asked_and_answered(stocked, exempt=verbs.terms())
    found = {person: search("submarine", stocked.roles(person)).hits for person in stocked.people}
    assert {person for person, hits in found.items() if hits} == {
        *("officer", "deputy", "head", "member", "chair", "scrutiny")
    }
    assert {(hit.kind, hit.exempt_under) for hit in found["member"]} == {("question", 3), ("answer", 3)}


def test_all_words_are_wanted_and_some_are_offered_where_nothing_has_all(stocked: Cast) -> None:
    roles = stocked.roles("member")
    assert kinds(search("lighthouse schools", roles)) == {"recommendation": 1, "update": 1}
    loose = search("lighthouse submarine", roles)
    assert loose.is_loose and kinds(loose)["witness"] == 1
    assert search("submarine", roles).hits == ()
    assert search("  ?! ", roles).hits == search("", roles).hits == ()


def test_a_recommendation_is_found_by_its_number(stocked: Cast) -> None:
    found = search("R1", stocked.roles("member"))
    assert {hit.kind for hit in found.hits} == {"recommendation", "action"}
    assert not search("R77", stocked.roles("member")).hits


def test_nobody_finds_what_they_may_not_read(stocked: Cast) -> None:
    verbs.tell(stocked.action, stocked.officer, words="The tender names a submarine.", exempt=verbs.terms())
    readers = {person for person in stocked.people if search("submarine", stocked.roles(person)).hits}
    assert readers == {"officer", "deputy", "head", "member", "chair", "scrutiny"}
    (hit,) = search("submarine", stocked.roles("member")).hits
    assert hit.exempt_under == 3
    stocked.review.published_on = None
    stocked.review.save()
    readers = {person for person in stocked.people if search("lighthouse", stocked.roles(person)).hits}
    assert readers == {"chair", "scrutiny"}


def test_the_public_searches_what_is_published(stocked: Cast, client: Client) -> None:
    assert "Nothing was found" in client.get("/search/?q=lighthouse").text
    stocked.committee.publishes = True
    stocked.committee.save()
    page = client.get("/search/?q=lighthouse").text
    assert "5 results." in page and "<mark>lighthouse" in page
    assert "Updates, 1" in page


def test_the_page_filters_by_kind_and_says_what_to_do_where_nothing_is_found(stocked: Cast) -> None:
    client = stocked.client("member")
    page = client.get("/search/?q=lighthouse&kind=witness")
    assert [hit.kind for hit in page.context["hits"]] == ["witness"]
    assert len(client.get("/search/?q=lighthouse&kind=nonsense").context["hits"]) == 5
    assert "Try fewer words" in client.get("/search/?q=submarine").text
    assert "Endings do not matter" in client.get("/search/").text
    long = client.get("/search/?q=" + "a" * 201)
    assert "must be 200 characters or fewer" in long.text


@pytest.mark.parametrize(
    "asked", ["'; DROP TABLE", "%", "_", "a:*", "!(", "<b>", "\\", "x" * 200, "ñ ß 漢字", "-", '"']
)
def test_nothing_that_is_typed_breaks_it(stocked: Cast, asked: str) -> None:
    answer = stocked.client("member").get("/search/", {"q": asked})
    assert answer.status_code == 200
    assert "<b>" not in answer.text.partition("<main")[2].replace("<b>R", "")


def test_it_takes_one_query_however_much_is_found(stocked: Cast, django_assert_num_queries: Any) -> None:
    roles = stocked.roles("member")
    with django_assert_num_queries(1):
        search("lighthouse", roles)
    theme = stocked.recommendation.theme
    for number in range(2, 30):
        f.RecommendationFactory.create(review=stocked.review, theme=theme, number=number, text="A lighthouse.")
    with django_assert_num_queries(1):
        assert kinds(search("lighthouse", roles))["recommendation"] == 29


def test_endings_are_forgiven_where_enough_is_left() -> None:
    assert [stem(w) for w in ("Schools", "training", "trained", "policies", "bus", "red", "safely")] == [
        "school", "train", "train", "polic", "bus", "red", "safe",
    ]  # fmt: skip


def test_long_words_are_quoted_around_the_first_hit() -> None:
    text = "One word after another. " * 20 + "Here is the lighthouse. " + "And so on. " * 40
    said = words_of(quoted(text, re.compile("lighthouse")))
    assert said.startswith("… ") and said.endswith(" …") and "lighthouse" in said
    assert len(said) < 260


def test_the_real_review_is_searched(demonstration: Review) -> None:
    member = demonstration.committee.memberships.filter(role="member").earliest("pk").user
    found = search("safeguarding training", f.roles(member))
    assert {"recommendation", "paragraph", "action"} <= {hit.kind for hit in found.hits}
    assert not found.is_loose


def test_the_examples_that_are_shown_find_something_for_everybody(demonstration: Review) -> None:
    member = demonstration.committee.memberships.filter(role="member").earliest("pk").user
    signed_in = Client()
    signed_in.force_login(member)
    word = ""
    for reader in (Client(), signed_in):
        guide = re.search(r"“(\w+)”, “(R\d+)”, “(recommendation \d+)”", reader.get("/help/everybody/").text)
        first_page = re.search(r"For example, (\w+) or (R\d+)", Client().get("/").text)
        assert guide and first_page
        word = first_page[1]
        for asked in (*guide.groups(), *first_page.groups()):
            assert "result" in reader.get("/search/", {"q": asked}).text, asked
    slip = Client().get("/search/", {"q": word[:2] + word[3:]}, follow=True)
    assert f"these are results for “{word}”" in slip.text.lower()


def test_a_single_letter_is_no_word_to_look_for(stocked: Cast) -> None:
    client = stocked.client("member")
    for asked in ("a", "<b>x</b>", "i l"):
        page = client.get("/search/", {"q": asked})
        assert page.context["found"].hits == () and "Type two letters or more." in page.text, asked
    assert kinds(search("lighthouse l", stocked.roles("member")))["recommendation"] == 1
    assert search("1", stocked.roles("member")).hits, "a number is a word"


def test_more_than_are_shown_are_said_to_be_more_and_or_is_no_word(
    stocked: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = stocked.roles("member")
    assert not search("lighthouse", roles).is_cut
    monkeypatch.setattr("evidence.searching.MOST", 3)
    found = search("lighthouse", roles)
    assert found.is_cut and len(found.hits) <= 3
    assert search("or", roles).hits == ()
    assert search("lighthouse or submarine", roles).is_loose


@needs_postgres
def test_words_are_found_by_their_indexes_on_postgresql(stocked: Cast) -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        search("lighthouse", stocked.roles("member"))
        # As with a million rows: neither through the whole table nor along its numbers nor from those of another.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    for table in (
        "recommendations",
        "parts",
        "actions",
        "updates",
        "verdicts",
        "questions",
        "answers",
        "paragraphs",
        "witnesses",
    ):
        assert f"words_of_{table}" in plan, table


def test_a_slip_of_the_pen_is_put_right_by_words_that_the_reader_may_read(stocked: Cast) -> None:
    verbs.tell(stocked.action, stocked.officer, words="The tender names a submarine.", exempt=verbs.terms())
    member, public = stocked.client("member"), Client()
    said = "Nothing was found for “lihgthouse”. These are results for “lighthouse”."
    page = member.get("/search/?q=lihgthouse", follow=True)
    assert said in page.text and page.context["asked"] == "lighthouse"
    assert page.context["hits"] == member.get("/search/?q=lighthouse").context["hits"]
    assert "These are results" not in member.get("/search/?q=lighthouse").text
    assert member.get("/search/?q=submarien").status_code == 200, "what officers typed is no dictionary"
    assert public.get("/search/?q=lihgthouse").status_code == 200, "nothing is published"
    stocked.committee.publishes = True
    stocked.committee.save()
    assert said in public.get("/search/?q=lihgthouse", follow=True).text


def test_of_several_words_those_are_put_right_that_are_found_nowhere(stocked: Cast) -> None:
    member = stocked.client("member")
    page = member.get("/search/", {"q": "lihgthouse <b>school</b>"}, follow=True)
    assert page.context["asked"] == "lighthouse <b>school</b>" and "<b>school<" not in page.text
    assert kinds(page.context["found"]) == {"recommendation": 1, "update": 1}
    page = member.get("/search/?q=lihgthouse+submarine", follow=True)
    assert "These are results for “lighthouse submarine”." in page.text and "with some of them" in page.text


def test_no_answer_takes_more_than_one_query_besides_that_of_a_search(
    stocked: Cast, django_assert_max_num_queries: Any
) -> None:
    member = stocked.client("member")
    for asked in ("submarine", "lihgthouse", "lighthouse submarine", "lihgthouse submarine"):
        with django_assert_max_num_queries(6):
            page = member.get("/search/", {"q": asked})
        if page.status_code == 302:
            with django_assert_max_num_queries(6):
                assert member.get(page["Location"]).context["hits"], asked


def test_a_recommendation_is_quoted_where_the_words_stand_and_an_update_has_its_actions_reference(
    stocked: Cast,
) -> None:
    row = stocked.recommendation
    row.title, row.text = "Lighthouses", "The Youth Service should;"
    row.save()
    stocked.action.part = row.parts.get()
    stocked.action.save()
    by_kind = {hit.kind: hit for hit in search("lighthouses", stocked.roles("member")).hits}
    assert words_of(by_kind["recommendation"].quote) == "Name a lighthouse keeper."
    assert words_of(by_kind["update"].title) == words_of(by_kind["action"].title) == "1a.1 Plan visits"


def test_what_is_named_by_its_number_comes_first(stocked: Cast) -> None:
    roles, action = stocked.roles("member"), stocked.action
    action.recommendation.text += " By 1 May, 14 schools, as 4.2 says."
    action.recommendation.save()
    Paragraph.objects.filter(number="4.2").update(summary="R1 of 2010 said 1.1 in 14 schools, 1 by 1.")
    for asked in ("R1", "r1", "rec 1", "Recommendation 1", "1"):
        first, second, *_ = search(asked, roles).hits
        assert (first.kind, second.kind) == ("recommendation", "action"), asked
    for asked in (action.reference, f"R{action.reference}", f"action {action.reference}"):
        assert words_of(search(asked, roles).hits[0].title) == f"{action.reference} Plan visits", asked
    assert [hit.kind for hit in search("4.2", roles).hits] == ["paragraph", "recommendation"]
