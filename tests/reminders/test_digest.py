"""The words of a mail, read as its recipient reads them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail

from council.models import Holding
from recommendations import links
from recommendations.models import Action, UpdateLink
from recommendations.states import Status
from reminders.digest import opening_words
from reminders.rules import BY_KIND
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock, live

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OFFICER, HEAD, SCRUTINY = "officer@harbour.example", "head@harbour.example", "scrutiny@harbour.example"


def body(address: str) -> str:
    """The text of the latest mail to an address."""
    return str([m for m in mail.outbox if m.to == [address]][-1].body)


def subject(address: str) -> str:
    """The subject of the latest mail to an address."""
    return str([m for m in mail.outbox if m.to == [address]][-1].subject)


def add(cast: Cast, number: int, title: str, target_on: date, **fields: Any) -> Action:
    """One more action of the cast's post."""
    return f.ActionFactory.create(
        recommendation=cast.recommendation,
        number=number,
        title=title,
        post=cast.post,
        target_on=target_on,
        **{"original_target_on": target_on, **fields},
    )


def test_a_mail_counts_as_many_things_as_it_has_headings() -> None:
    def point(kind: str, pk: int, *missing: int) -> Any:
        of = [SimpleNamespace(pk=one) for one in missing]
        return SimpleNamespace(rule=BY_KIND[kind], reminder=SimpleNamespace(subject_id=pk), date=f.DAY, missing=of)

    overdue = point("overdue", 41)
    assert opening_words([overdue, point("papers", 1, 41)], f.DAY)[0] == "2 things need you"
    assert opening_words([overdue, point("overdue", 42)], f.DAY)[0] == "2 actions need you"
    # Two things that are said of one action are no two actions.
    assert opening_words([overdue, point("extension_waiting", 41)], f.DAY)[0] == "2 things need you"


@pytest.fixture
def silent(cast: Cast) -> Action:
    """The cast's action, silent for too long, before a meeting whose papers are due in ten working days."""
    Action.objects.filter(pk=cast.action.pk).update(
        original_target_on=f.days(100), target_on=f.days(100), agreed_on=f.days(-200), updated_on=f.days(-91)
    )
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-1), papers_due_on=f.days(-9))
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(22), papers_due_on=f.days(14))
    return cast.action


def test_an_action_that_is_silent_and_that_a_meeting_waits_for_is_one_entry_with_both_reasons(silent: Action) -> None:
    live(f.DAY)
    text = body(OFFICER)
    assert subject(OFFICER) == "1 action needs an update: the target date is 25 September 2026"
    assert "No update for 91 days. Papers close in 10 working days: 1 update missing\n" in text
    assert "Missing for: Meeting of 9 July 2026 of the Overview and Scrutiny Committee\n" in text
    assert text.count("Give an update on 1.1") == 1
    # The meeting’s next reminder comes before the action’s own.
    assert "The next reminder comes on Wednesday 24 June 2026.\n" in text
    assert [day for day in range(1, 8) if live(f.days(day))] == [7]


def test_a_meeting_keeps_an_entry_for_what_else_it_waits_for(silent: Action, cast: Cast) -> None:
    add(cast, 2, "Publish the curriculum", f.days(200), updated_on=f.days(-30))
    live(f.DAY)
    text = body(OFFICER)
    assert subject(OFFICER).startswith("2 things need you") and "\nMissing: 1.2\n" in text
    assert text.count("Give an update on 1.1") == text.count("Give an update on 1.2") == 1


@pytest.mark.parametrize(("late", "said"), [(27, "the chair is told too"), (28, "It is on the chair’s list.")])
def test_the_head_of_a_service_reads_whether_the_chair_has_been_told(cast: Cast, late: int, said: str) -> None:
    Action.objects.update(original_target_on=f.days(-late), target_on=f.days(-late), updated_on=f.days(-5))
    live(f.DAY)
    assert said in body(HEAD)


@pytest.fixture
def three(cast: Cast) -> list[Action]:
    """One overdue action with a request that waits, one due in a week that was moved, one without an update."""
    cast.council.illustrative_notice = "Illustrative data: dates, statuses and figures are invented."
    cast.council.save()
    Action.objects.update(
        original_target_on=f.days(-3), target_on=f.days(-3), status=Status.ON_TRACK, updated_on=f.days(-20)
    )
    f.ExtensionFactory.create(
        action=cast.action,
        requested_by=cast.officer,
        requested_on=f.days(-7),
        from_on=f.days(-3),
        to_on=f.days(60),
    )
    moved = add(
        cast,
        2,
        "Publish the curriculum",
        f.days(7),
        original_target_on=f.days(-30),
        times_moved=1,
        status=Status.DELAYED,
        updated_on=f.days(-5),
    )
    silent = add(cast, 3, "Train every youth worker", f.days(200), agreed_on=f.days(-91))
    live(f.DAY)
    return [cast.action, moved, silent]


