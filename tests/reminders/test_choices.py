"""What people change: when their digest comes, the days they are away, the days of a committee's rules."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from council.models import Holding
from council.workflow import ChangedMeanwhile
from recommendations.models import Action
from recommendations.states import Status
from reminders import delivery, workflow
from reminders.books import read_books, rule_of
from reminders.forms import AwayForm
from reminders.models import DigestChoice, Message, QuietDays, Reminder, RuleSetting
from reminders.preview import DayAhead, outlook
from reminders.rules import BY_KIND, RULES
from reminders.states import MessageState, Repeat
from reminders.views import committee
from reminders.views.mine import colleagues
from reminders.words import when, who_hears_instead
from tests import factories as f
from tests.conftest import Cast
from tests.reminders.conftest import clock, live, live_through, plan, send

pytestmark = pytest.mark.django_db

OFFICER, HEAD = "officer@harbour.example", "head@harbour.example"


@pytest.fixture(autouse=True)
def due_in_a_week(cast: Cast) -> None:
    """The cast's action, with one person to tell."""
    Holding.objects.filter(user=cast.deputy).delete()
    due(cast, 7)


def due(cast: Cast, days: int) -> None:
    Action.objects.update(
        original_target_on=f.days(days), target_on=f.days(days), status=Status.ON_TRACK, updated_on=f.days(-10)
    )


def days_of(address: str, lived: dict[Any, list[str]]) -> list[int]:
    """The days on which an address had a mail."""
    return [(day - f.DAY).days for day, mails in lived.items() if any(m.startswith(address) for m in mails)]


# --- When it comes ---------------------------------------------------------------------------------------------------


def test_a_digest_waits_for_the_hour_that_its_person_chose(cast: Cast) -> None:
    f.HoldingFactory.create(post=cast.post, user=cast.other_officer)
    workflow.choose(cast.officer, by=f.roles(cast.officer), hour=14, weekday=None)
    plan(f.DAY)
    assert send(f.DAY, hour=13, minute=59) == 1
    assert mail.outbox[0].to == ["other_officer@harbour.example"]
    assert send(f.DAY, hour=14) == 1
    plan(f.days(6))
    assert [send(f.days(6), hour=8), send(f.days(6), hour=14)] == [1, 1]


@pytest.mark.parametrize("weekday", [0, 3])
def test_a_weekly_digest_holds_back_what_may_wait_and_nothing_that_is_late(cast: Cast, weekday: int) -> None:
    """Due on day 20: the stages of day -10, 6 and 13 wait for the weekday; the day before and overdue do not."""
    due(cast, 20)
    workflow.choose(cast.officer, by=f.roles(cast.officer), hour=None, weekday=weekday)
    days = days_of(OFFICER, live_through(f.days(-12), f.days(40)))
    before = [n for n in days if n <= 12]
    assert all(f.days(n).weekday() == weekday for n in before) and before
    assert 19 in days and [n for n in days if n > 20] == [21, 26, 33, 40]


def test_a_chair_with_a_weekly_digest_hears_of_what_is_late_on_its_day(cast: Cast) -> None:
    due(cast, -28)
    workflow.choose(cast.chair, by=f.roles(cast.chair), hour=None, weekday=(f.DAY.weekday() + 1) % 5)
    assert days_of("chair@harbour.example", live_through(f.DAY, f.days(1))) == [0]


def test_a_weekly_digest_announces_no_day_that_may_wait(cast: Cast) -> None:
    live(f.days(-7))
    assert "The next reminder comes on" in str(mail.outbox[-1].body)
    workflow.choose(cast.officer, by=f.roles(cast.officer), hour=None, weekday=f.DAY.weekday())
    live(f.DAY)
    assert "Members see it as overdue from" in str(mail.outbox[-1].body)
    assert "The next reminder comes on" not in str(mail.outbox[-1].body)


@pytest.mark.parametrize("hour", [5, 19])
def test_a_digest_comes_in_the_daytime(cast: Cast, hour: int) -> None:
    with pytest.raises(ValidationError, match="Choose an hour from 6 to 18"):
        workflow.choose(cast.officer, by=f.roles(cast.officer), hour=hour, weekday=None)


