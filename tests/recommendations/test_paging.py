"""Long lists: piles show a handful, meetings a page, and each says how many there are and opens them all."""

import pytest
from django.utils.safestring import mark_safe

from council.templatetags.drawn import drawn
from recommendations import workflow
from recommendations.ledger import load
from recommendations.models import Action, Review, Verdict
from recommendations.paging import A_HANDFUL, A_PAGE
from recommendations.scope import Days, of_review
from recommendations.states import State, Status
from recommendations.workflow import Asked
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]

MANY = A_HANDFUL + 5


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """An officer with 30 open actions on which nothing was said yet."""
    for _ in range(MANY - 1):
        f.ActionFactory.create(recommendation=cast.recommendation, post=cast.action.post, original_target_on=f.days(90))
    return cast


def rows(text: str) -> int:
    return text.count('class="work__title"')


def test_a_long_pile_shows_a_handful_and_opens_whole(busy: Cast) -> None:
    client = busy.client("officer")
    page = client.get("/my-actions/")
    assert f"Show all {MANY} not updated" in Page(page).text
    whole = client.get("/my-actions/?pile=stale&q=thing")
    assert rows(page.text) == A_HANDFUL
    # The one of the cast has another title.
    assert rows(whole.text) == MANY - 1
    assert "/my-actions/?q=thing" in [f"/my-actions/{link}" for link in Page(whole).links if link.startswith("?")]


def test_a_pile_that_nobody_has_opens_nothing(busy: Cast) -> None:
    assert busy.client("officer").get("/my-actions/?pile=nonsense").context["opened"] is None


def test_the_action_that_was_just_updated_is_shown_wherever_it_lies(busy: Cast) -> None:
    last = f.ActionFactory.create(
        recommendation=busy.recommendation, post=busy.action.post, original_target_on=f.days(200)
    )
    client = busy.client("officer")
    assert f'id="action-{last.pk}"' not in client.get("/my-actions/").text
    assert f'id="action-{last.pk}"' in client.get(f"/my-actions/?recorded={last.pk}").text


def test_a_head_sees_a_handful_of_each_pile_and_the_whole_of_one(busy: Cast) -> None:
    client = busy.client("head")
    page = Page(client.get("/my-service/"))
    assert f"Show all {MANY}" in page.text
    whole = client.get("/my-service/?pile=stale")
    assert len(whole.context["page"]) == MANY
    assert "Requests come here when" in page.text
    assert "Requests come here when" not in Page(whole).text


def test_a_meeting_shows_a_handful_of_what_is_missing_and_opens_the_whole(busy: Cast) -> None:
    coming = f.MeetingFactory.create(committee=busy.committee, held_on=f.days(14))
    client = busy.client("member")
    page = client.get(f"/meetings/{coming.pk}/")
    assert f"Show all {MANY} updates missing" in Page(page).text
    assert len(page.context["missing"]) == A_HANDFUL
    whole = client.get(f"/meetings/{coming.pk}/?list=missing")
    assert len(whole.context["missing"]) == MANY
    assert "On the agenda" not in whole.text


def test_an_agenda_is_paged_and_says_how_many_it_has(busy: Cast) -> None:
    coming = f.MeetingFactory.create(committee=busy.committee, held_on=f.days(14))
    theme = f.ThemeFactory.create(review=busy.review)
    f.RecommendationFactory.create_batch(35, review=busy.review, theme=theme)
    page = busy.client("member").get(f"/meetings/{coming.pk}/?page=2")
    assert len(page.context["page"]) == 6
    assert "31 to 36 of 36 recommendations" in Page(page).text


def test_the_long_lists_of_a_committee_are_paged_and_so_is_what_a_meeting_decided(busy: Cast) -> None:
    held = f.MeetingFactory.create(committee=busy.committee, held_on=f.days(-1))
    theme = f.ThemeFactory.create(review=busy.review)
    rows = [busy.recommendation, *f.RecommendationFactory.create_batch(35, review=busy.review, theme=theme)]
    decided = [f.VerdictFactory.build(recommendation=row, meeting=held, recorded_by=busy.scrutiny) for row in rows]
    Verdict.objects.bulk_create(decided)
    actions = [f.ActionFactory.build(recommendation=row, post=busy.action.post, number=1) for row in rows[1:]]
    Action.objects.bulk_create(actions)
    client, committee = busy.client("member"), f"/committees/{busy.committee.pk}/"
    for address, noun, count in (
        (f"{committee}recommendations/", "recommendations", 36),
        (f"{committee}actions/", "actions", MANY + 35),
        (f"/meetings/{held.pk}/?list=decided", "verdicts", 36),
    ):
        more = "&" if "?" in address else "?"
        first, last = client.get(address), client.get(f"{address}{more}page=2")
        assert (len(first.context["page"]), len(last.context["page"])) == (A_PAGE, count - A_PAGE)
        assert f"{A_PAGE + 1} to {count} of {count} {noun}" in Page(last).text, address
    assert "Show all 36 verdicts" in Page(client.get(f"/meetings/{held.pk}/")).text


def test_questions_are_paged_and_their_file_has_them_all(cast: Cast) -> None:
    for number in range(35):
        asked = Asked(f"How many schools take part in year {number}?", cast.action)
        workflow.ask(cast.recommendation, by=cast.roles("member"), asked=asked)
    client, address = cast.client("member"), f"{cast.review.get_absolute_url()}questions/"
    first, last = client.get(address), client.get(f"{address}?page=2")
    assert (len(first.context["page"]), len(last.context["page"])) == (A_PAGE, 35 - A_PAGE)
    assert "31 to 35 of 35 questions" in Page(last).text
    assert "35 questions" in Page(first).text
    assert len(client.get(f"{cast.review.get_absolute_url()}questions.csv").text.splitlines()) > 35


# --- What is read and drawn once --------------------------------------------------------------------------------------


def test_an_update_that_was_corrected_settles_nothing(cast: Cast) -> None:
    """Achieved, then on track, then that it was said wrongly: the achievement of then holds again."""
    review = Review.objects.for_page().get(pk=cast.review.pk)
    verbs.tell(cast.action, cast.officer, Status.ACHIEVED, on=f.days(-50))
    wrong = verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-30))
    f.UpdateFactory.create(action=cast.action, status=Status.ACHIEVED, corrects=wrong, given_on=f.days(-20))
    for standing_from in (None, f.DAY, f.days(-25)):
        found = load(of_review(review), f.DAY, cast.roles("member"), days=Days(standing_from))
        (row,) = found.position(f.DAY).actions
        assert row.achieved_on == f.days(-50)


def test_a_component_is_drawn_alike_for_the_same_words_and_keeps_them_apart_that_are_not() -> None:
    assert drawn("mark", state=State.OVERDUE, word="Late") == drawn("mark", state="overdue", word="Late")
    assert "&lt;b&gt;" in drawn("mark", state="overdue", word="<b>")
    # The same letters, one of them safe already.
    assert "<b>" in drawn("mark", state="overdue", word=mark_safe("<b>"))
    assert "&lt;b&gt;" in drawn("mark", state="overdue", word="<b>")