def token(action: Action) -> str:
    """What stands in the address of the officer's own link for an action."""
    return links.token_of(UpdateLink.objects.get(action=action, person__email=OFFICER))


def test_the_whole_mail_of_an_officer_with_three_actions(three: list[Action]) -> None:
    first, second, third = (token(action) for action in three)
    assert subject(OFFICER) == "3 actions need you: the first was due on 14 June 2026"
    assert body(OFFICER) == (
        f"""3 actions need you. The first was due on 14 June 2026.

Illustrative data: dates, statuses and figures are invented.


1.1 Write a curriculum
Overdue 3 days
Target date: 14 June 2026
Last update: On track, 28 May 2026
More time: To 16 August 2026, asked for on 10 June 2026, waits for a decision
Recommendation: R1, Harbour review
Post: Youth Service Manager
You hold this post.
If nothing is done: Members see it as overdue until it is achieved or more time is agreed. The next reminder comes """
        f"""on Monday 22 June 2026.
Give an update on 1.1:
https://scrutiny.harbour.example/from-mail/{first}/


1.2 Publish the curriculum
Due in 7 days
Target date: 24 June 2026, moved from 18 May 2026
Last update: Delayed, 12 June 2026
Recommendation: R1, Harbour review
Post: Youth Service Manager
You hold this post.
If nothing is done: Members see it as overdue from 25 June 2026, unless it is achieved or more time is agreed by """
        f"""then. The next reminder comes on Tuesday 23 June 2026.
Give an update on 1.2, or ask for more time:
https://scrutiny.harbour.example/from-mail/{second}/


1.3 Train every youth worker
No update for 91 days
Target date: 3 January 2027
Last update: None since the action was agreed on 18 March 2026
Recommendation: R1, Harbour review
Post: Youth Service Manager
You hold this post.
If nothing is done: Members see that it has had no update since 18 March 2026. The next reminder comes on """
        f"""Friday 17 July 2026.
Give an update on 1.3, or ask for more time:
https://scrutiny.harbour.example/from-mail/{third}/


The links to updates above are yours alone: each opens one form without signing in, until 1 July 2026. Do not """
        f"""forward this mail.

All your actions: https://scrutiny.harbour.example/my-actions/
When this mail comes, and days away: https://scrutiny.harbour.example/reminders/

A reply to this mail reaches the scrutiny officer of the Overview and Scrutiny Committee.
You get at most one mail a day from Scrutiny Tracker, Harbour Council.
"""
    )


def test_the_html_says_what_the_text_says(three: list[Action]) -> None:
    [sent] = [m for m in mail.outbox if m.to == [OFFICER]]
    [html] = [str(a.content).replace("\u00a0", " ") for a in sent.alternatives]  # type: ignore[attr-defined]
    for line in sent.body.splitlines():
        for piece in line.split(": ", 1):
            assert piece.rstrip(":") in html, piece
    assert html.startswith("<!doctype html>\n")
    assert '<html lang="en-GB">' in html
    assert html.count("<h1") == 1
    assert html.count("<h2") == 3
    assert "<script" not in html
    assert "<img" not in html
    assert "<style" not in html


def test_a_deputy_is_told_why(three: list[Action]) -> None:
    assert "Post: Youth Service Manager\nYou deputise for this post.\n" in body("deputy@harbour.example")


def test_a_head_is_asked_to_decide(three: list[Action], cast: Cast) -> None:
    assert subject(HEAD) == "1 request for more time needs your decision: the target date was 14 June 2026"
    text = body(HEAD)
    assert "A request for more time has waited 5 working days for a decision\n" in text
    assert "You decide on more time for it.\n" in text
    assert "If nothing is done: The target date stays 14 June 2026. The next reminder comes on Monday 22 June" in text
    decision = f"/requests-for-more-time/{cast.action.extensions.get().pk}/"
    assert f"Decide on more time for 1.1:\nhttps://scrutiny.harbour.example{decision}\n" in text
    assert "All requests that wait for you: https://scrutiny.harbour.example/my-service/\n" in text
    assert "All your actions" not in text
    assert cast.client("head").get(decision).status_code == 200