def test_nobody_chooses_for_another(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        workflow.choose(cast.officer, by=f.roles(cast.scrutiny), hour=9, weekday=None)


def test_only_a_mail_whose_reader_has_a_choice_offers_one(cast: Cast) -> None:
    live(f.DAY)
    assert mail.outbox[0].extra_headers["List-Unsubscribe"] == "<https://scrutiny.harbour.example/reminders/>"
    live(f.days(8))
    assert mail.outbox[-1].subject.endswith("it was due on 24 June 2026")
    assert "List-Unsubscribe" not in mail.outbox[-1].extra_headers


# --- Days away -------------------------------------------------------------------------------------------------------


def away(cast: Cast, first: int = 0, last: int = 9, deputy: Any = None) -> QuietDays:
    return workflow.be_away(
        cast.officer, by=f.roles(cast.officer), from_on=f.days(first), to_on=f.days(last), deputy=deputy
    )


def test_while_its_officer_is_away_the_head_of_service_hears(cast: Cast) -> None:
    away(cast)
    [sent] = live(f.DAY)
    assert sent.to == [HEAD]
    assert "Whoever holds this post is away, and you head its service.\n" in str(sent.body)
    # The head cannot give the update, but can see to it that somebody does.
    assert "See 1.1, and who could do it:" in str(sent.body) and "/from-mail/" not in str(sent.body)


def test_a_named_deputy_hears_and_may_update_on_those_days_alone(cast: Cast) -> None:
    away(cast, deputy=cast.head)
    held = Holding.objects.get(user=cast.head, post=cast.post)
    assert (held.capacity, held.from_on, held.to_on) == (Holding.Capacity.DEPUTY, f.DAY, f.days(9))
    [sent] = live(f.DAY)
    assert sent.to == [HEAD]
    assert "You deputise for this post.\n" in str(sent.body) and "/from-mail/" in str(sent.body)


def test_back_at_work_only_the_latest_stage_is_said(cast: Cast) -> None:
    away(cast)
    days = live_through(f.DAY, f.days(12))
    assert days_of(OFFICER, days) == [10, 12]
    assert Reminder.objects.filter(recipient=cast.officer).first().kind == "overdue"  # type: ignore[union-attr]


def test_where_everybody_is_away_nobody_is_passed_over(cast: Cast) -> None:
    away(cast)
    QuietDays.objects.create(user=cast.head, from_on=f.DAY, to_on=f.days(20))
    assert [m.to for m in live(f.DAY)] == [[OFFICER]]


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 3, "from_on"), (3, 2, "to_on"), (0, 90, "to_on"), (5, 30, "from_on")]
)
def test_days_away_lie_ahead_and_are_not_too_many_or_taken_twice(cast: Cast, first: int, last: int, field: str) -> None:
    away(cast, 20, 25)
    with pytest.raises(ValidationError) as refused:
        away(cast, first, last)
    assert list(refused.value.message_dict) == [field]
    assert QuietDays.objects.count() == 1


def test_a_deputy_comes_from_the_same_service(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="has no post in the service"):
        away(cast, deputy=cast.other_officer)
    assert not QuietDays.objects.exists()
    assert not Holding.objects.filter(user=cast.other_officer, post=cast.post).exists()


def test_nobody_stands_in_who_is_away_on_one_of_the_days(cast: Cast) -> None:
    f.HoldingFactory.create(post=cast.post, user=cast.head)
    away(cast, 0, 9, deputy=cast.head)

    def head_away(first: int) -> QuietDays:
        by = f.roles(cast.head)
        return workflow.be_away(cast.head, by=by, from_on=f.days(first), to_on=f.days(12), deputy=cast.officer)

    with pytest.raises(ValidationError) as refused:
        head_away(9)
    assert refused.value.message_dict == {"deputy": [f"{cast.officer} is away then, from 17 June 2026 to 26 June 2026"]}
    assert head_away(10).deputy == cast.officer


def test_whoever_goes_away_reads_who_hears_instead(cast: Cast) -> None:
    def said(person: str, deputy: Any = None) -> str:
        return who_hears_instead(cast.roles(person), deputy)

    anyway = "Where nobody else is there, reminders reach you all the same."
    assert said("officer").startswith("Whoever else answers for your posts") and said("officer").endswith(anyway)
    assert said("officer", cast.head) == f"{cast.head} stands in for you."
    assert said("chair") == said("scrutiny") == f"Whoever shares your part on the committee hears instead. {anyway}"
    # Nobody of a service stands in for a chair.
    assert "deputy" not in AwayForm(colleagues=colleagues(cast.roles("chair")), on=f.DAY).fields
    assert "deputy" in AwayForm(colleagues=colleagues(cast.roles("officer")), on=f.DAY).fields


def test_whoever_stands_in_reads_for_whom_and_when(cast: Cast) -> None:
    away(cast, 2, 9, deputy=cast.head)
    mine = f"You stand in for {cast.officer} from 19 June 2026 to 26 June 2026."
    desk = f"deputise for {cast.post.title} from 19 June 2026 until 26 June 2026."
    with clock(f.DAY, 12):
        client = cast.client("head")
        assert mine in client.get("/reminders/").content.decode()
        assert desk in client.get("/my-actions/").content.decode()
    with clock(f.days(10), 12):
        client = cast.client("head")
        assert mine not in client.get("/reminders/").content.decode()
        assert "deputise" not in client.get("/my-actions/").content.decode()


