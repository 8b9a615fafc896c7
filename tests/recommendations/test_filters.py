"""Each filter of the lists by itself, and all together."""

import pytest
from django.http import QueryDict

from recommendations.figures import Position
from recommendations.filters import ActionFilterForm, PositionFilter
from recommendations.ledger import load
from recommendations.models import Review
from recommendations.scope import of_review
from recommendations.states import ResponseKind, Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.once


@pytest.fixture
def position(cast: Cast) -> Position:
    """Four recommendations. R1 achieved and found wanting; R2 delayed; R3 rejected; R4 waits for an answer."""
    second = f.ThemeFactory.create(review=cast.review, number=2, title="Cohesion")
    parks = f.ServiceFactory.create(directorate=cast.service.directorate, name="Parks Service")
    make = f.RecommendationFactory.create
    r2 = make(
        review=cast.review, theme=second, number=2, title="Libraries", text="Open 3 libraries.", lead_service=parks
    )
    r3 = make(review=cast.review, theme=second, number=3, title="Parks", text="Plant trees in every park.")
    make(review=cast.review, theme=second, number=30, title="Film nights", text="Show R3 100% of the time.")
    f.PartFactory.create(recommendation=r3, label="a", text="Plant oaks;")
    f.PartFactory.create(recommendation=r3, label="b", text="Plant elms;")
    action = f.ActionFactory.create(recommendation=r2, post=cast.post)
    for row in (cast.recommendation, r2):
        verbs.respond(row, cast.scrutiny, on=f.days(-200))
    verbs.respond(r3, cast.scrutiny, ResponseKind.REJECTED, on=f.days(-200))
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-40))
    verbs.tell(action, cast.officer, Status.DELAYED, on=f.days(-40))
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-20))
    return load(of_review(Review.objects.for_page().get(pk=cast.review.pk)), f.DAY, f.reader(cast.review)).position(
        f.DAY
    )


def filtered(position: Position, query: str) -> PositionFilter:
    return PositionFilter(QueryDict(query), position)


def left(position: Position, query: str) -> list[int]:
    return [s.recommendation.number for s in filtered(position, query).narrowed().standings]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3, 30]),
        ("theme=1", [1]),
        ("theme=2", [2, 3, 30]),
        ("service=none", [3, 30]),
        ("state=claimed", [1]),
        ("state=delayed", [2]),
        ("state=not_accepted", [3]),
        ("state=awaiting", [30]),
        ("state=overdue", []),
        ("response=accepted", [1, 2]),
        ("response=rejected", [3]),
        ("response=awaiting", [30]),
        ("response=referred", []),
        ("agreement=disagree", [1]),
        ("agreement=no_verdict", [2, 3, 30]),
        ("agreement=agree", []),
        ("theme=2&service=none&state=awaiting", [30]),
        ("theme=1&state=delayed", []),
    ],
)
def test_each_filter_leaves_what_it_names(position: Position, query: str, numbers: list[int]) -> None:
    assert left(position, query) == numbers


def test_the_filter_by_service_takes_the_lead_service(cast: Cast, position: Position) -> None:
    assert left(position, f"service={cast.service.pk}") == [1]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("r3", [3, 30]),
        ("R3", [3, 30]),
        ("r2", [2]),
        ("R0", []),
        ("R99999999999999999999", []),
        ("LIBRARIES", [2]),
        ("open libraries", [2]),
        ("libraries open", [2]),
        ("plant oaks", [3]),
        ("oaks elms", [3]),
        ("trees R3", [3]),
        ("trees libraries", []),
        ("3", [2, 3, 30]),
        ("rec 3", [3]),
        ("3b.1", [3]),
        ("100%", [30]),
        ("%", [30]),
        ("_", []),
        ("  parks  ", [3]),
        ("R", [1, 2, 3, 30]),
    ],
)
def test_words_are_searched_forgivingly(position: Position, words: str, numbers: list[int]) -> None:
    query = QueryDict(mutable=True)
    query["q"] = words
    found = PositionFilter(query, position).narrowed()
    assert [s.recommendation.number for s in found.standings] == numbers


@pytest.mark.parametrize("words", ["R²", "r①", "R٣", "R" + "9" * 99])
def test_figures_that_are_no_plain_numbers_find_nothing_and_break_nothing(position: Position, words: str) -> None:
    query = QueryDict(mutable=True)
    query["q"] = words
    assert {s.recommendation.number for s in PositionFilter(query, position).narrowed().standings} <= {3}


def test_a_slip_of_the_pen_is_put_right_by_the_words_of_the_list(position: Position) -> None:
    meant = {}
    for words in ("libraires", "trees libraries", "Plant oask", "zebra"):
        filters = filtered(position, f"q={words}")
        assert not filters.narrowed().standings
        meant[words] = filters.meant
    assert meant == {"libraires": "Libraries", "trees libraries": "", "Plant oask": "Plant oaks", "zebra": ""}


