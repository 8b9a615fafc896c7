"""Actions are agreed, changed, given to others and withdrawn with a reason; a past day shows them as they were."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from council.models import Post
from recommendations import ledger, workflow
from recommendations.models import Action, ActionChange, Review
from recommendations.scope import of_review
from recommendations.states import State, VerdictKind
from recommendations.workflow import ChangedMeanwhile, Wording
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("day")


def wording(cast: Cast, **other: object) -> Wording:
    action = Action.objects.get(pk=cast.action.pk)
    now = {
        "title": action.title,
        "success_measure": action.success_measure,
        "post": action.post,
        "part": action.part,
    }
    return Wording(**{**now, **other})  # type: ignore[arg-type]


def change(cast: Cast, by: str = "scrutiny", reason: str = "It was agreed so.", **other: object) -> list[ActionChange]:
    return workflow.change_action(cast.action, by=cast.roles(by), to=wording(cast, **other), reason=reason)


def withdraw(cast: Cast, by: str = "scrutiny", reason: str = "Another service does it.") -> ActionChange:
    return workflow.withdraw_action(cast.action, by=cast.roles(by), reason=reason)


def other_service_post(cast: Cast) -> Post:
    return Post.objects.get(title="Library Manager")


# --- Changing ---------------------------------------------------------------------------------------------------------


def test_each_thing_that_changes_is_a_row_of_its_own_with_the_reason(cast: Cast) -> None:
    part = f.PartFactory.create(recommendation=cast.recommendation)
    rows = change(cast, title="Write two curricula", post=cast.head_post, part=part)
    assert [(r.what, r.before_words, r.after_words) for r in rows] == [
        ("title", "Write a curriculum", "Write two curricula"),
        ("post", "Youth Service Manager", "Head of the Youth Service"),
        ("part", "The whole recommendation", "R1 part a"),
    ]
    assert {(r.reason, r.changed_as, r.changed_on) for r in rows} == {("It was agreed so.", "Scrutiny officer", f.DAY)}
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.title, action.post, action.part, action.reference, action.version) == (
        "Write two curricula", cast.head_post, part, "1a.1", 2,
    )  # fmt: skip


@pytest.fixture
def new(cast: Cast) -> Action:
    """An action that is agreed today, with a slip in its year."""
    agreed = {"title": "Train staff", "success_measure": "All are trained", "post": cast.post}
    return workflow.agree_action(cast.recommendation, by=cast.roles("scrutiny"), target_on=f.days(1600), **agreed)  # type: ignore[arg-type]


def put_right(cast: Cast, action: Action, target_on: date, by: str = "scrutiny", on: date = f.DAY) -> None:
    to = Wording(action.title, action.success_measure, action.post, action.part, target_on)
    workflow.change_action(action, by=cast.roles(by, on), to=to, reason="The year was mistyped.")


def test_a_slip_in_the_first_target_is_put_right_on_the_day_it_was_agreed(cast: Cast, new: Action) -> None:
    put_right(cast, new, f.days(60))
    new.refresh_from_db()
    assert (new.original_target_on, new.target_on, new.times_moved) == (f.days(60), f.days(60), 0)
    row = new.changes.get()
    assert (row.what, row.before_words, row.after_words) == ("target_on", "3 November 2030", "16 August 2026")
    page = cast.client("member").get(cast.recommendation.get_absolute_url()).content.decode()
    assert "First target date: from “3 November 2030” to “16 August 2026”" in page and "The year was mistyped." in page
    assert ledger.load(of_review(cast.review), f.days(9), cast.roles("member")).position(f.DAY).actions[
        -1
    ].target_on == f.days(60)


def test_after_its_day_or_a_first_word_the_first_target_stays(cast: Cast, new: Action) -> None:
    with pytest.raises(ValidationError, match="The first target date stays"):
        put_right(cast, new, f.days(60), on=f.days(1))
    with pytest.raises(ValidationError, match="The first target date stays"):
        put_right(cast, cast.action, f.days(90))
    verbs.tell(new, cast.officer)
    with pytest.raises(ValidationError, match="The first target date stays"):
        put_right(cast, new, f.days(60))
    with pytest.raises(PermissionDenied):
        put_right(cast, new, f.days(60), by="head")
    assert not new.changes.exists()


def test_its_page_asks_for_the_target_while_it_can_be_put_right(cast: Cast, new: Action) -> None:
    address = f"/actions/{new.pk}/change/"
    page = cast.client("scrutiny").get(address)
    assert 'name="target_on_year" value="2030"' in page.content.decode()
    assert "target_on_year" not in cast.client("head").get(address).content.decode()
    assert "target_on_year" not in cast.client("scrutiny").get(f"/actions/{cast.action.pk}/change/").content.decode()
    typed = {
        "title": new.title, "success_measure": new.success_measure, "post": new.post_id, "version": new.version,
        "target_on_day": "1", "target_on_month": "1", "target_on_year": "9999", "reason": "Mistyped.",
    }  # fmt: skip
    far = cast.client("scrutiny").post(address, typed)
    assert far.status_code == 422 and "The target date must be within 5 years from today" in far.content.decode()
    assert cast.client("scrutiny").post(address, {**typed, "target_on_year": "2027"}).status_code == 302
    assert Action.objects.get(pk=new.pk).target_on == date(2027, 1, 1)


@pytest.mark.parametrize("by", ["officer", "deputy", "other_officer", "member", "chair", "administrator"])
def test_nobody_but_the_scrutiny_officer_and_the_head_changes_an_action(cast: Cast, by: str) -> None:
    with pytest.raises(PermissionDenied):
        change(cast, by, post=cast.head_post)
    with pytest.raises(PermissionDenied):
        withdraw(cast, by)


def test_a_head_gives_it_to_another_post_of_the_service_and_changes_nothing_else(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        change(cast, "head", title="Something easier")
    with pytest.raises(ValidationError, match="Choose a post of Youth Service"):
        change(cast, "head", post=other_service_post(cast))
    (row,) = change(cast, "head", post=cast.head_post)
    assert row.changed_as == "Head of the Youth Service"


def test_what_does_not_fit_is_refused_beside_its_box(cast: Cast) -> None:
    for other, field in (
        ({"post": f.PostFactory.create()}, "post"),
        ({"part": f.PartFactory.create()}, "part"),
    ):
        with pytest.raises(ValidationError) as refusal:
            change(cast, **other)
        assert field in refusal.value.message_dict
    with pytest.raises(ValidationError, match="Nothing was changed"):
        change(cast)
    with pytest.raises(ValidationError, match="Say why"):
        change(cast, title="Other", reason="")
    assert not ActionChange.objects.exists()


def test_of_two_who_change_it_the_second_is_told(cast: Cast) -> None:
    change(cast, title="First")
    with pytest.raises(ChangedMeanwhile):
        workflow.change_action(
            cast.action, by=cast.roles("scrutiny"), to=wording(cast, title="Second"), reason="So.", seen_version=1
        )
    page = cast.client("scrutiny").post(
        f"/actions/{cast.action.pk}/change/",
        {"title": "Second", "success_measure": "It is done", "post": cast.post.pk, "reason": "So.", "version": "1"},
    )
    assert page.status_code == 409
    said = page.content.decode()
    assert "somebody else changed this meanwhile" in said and "Second" in said and "First" in said


def test_the_reminders_and_the_update_follow_the_new_owner(cast: Cast) -> None:
    change(cast, post=other_service_post(cast))
    assert verbs.tell(Action.objects.get(), cast.other_officer).given_for.title == "Library Manager"
    with pytest.raises(PermissionDenied):
        verbs.tell(Action.objects.get(), cast.officer)


def test_a_past_day_shows_an_action_as_it_was(cast: Cast) -> None:
    first, second = f.days(-20), f.days(-10)
    part = f.PartFactory.create(recommendation=cast.recommendation)
    for on, other in ((first, {"title": "Second title", "post": cast.head_post}), (second, {"part": part})):
        workflow.change_action(
            cast.action, by=cast.roles("scrutiny", on), to=wording(cast, **other), reason="It was agreed so."
        )
    loaded = ledger.load(of_review(Review.objects.for_page().get(pk=cast.review.pk)), f.DAY, cast.roles("member"))

    def seen(day: int) -> tuple[str, str, str]:
        (row,) = loaded.position(f.days(day)).actions
        return row.action.title, row.action.post.title, row.action.reference

    assert seen(-21) == ("Write a curriculum", "Youth Service Manager", "1.1")
    assert seen(-15) == ("Second title", "Head of the Youth Service", "1.1")
    assert seen(0) == ("Second title", "Head of the Youth Service", "1a.1")
    page = cast.client("member").get(f"/actions/{cast.action.pk}/?as_at=2026-05-20").content.decode()
    assert "Write a curriculum" in page and "Second title" not in page


# --- Withdrawing ------------------------------------------------------------------------------------------------------


def test_a_withdrawn_action_counts_nowhere_and_stays_on_show(cast: Cast) -> None:
    other = f.ActionFactory.create(recommendation=cast.recommendation, number=2, post=cast.post)
    verbs.respond(cast.recommendation, cast.scrutiny, on=f.days(-200))
    workflow.withdraw_action(cast.action, by=cast.roles("scrutiny"), reason="Another service does it.")
    (standing,) = (
        ledger.load(of_review(Review.objects.for_page().get(pk=cast.review.pk)), f.DAY, cast.roles("member"))
        .position(f.DAY)
        .standings
    )
    assert [a.action for a in standing.actions] == [other]
    assert [(a.action, a.state) for a in standing.withdrawn] == [(cast.action, State.WITHDRAWN)]
    assert not Action.objects.open().filter(pk=cast.action.pk).exists()
    client = cast.client("member")
    assert "1 action withdrawn" in client.get("/reviews/harbour-review/recommendations/1/").content.decode()
    page = client.get(f"/actions/{cast.action.pk}/").content.decode()
    assert "Withdrawn on 17 June 2026" in page and "Another service does it." in page
    before = client.get(f"/actions/{cast.action.pk}/?as_at=2026-06-16").content.decode()
    assert "Withdrawn on" not in before


def test_of_a_withdrawn_action_nothing_more_is_said_or_decided(cast: Cast) -> None:
    request = verbs.ask(cast.action, cast.officer, f.days(90))
    withdraw(cast)
    with pytest.raises(ValidationError, match="withdrawn on 17 June 2026"):
        verbs.tell(cast.action, cast.officer)
    with pytest.raises(ValidationError, match="nothing is left to decide"):
        verbs.decide(request, cast.head)
    with pytest.raises(ValidationError, match="withdrawn on"):
        withdraw(cast)
    assert "No request for more time waits" in cast.client("head").get("/my-service/").content.decode()
    assert "Withdrawn" in cast.client("officer").get("/my-actions/").content.decode()


def test_forms_for_an_action_that_is_closed_say_so_and_lead_back(cast: Cast) -> None:
    other = f.ActionFactory.create(recommendation=cast.recommendation, number=2, post=cast.post)
    withdraw(cast)
    closed = {cast.action: "1.1 was withdrawn on 17 June 2026, so it is closed."}
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED)
    closed[other] = "The committee has signed off R1, so its actions are closed."
    for action, words in closed.items():
        for form in ("change", "withdraw"):
            page = cast.client("scrutiny").get(f"/actions/{action.pk}/{form}/", follow=True)
            assert page.redirect_chain == [(f"/actions/{action.pk}/", 302)]
            assert words in page.text
    one = "/reviews/harbour-review/recommendations/1/"
    page = cast.client("scrutiny").get(f"{one}add-action/", follow=True)
    assert page.redirect_chain == [(one, 302)] and closed[other] in page.text


def test_of_a_withdrawn_action_that_nobody_updated_nothing_is_expected_on_its_page(cast: Cast) -> None:
    withdraw(cast)
    page = Page(cast.client("member").get(f"/actions/{cast.action.pk}/")).text
    assert "No update was given. The action is closed, so nothing more is expected." in page
    assert "Officers say Nothing was said." in page and "The first one is given" not in page


def test_withdrawing_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        withdraw(cast, reason="")
    page = cast.client("scrutiny").post(f"/actions/{cast.action.pk}/withdraw/", {"reason": " "})
    assert page.status_code == 422 and "Say why" in page.content.decode()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE recommendations_actionchange SET reason = 'x'", "DELETE FROM recommendations_actionchange"],
)
def test_the_history_of_an_action_cannot_be_rewritten_by_raw_sql(cast: Cast, statement: str) -> None:
    change(cast, title="Other")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- Agreeing ---------------------------------------------------------------------------------------------------------


def test_the_scrutiny_officer_agrees_an_action_on_its_page(cast: Cast) -> None:
    client = cast.client("scrutiny")
    said = {
        "title": "Train staff", "success_measure": "All are trained", "post": cast.post.pk,
        "target_on_day": "1", "target_on_month": "12", "target_on_year": "2026",
    }  # fmt: skip
    address = "/reviews/harbour-review/recommendations/1/add-action/"
    past = client.post(address, {**said, "target_on_year": "2025"})
    assert past.status_code == 422 and "The target date must be today or later" in past.content.decode()
    elsewhere = client.post(address, {**said, "post": f.PostFactory.create().pk})
    assert elsewhere.status_code == 422
    page = client.post(address, said, follow=True).content.decode()
    assert "1.2 is agreed" in page
    assert Action.objects.get(number=2).post == cast.post


def test_none_is_agreed_on_what_is_signed_off_or_for_another_councils_post(cast: Cast) -> None:
    agreed = {"title": "Do it", "success_measure": "Done", "target_on": f.days(30), "by": cast.roles("scrutiny")}
    with pytest.raises(ValidationError, match="a post of this council"):
        workflow.agree_action(cast.recommendation, post=f.PostFactory.create(), **agreed)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="a part of R1"):
        workflow.agree_action(cast.recommendation, post=cast.post, part=f.PartFactory.create(), **agreed)  # type: ignore[arg-type]
    verbs.judge(cast.recommendation, cast.chair, VerdictKind.ACHIEVED, held_on=f.days(-1))
    with pytest.raises(ValidationError, match="signed off R1"):
        workflow.agree_action(cast.recommendation, post=cast.post, **agreed)  # type: ignore[arg-type]