def test_days_that_are_not_taken_end(cast: Cast) -> None:
    row = away(cast, 2, 9)
    workflow.come_back(row, by=f.roles(cast.officer, f.days(5)))
    assert QuietDays.objects.get().to_on == f.days(4)
    with pytest.raises(ValidationError, match="These days are over"):
        workflow.come_back(row, by=f.roles(cast.officer, f.days(5)))
    with pytest.raises(PermissionDenied):
        workflow.come_back(away(cast, 20, 22), by=f.roles(cast.head))


def test_whoever_comes_back_early_has_no_deputy_any_more(cast: Cast) -> None:
    row = away(cast, 0, 9, deputy=cast.head)
    workflow.come_back(row, by=f.roles(cast.officer, f.days(5)))
    assert Holding.objects.get(user=cast.head, post=cast.post).to_on == f.days(4)
    workflow.come_back(away(cast, 20, 22, deputy=cast.head), by=f.roles(cast.officer, f.days(6)))
    assert Holding.objects.filter(user=cast.head, post=cast.post).count() == 1


@pytest.mark.parametrize(("whose", "field"), [("officer", "to_on"), ("head", "deputy")])
def test_nobody_stands_in_beyond_what_either_has(cast: Cast, whose: str, field: str) -> None:
    Holding.objects.filter(user=cast.people[whose]).update(to_on=f.days(5))
    with pytest.raises(ValidationError) as refused:
        away(cast, 0, 9, deputy=cast.head)
    assert list(refused.value.message_dict) == [field]
    away(cast, 0, 5, deputy=cast.head)


def test_whoever_stands_in_already_does_so_for_longer(cast: Cast) -> None:
    begun = f.HoldingFactory.create(
        post=cast.post, user=cast.head, capacity=Holding.Capacity.DEPUTY, from_on=f.days(-3), to_on=f.days(4)
    )
    away(cast, 0, 9, deputy=cast.head)
    held = Holding.objects.get(user=cast.head, post=cast.post)
    assert (held.pk, held.from_on, held.to_on) == (begun.pk, f.days(-3), f.days(9))


# --- Rules -----------------------------------------------------------------------------------------------------------


def set_rule(cast: Cast, kind: str, **given: Any) -> RuleSetting:
    rule = BY_KIND[kind]
    facts = {"stages": rule.stages, "repeat": rule.repeat, "is_on": True, "seen_version": None}
    return workflow.set_rule(cast.committee, kind, by=f.roles(cast.scrutiny), **{**facts, **given})