def test_a_recommendation_found_in_two_of_its_parts_is_listed_once(position: Position) -> None:
    assert left(position, "q=plant") == [3]


@pytest.mark.parametrize(
    "query",
    [
        "state=green",
        "theme=9",
        "theme=x",
        "service=999999",
        "response=yes",
        "agreement=maybe",
        "q=" + "x" * 101,
        "q=%00",
    ],
)
def test_an_unknown_value_leaves_all_and_the_form_says_why(position: Position, query: str) -> None:
    filters = filtered(position, query)
    assert filters.narrowed().count == 4
    assert list(filters.form.errors) == [query.partition("=")[0]]
    assert (filters.active, filters.removable) == ({}, [])


def test_active_filters_can_be_read_and_removed_one_by_one(cast: Cast, position: Position) -> None:
    filters = filtered(position, f"theme=2&service={cast.service.pk}&state=delayed&response=awaiting&q=trees")
    assert filters.removable == [
        {"name": "theme", "words": "Cohesion"},
        {"name": "service", "words": "Youth Service"},
        {"name": "state", "words": "Delayed"},
        {"name": "response", "words": "Awaiting"},
        {"name": "q", "words": "“trees”"},
    ]


def test_links_of_a_filtered_position_keep_the_filters(position: Position) -> None:
    narrowed = filtered(position, "theme=2&q=trees&page=2").narrowed()
    assert narrowed.link("action_list", timeliness="overdue") == (
        "/reviews/harbour-review/actions/?theme=2&q=trees&timeliness=overdue"
    )


def test_choices_are_the_themes_and_services_of_the_review_itself(position: Position) -> None:
    form = filtered(position, "").form
    assert [str(label) for _, label in form.fields["theme"].choices] == ["All themes", "Young people", "Cohesion"]  # type: ignore[attr-defined]
    assert [str(label) for _, label in form.fields["service"].choices] == [  # type: ignore[attr-defined]
        "All services",
        "Parks Service",
        "Youth Service",
        "Owner to be assigned",
    ]


def test_the_choices_of_one_review_do_not_stay_for_the_next(position: Position, cast: Cast) -> None:
    other = f.ReviewFactory.create(committee=cast.committee)
    theme = f.ThemeFactory.create(review=other, number=7, title="Elsewhere")
    f.RecommendationFactory.create(review=other, theme=theme)
    elsewhere = load(of_review(Review.objects.for_page().get(pk=other.pk)), f.DAY, f.reader(other)).position(f.DAY)
    assert left(elsewhere, "theme=7") != []
    assert list(filtered(position, "theme=7").form.errors) == ["theme"]


def test_the_list_of_actions_knows_the_words_of_the_figures(position: Position) -> None:
    form = ActionFilterForm(QueryDict(""), position=position)
    choices = dict(form.fields["timeliness"].choices)  # type: ignore[attr-defined]
    assert choices == {
        "": "Any",
        "overdue": "Overdue",
        "due_soon": "Due in the next 30 days",
        "stale": "Not updated for 90 days",
        "call_in": "Call-in list, each moved at least twice",
        "moved": "Target moved",
        "achieved_in_time": "Achieved in time",
        "achieved_late": "Achieved late",
        "first_date_come": "First target date has come",
        "first_date_kept": "First target date has come, and was kept",
    }


def test_an_unknown_timeliness_is_named(position: Position) -> None:
    form = ActionFilterForm(QueryDict("timeliness=soonish"), position=position)
    assert form.errors == {"timeliness": ["“soonish” is not a timeliness. All actions are shown."]}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("theme=99", "“99” is not a theme here."),
        ("service=99999", "“99999” is not a lead service here."),
        ("state=green", "“green” is not a status here."),
        ("response=yes", "“yes” is not a response here."),
        ("agreement=maybe", "“maybe” is not a choice here."),
        ("q=" + "x" * 101, "The words to search for must be 100 characters or fewer. You have 101."),
        (
            "q=%00",
            (
                "The words to search for: the first character cannot be shown (code 0000). "
                "Delete it, or type the sentence again."
            ),
        ),
    ],
)
def test_what_is_not_offered_is_named_in_the_message(position: Position, query: str, message: str) -> None:
    assert list(filtered(position, query).form.errors.values()) == [[message]]


def test_overdue_responses_are_a_list_of_their_own(cast: Cast, position: Position) -> None:
    assert left(position, "response=overdue") == [30]
    cast.review.sent_to_executive_on = f.days(-10)
    cast.review.save()
    in_time = load(of_review(Review.objects.for_page().get(pk=cast.review.pk)), f.DAY, f.reader(cast.review)).position(
        f.DAY
    )
    assert left(in_time, "response=overdue") == []
    assert left(in_time, "response=awaiting") == [30]