def test_a_head_of_a_vacant_post_is_told_why_and_what_to_decide(cast: Cast) -> None:
    cast.post.holdings.update(to_on=f.days(-1))
    Action.objects.update(original_target_on=f.days(-3), target_on=f.days(-3), updated_on=f.days(-20))
    f.ExtensionFactory.create(
        action=cast.action, requested_by=cast.officer, requested_on=f.days(-7), from_on=f.days(-3)
    )
    live(f.DAY)
    assert subject(HEAD) == "2 things need you: the first was due on 14 June 2026"
    assert "This post is vacant, and you answer for its service." in body(HEAD)
    assert "Decide on more time for 1.1" in body(HEAD)


def test_where_the_service_has_no_head_the_scrutiny_officer_is_asked_to_decide(cast: Cast) -> None:
    Holding.objects.filter(post=cast.head_post).update(to_on=f.days(-1))
    request = f.ExtensionFactory.create(action=cast.action, requested_by=cast.officer, requested_on=f.days(-7))
    live(f.DAY)
    assert "You decide on more time for it." in body(SCRUTINY)
    decision = f"/requests-for-more-time/{request.pk}/"
    assert f"https://scrutiny.harbour.example{decision}\n" in body(SCRUTINY)
    with clock(f.DAY):
        assert cast.client("scrutiny").get(decision).status_code == 200
        assert cast.client("scrutiny").get("/my-service/").status_code == 200


@pytest.mark.parametrize(
    ("day", "words", "expected_subject"),
    [
        (-1, "Due tomorrow", "1 action needs you: it is due on 17 June 2026"),
        (0, "Due today", "1 action needs you: it is due on 17 June 2026"),
        (1, "Overdue 1 day", "1 action needs you: it was due on 17 June 2026"),
    ],
)
def test_days_are_said_as_people_say_them(cast: Cast, day: int, words: str, expected_subject: str) -> None:
    Action.objects.update(original_target_on=f.DAY, target_on=f.DAY, updated_on=f.days(-20))
    live(f.days(day))
    assert f"\n{words}\n" in body(OFFICER)
    assert subject(OFFICER) == expected_subject


def test_silence_alone_asks_for_an_update(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(200), target_on=f.days(200), updated_on=f.days(-91))
    live(f.DAY)
    assert subject(OFFICER) == "1 action needs an update: the target date is 3 January 2027"


def test_the_link_opens_the_action_for_the_one_who_was_told(three: list[Action], cast: Cast) -> None:
    for action in three:
        assert cast.client("officer").get(action.get_absolute_url()).status_code == 200
    assert cast.client("officer").get("/my-actions/").status_code == 200


def test_without_a_scrutiny_officer_no_reply_is_promised(cast: Cast) -> None:
    cast.committee.memberships.filter(user=cast.scrutiny).update(to_on=f.days(-1))
    Action.objects.update(original_target_on=f.days(-3), target_on=f.days(-3))
    live(f.DAY)
    assert "A reply to this mail" not in body(OFFICER)
    assert mail.outbox[0].reply_to == []


def test_one_digest_for_two_committees_replies_to_both(cast: Cast) -> None:
    Action.objects.update(original_target_on=f.days(-3), target_on=f.days(-3))
    health = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny Panel")
    f.MembershipFactory.create(
        committee=health, user=f.UserFactory.create(email="health@harbour.example"), role="scrutiny_officer"
    )
    other = f.RecommendationFactory.create(number=4, review=f.ReviewFactory.create(committee=health, title="Falls"))
    f.ActionFactory.create(recommendation=other, number=1, post=cast.post, original_target_on=f.days(-9))
    live(f.DAY)
    [sent] = [m for m in mail.outbox if m.to == [OFFICER]]
    assert sent.reply_to == ["health@harbour.example", SCRUTINY]
    assert "the scrutiny officer of the Health Scrutiny Panel and Overview and Scrutiny Committee." in sent.body
    assert "from Scrutiny Tracker, Harbour Council." in sent.body


def test_hostile_titles_stay_inert(cast: Cast) -> None:
    Action.objects.update(title="<script>x</script> & “y”", original_target_on=f.days(-3), target_on=f.days(-3))
    live(f.DAY)
    [sent] = [m for m in mail.outbox if m.to == [OFFICER]]
    assert "1.1 <script>x</script> & “y”\n" in sent.body
    html = str(sent.alternatives[0].content)  # type: ignore[attr-defined]
    assert "&lt;script&gt;x&lt;/script&gt; &amp; “y”" in html
    assert "<script" not in html