def test_a_committees_own_days_hold_for_its_actions_and_for_no_others(cast: Cast) -> None:
    set_rule(cast, "before_due", stages=[-5, -2])
    health = f.CommitteeFactory.create(council=cast.council, name="Health Scrutiny")
    other = f.RecommendationFactory.create(review__committee=health)
    f.ResponseFactory.create(recommendation=other)
    f.ActionFactory.create(
        recommendation=other,
        number=1,
        post=f.HoldingFactory.create(post__service=cast.service, user=cast.other_officer).post,
        original_target_on=f.days(7),
        updated_on=f.days(-10),
    )
    days = live_through(f.DAY, f.days(7))
    assert days_of(OFFICER, days) == [2, 5]
    assert days_of("other_officer@harbour.example", days) == [0, 6]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_the_rules_that_all_begin_with_lie_within_their_own_limits(rule: Any) -> None:
    workflow.check_rule(rule, rule.stages, rule.repeat, True)


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("overdue", {"is_on": False}, "is_on"),
        ("overdue", {"repeat": Repeat.NEVER}, "repeat"),
        ("overdue", {"repeat": Repeat.FORTNIGHT}, "repeat"),
        ("overdue", {"stages": [4]}, "after"),
        ("overdue", {"stages": [0, 1]}, "after"),
        ("escalated", {"stages": [15]}, "after"),
        ("chairs_list", {"stages": [29]}, "after"),
        ("before_due", {"stages": []}, "before"),
        ("before_due", {"stages": [-121]}, "before"),
        ("before_due", {"stages": range(-7, 0)}, "before"),
        ("before_due", {"stages": [-3, 1]}, "after"),
        ("before_due", {"is_on": False}, "is_on"),
    ],
)
def test_what_is_late_cannot_be_made_silent(cast: Cast, kind: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        set_rule(cast, kind, **given)
    assert list(refused.value.message_dict) == [field]
    assert not any("-1" in words for words in refused.value.messages)
    assert not RuleSetting.objects.exists()


def test_a_rule_that_may_be_off_is_silent_when_it_is(cast: Cast) -> None:
    due(cast, 300)
    Action.objects.update(updated_on=f.days(-91))
    set_rule(cast, "stale", is_on=False)
    assert live(f.DAY) == []
    assert when(rule_of(read_books(), cast.committee.pk, "stale"), cast.committee) == "Not sent"


def test_only_its_scrutiny_officer_sets_a_committees_rules_and_the_first_to_save_wins(cast: Cast) -> None:
    for person in ("officer", "head", "member", "chair", "member_elsewhere"):
        with pytest.raises(PermissionDenied):
            workflow.set_rule(
                cast.committee,
                "stale",
                by=cast.roles(person),
                stages=[1],
                repeat=Repeat.THIRTY,
                is_on=True,
                seen_version=None,
            )
    row = set_rule(cast, "stale", stages=[5])
    with pytest.raises(ChangedMeanwhile):
        set_rule(cast, "stale", stages=[9])
    assert set_rule(cast, "stale", stages=[9], seen_version=row.version).version == 2
    assert RuleSetting.history.count() == 2


def test_a_changed_rule_cancels_what_was_planned_by_the_old_one(cast: Cast) -> None:
    plan(f.DAY)
    set_rule(cast, "before_due", stages=[-2])
    assert send(f.DAY) == 0
    assert Reminder.objects.get().withdrawn_because == "The committee’s rule was changed."


# --- What they would send --------------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_look_ahead_comes_true_day_by_day(cast: Cast) -> None:
    """Ninety days of mails, as they were foretold: to whom, on which day, with how many things. On some of the days the
    officer is away, with and without somebody who stands in."""
    f.ActionFactory.create(
        recommendation=cast.recommendation, number=2, post=cast.post, original_target_on=f.days(25), updated_on=f.DAY
    )
    away(cast, 0, 1)
    away(cast, 20, 29)
    away(cast, 40, 55, deputy=cast.head)
    live(f.DAY)
    foretold = outlook(cast.committee, f.DAY)
    days = live_through(f.days(1), f.days(89))
    lived = {day: sorted(m.split(": ")[0] for m in mails) for day, mails in days.items() if mails}
    assert {day.on: sorted(person.email for person, _ in day.people) for day in foretold.days} == lived
    assert foretold.mails == sum(len(mails) for mails in lived.values())
    assert foretold.people == len({address for mails in lived.values() for address in mails})


def test_whoever_has_had_the_mail_of_today_is_promised_the_next_for_tomorrow(cast: Cast) -> None:
    """Planned and not sent yet, today's is still to come."""
    another = {"recommendation": cast.recommendation, "post": cast.post, "updated_on": f.DAY}
    plan(f.DAY)
    assert outlook(cast.committee, f.DAY).days[0] == DayAhead(f.DAY, ((cast.officer, 1),))
    send(f.DAY)
    f.ActionFactory.create(**another, number=2, original_target_on=f.days(7))
    assert outlook(cast.committee, f.DAY).days[0] == DayAhead(f.days(1), ((cast.officer, 1),))


def test_a_rule_beyond_a_limit_says_which(cast: Cast) -> None:
    said = "1 day after the committee’s limit of 90 days without an update, then every 30 days"
    assert when(BY_KIND["stale"], cast.committee) == said


def test_a_look_at_a_changed_rule_writes_nothing_and_shows_the_difference(cast: Cast) -> None:
    address = f"/reminders/committees/{cast.committee.pk}/rules/before_due/"
    with clock(f.DAY):
        page = cast.client("scrutiny").post(address, {"before": "5, 4, 3", "repeat": "never", "look": "1"})
    assert page.status_code == 200
    assert page.context["then"].mails == page.context["now_sent"].mails + 1
    assert "5, 4 and 3 days before the target date in force. Nothing is saved yet." in page.content.decode()
    assert not (RuleSetting.objects.exists() or Reminder.objects.exists())


def test_a_changed_rule_goes_back_to_the_usual_with_one_press(cast: Cast) -> None:
    set_rule(cast, "before_due", stages=[-5])
    rules = f"/reminders/committees/{cast.committee.pk}/"
    address, client = f"{rules}rules/before_due/", cast.client("scrutiny")
    with clock(f.DAY):
        assert "Changed by the scrutiny officer" in client.get(rules).content.decode()
        assert "Back to the usual days" in client.get(address).content.decode()
        pressed = {"before": "not days", "repeat": "never", "version": "1", "usual": "1"}
        assert client.post(address, pressed).status_code == 302
        assert "Changed by" not in client.get(rules).content.decode()
        assert "Back to the usual days" not in client.get(address).content.decode()
    assert rule_of(read_books(), cast.committee.pk, "before_due") == BY_KIND["before_due"]


def test_a_refused_rule_keeps_what_was_typed(cast: Cast) -> None:
    address = f"/reminders/committees/{cast.committee.pk}/rules/before_due/"
    client = cast.client("scrutiny")
    with clock(f.DAY):
        for more in ({}, {"look": "1"}):
            page = client.post(address, {"before": "400", "repeat": "never", **more})
            text = page.content.decode()
            assert "The earliest is 120 days before" in text and 'value="400"' in text
        assert client.post(address, {"before": "soon", "repeat": "never"}).status_code == 422
        assert client.get(f"/reminders/committees/{cast.committee.pk}/rules/nothing/").status_code == 404


def test_of_two_who_change_a_rule_the_second_sees_what_the_first_stored(cast: Cast) -> None:
    set_rule(cast, "before_due", stages=[-5, -2])
    address = f"/reminders/committees/{cast.committee.pk}/rules/before_due/"
    client, typed = cast.client("scrutiny"), {"before": "9", "repeat": "never"}
    with clock(f.DAY):
        page = client.post(address, typed)
        text = page.content.decode()
        assert page.status_code == 409
        assert "stored now: 5 and 2 days before the target date in force" in text and 'value="9"' in text
        assert client.post(address, {**typed, "version": page.context["form"]["version"].value()}).status_code == 302
    assert RuleSetting.objects.get().stages == [-9]


def test_every_mail_that_did_not_arrive_is_counted_though_the_latest_alone_are_listed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committee, "LINES", 1)
    for n in (1, 2):
        Message.objects.create(
            recipient=cast.officer, day=f.days(-n), state=MessageState.FAILED, reason="Refused.", message_id=f"<{n}@h>",
            planned_at=f.noon(f.DAY),
        )  # fmt: skip
    with clock(f.DAY):
        text = cast.client("scrutiny").get(f"/reminders/committees/{cast.committee.pk}/").content.decode()
    assert "2 mails</a> did not arrive lately" in text and "These are the latest 1." in text


