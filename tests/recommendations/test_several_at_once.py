"""One status and one note for many actions: each is judged by itself, and nothing is half-done in silence."""

import pytest

from council.models import Holding
from recommendations.models import Action, Update
from recommendations.states import Status
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")


def typed(actions: list[Action], **said: str) -> dict[str, object]:
    versions = {f"version_{a.pk}": str(a.version) for a in actions}
    words = {"status": "on_track", "words": "All of it goes on as planned.", "reason": "", "no_proof_because": ""}
    return {"action": [str(a.pk) for a in actions], **versions, **words, **said}


def forty(cast: Cast) -> list[Action]:
    return [f.ActionFactory.create(recommendation=cast.recommendation, post=cast.post) for _ in range(40)]


def test_of_forty_actions_three_that_may_not_are_named_with_the_reason_and_37_are_saved(cast: Cast) -> None:
    actions = forty(cast)
    other_post = cast.other_officer.holdings.get().post
    Action.objects.filter(pk=actions[0].pk).update(post=other_post)
    Action.objects.filter(pk=actions[1].pk).update(withdrawn_on=f.days(-1))
    form = typed(actions)
    # Somebody else updates the third while the page is open.
    verbs.tell(actions[2], cast.deputy, Status.DELAYED)
    page = cast.client("officer").post("/actions/several/", form, follow=True)
    assert (len(page.context["saved"]), len(page.context["refused"])) == (37, 3)
    said = {r.row.action.pk: r.refusal for r in page.context["refused"]}
    assert said == {
        actions[0].pk: "You do not hold or deputise for the post of this action.",
        actions[1].pk: f"{actions[1].reference} was withdrawn on 16 June 2026, so it is closed.",
        actions[2].pk: "Somebody else updated it meanwhile.",
    }
    assert Update.objects.filter(words="All of it goes on as planned.").count() == 37
    text = page.content.decode()
    assert "37 updates recorded, 3 not" in text and "Your words, to copy" in text


def test_a_status_that_cannot_follow_is_told_for_that_action_alone(cast: Cast) -> None:
    one, two = forty(cast)[:2]
    verbs.tell(one, cast.officer, Status.PAUSED, on=f.days(-3))
    one.refresh_from_db()
    form = typed([one, two], status="achieved", no_proof_because="It was not written down.")
    page = cast.client("officer").post("/actions/several/", form, follow=True)
    (refused,) = page.context["refused"]
    assert refused.refusal == "This action is “paused”. It cannot go from there to “achieved”."
    assert [row.action for row in page.context["saved"]] == [two]


def test_an_achievement_is_not_taken_back_among_others(cast: Cast) -> None:
    one, two = forty(cast)[:2]
    verbs.tell(one, cast.officer, Status.ACHIEVED, on=f.days(-3))
    one.refresh_from_db()
    client, form = cast.client("officer"), typed([one, two])
    assert "another status leaves it as it is" in client.get(f"/actions/several/?action={one.pk}").content.decode()
    page = client.post("/actions/several/", form, follow=True)
    (refused,) = page.context["refused"]
    assert refused.refusal == "It is achieved, as you said. To take that back, update it by itself."
    assert [row.action for row in page.context["saved"]] == [two]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"status": "delayed"}, "Choose why they are delayed"),
        ({"status": "achieved"}, "Say why there is no proof"),
        ({"words": ""}, "Enter what has happened"),
        ({"status": ""}, "Choose their status"),
    ],
)
def test_what_fits_none_is_said_once_before_anything_is_saved(cast: Cast, said: dict[str, str], message: str) -> None:
    actions = forty(cast)[:3]
    page = cast.client("officer").post("/actions/several/", typed(actions, **said))
    assert page.status_code == 422 and message in page.content.decode()
    assert not Update.objects.exists()
    assert [row.action for row in page.context["rows"]] == actions


def test_what_was_sent_twice_is_saved_once(cast: Cast) -> None:
    actions = forty(cast)[:2]
    client, form = cast.client("officer"), typed(actions)
    client.post("/actions/several/", form)
    client.post("/actions/several/", form)
    assert Update.objects.count() == 2


def test_actions_of_another_council_are_not_there(cast: Cast) -> None:
    theirs = f.ActionFactory.create()
    client = cast.client("officer")
    assert "No action was ticked" in client.get(f"/actions/several/?action={theirs.pk}").content.decode()
    form = typed([cast.action, theirs])
    page = client.post("/actions/several/", form, follow=True)
    assert [row.action for row in page.context["saved"]] == [cast.action]
    assert page.context["refused"] == []
    assert not theirs.updates.exists()


def test_nonsense_in_the_address_is_passed_over(cast: Cast) -> None:
    client = cast.client("officer")
    for query in ("", "?action=x", "?action=-1", f"?action={'9' * 30}", "?action=٣"):
        assert client.get(f"/actions/several/{query}").status_code == 200


def test_a_result_is_shown_to_whoever_gave_the_updates(cast: Cast) -> None:
    assert cast.client("deputy").get("/actions/several/done/").status_code == 302


# --- Search and sort on my actions ------------------------------------------------------------------------------------


def test_my_actions_are_searched_and_sorted_by_the_address(cast: Cast) -> None:
    other = f.ActionFactory.create(
        recommendation=cast.recommendation, number=7, post=cast.post, title="Train staff", original_target_on=f.days(20)
    )
    verbs.tell(cast.action, cast.officer, Status.DELAYED, on=f.days(-3))
    client = cast.client("officer")

    def shown(query: str) -> list[str]:
        desk = client.get(f"/my-actions/?{query}").context["desk"]
        return [row.action.title for pile in desk.piles for row in pile.rows]

    assert set(shown("")) == {"Write a curriculum", "Train staff"}
    assert shown("q=train") == ["Train staff"]
    assert shown("status=delayed") == ["Write a curriculum"]
    assert shown("q=R1+write") == ["Write a curriculum"]
    assert shown("q=nothing") == []
    assert "None of your actions matches." in client.get("/my-actions/?q=nothing").content.decode()
    assert "is not a status" in client.get("/my-actions/?status=lost").content.decode()
    assert "is no order" in client.get("/my-actions/?order=lost").content.decode()
    assert other.title in shown("order=-update")


def test_only_a_status_that_can_follow_on_one_of_them_is_offered(cast: Cast) -> None:
    one, two = forty(cast)[:2]
    verbs.tell(one, cast.officer, Status.ON_TRACK, on=f.days(-3))
    client = cast.client("officer")
    choice = f'name="status" value="{Status.NOT_STARTED}"'
    assert choice not in client.get(f"/actions/several/?action={one.pk}").content.decode()
    assert choice in client.get(f"/actions/several/?action={one.pk}&action={two.pk}").content.decode()


def test_in_the_row_of_a_vacant_post_its_holder_said_it_and_not_the_head(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-3))
    Holding.objects.filter(post=cast.post).update(to_on=f.days(-1))
    page = cast.client("head").get("/my-actions/").content.decode()
    assert "Youth Service Manager last said" in page and '<p class="work__label">You last said' not in page
    verbs.tell(cast.action, cast.head, Status.DELAYED)
    assert '<p class="work__label">You last said</p>' in cast.client("head").get("/my-actions/").content.decode()