def test_the_days_ahead_hold_the_papers_of_a_meeting_in_two_months(cast: Cast) -> None:
    due(cast, 300)
    Action.objects.update(updated_on=f.days(-80))
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-1))
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(78), papers_due_on=f.days(70))
    assert "papers" in {rule.kind for rule, _ in outlook(cast.committee, f.DAY).kinds}


def test_a_person_learns_that_a_mail_was_given_up(cast: Cast) -> None:
    plan(f.DAY)
    Message.objects.update(state=MessageState.FAILED, reason="The line broke.")
    delivery.say_again(Message.objects.all())
    client = cast.client("officer")
    with clock(f.DAY, 13):
        link = f'<a href="{cast.action.get_absolute_url()}">1.1 Write a curriculum'
        assert f"Due soon: {link}" in client.get("/reminders/").content.decode()
        assert "Today’s mail to you did not arrive" in client.get("/my-actions/").content.decode()


def test_where_nothing_waits_for_an_hour_the_page_says_so(cast: Cast, settings: Any) -> None:
    settings.REMINDERS_HOUR = 0
    text = cast.client("officer").get("/reminders/").content.decode()
    assert "each day that has something for you. Never more" in text and "0:00" not in text


def test_a_person_sees_what_they_were_told_and_chooses_on_their_page(cast: Cast) -> None:
    live(f.DAY)
    client = cast.client("officer")
    with clock(f.DAY, 12):
        text = client.get("/reminders/").content.decode()
        assert f'Due soon: <a href="{cast.action.get_absolute_url()}">1.1 Write a curriculum' in text
        assert "Sent at 08:00" in text
        client.post("/reminders/digest/", {"weekday": "2", "hour": "9"})
        assert DigestChoice.objects.values_list("weekday", "hour").get() == (2, 9)
        text = client.get("/reminders/").content.decode()
        assert "each Wednesday, not before 9:00" in text
        assert "Told to you by mail today, 08:00" in client.get("/my-actions/").content.decode()
        # A review's page says it of that review alone.
        other = f.ReviewFactory.create(committee=cast.committee, published_on=f.DAY)
        assert "Told to you by mail today" in client.get(cast.review.get_absolute_url()).content.decode()
        assert "Told to you by mail today" not in client.get(other.get_absolute_url()).content.decode()
