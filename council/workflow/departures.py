"""Somebody leaves: what they carry is handed over before the record of their leaving can be closed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.workflow import close_account
from council import rules
from council.models import Departure, Holding, Membership, Post, Vacancy
from council.people import people_set_up_by
from council.roles import Roles, current
from council.rules import author, must
from council.spans import overlapping
from council.workflow.posts import NOT_YOURS as POST_NOT_YOURS
from council.workflow.posts import ONE_DAY, Cover, cover, locked_post, passing

NOT_YOURS = "The scrutiny officer of the council hands over."


@transaction.atomic
def open_departure(user: User, *, by: Roles, last_day: date) -> Departure:
    """Begin a hand-over, or change the last day of the one that is open.

    Raises PermissionDenied for somebody who does not set up a council that this person belongs to, ValidationError for
    a last day that is further away than a year, which is a slip of the keyboard.
    """
    User.objects.select_for_update().get(pk=user.pk)
    must(people_set_up_by(by).filter(pk=user.pk).exists(), NOT_YOURS)
    if abs((last_day - by.on).days) > 366:
        raise ValidationError({"last_day": "The last day must be within a year from today"})
    departure, _ = Departure.objects.update_or_create(
        user=user,
        closed_on=None,
        defaults={"last_day": last_day},
        create_defaults={"last_day": last_day, "opened_by_id": author(by), "opened_on": by.on},
    )
    return departure


def carried(user: User, last_day: date) -> list[Holding]:
    """What somebody holds or deputises for on or after their last day, post by post."""
    reaching = Holding.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=last_day), user=user)
    return list(reaching.select_related("post__service__directorate").order_by("post__title", "capacity"))


def holds_anything(user: User, on: date) -> bool:
    """Whether somebody holds a post or sits on a committee on this day or later."""
    reaching = Q(to_on__isnull=True) | Q(to_on__gte=on)
    return user.holdings.filter(reaching).exists() or user.memberships.filter(reaching).exists()


def covering(posts: list[Post], leaver: User, on: date) -> dict[int, str]:
    """How each of these posts is covered on a day without the leaver, by post id. One that is not is absent; whoever
    only stands in over that day does not count."""
    vacant = Vacancy.objects.filter(current(on), post__in=posts)
    found = {vacancy.post_id: f"Vacant: {vacancy.why}" for vacancy in vacant}
    held = Holding.objects.filter(current(on), post__in=posts, user__is_active=True).exclude(user=leaver)
    held = held.exclude(passing(on))
    # Holders last, so that their name stands where a post has a deputy too.
    for holding in held.select_related("user").order_by("capacity"):
        found[holding.post_id] = f"{holding.user}, {holding.get_capacity_display().lower()}"
    return found


def uncovered_posts(departure: Departure) -> list[Post]:
    """Posts of a leaver for which nobody answers from the day after their last one: what is still to be handed over."""
    posts = list({h.post_id: h.post for h in carried(departure.user, departure.last_day)}.values())
    covered = covering(posts, departure.user, departure.last_day + ONE_DAY)
    return [post for post in posts if post.pk not in covered]


@transaction.atomic
def close_departure(departure: Departure, *, by: Roles) -> Departure:
    """End everything that somebody holds and does on committees with their last day.

    Raises PermissionDenied for somebody who does not hand over, ValidationError where a post would be left without a
    holder, a deputy or a dated vacancy, a committee without its scrutiny officer, or it was closed before.
    """
    departure = Departure.objects.select_for_update(of=("self",)).select_related("user").get(pk=departure.pk)
    must(people_set_up_by(by).filter(pk=departure.user_id).exists(), NOT_YOURS)
    if why_not := cannot_be_handed_over(departure):
        raise ValidationError(why_not)
    list(Post.objects.select_for_update().filter(holdings__user=departure.user).order_by("pk"))
    if left := uncovered_posts(departure):
        raise ValidationError([f"{post}: say who takes over, or since when and why it is vacant." for post in left])
    end_everything(departure)
    departure.closed_by_id, departure.closed_on = author(by), by.on
    departure.save(update_fields=["closed_by", "closed_on"])
    return departure


def cannot_be_handed_over(departure: Departure) -> str:
    """Why nothing is handed over any more: the hand-over was closed; empty while it is open."""
    closed_on = departure.closed_on
    return f"This hand-over was closed on {closed_on:%-d %B %Y} already." if closed_on else ""


def end_everything(departure: Departure) -> None:
    """Holdings and memberships end with the last day; what would have begun later never begins."""
    for model in (Holding, Membership):
        for row in model.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=departure.last_day), user=departure.user):
            if row.from_on > departure.last_day:
                row.delete()
            else:
                row.to_on = departure.last_day
                row.save(update_fields=["to_on"])


@transaction.atomic
def hand_over_post(departure: Departure, post: Post, *, by: Roles, with_: Cover) -> Holding | Vacancy:
    """Who answers for one of a leaver's posts from the day after their last one. The leaver's own holding ends with
    that day, so that the next holder can begin.

    Raises as ``end_holding`` and ``cover``, and ValidationError for a hand-over that is closed.
    """
    post = locked_post(post.pk)
    if why_not := cannot_be_handed_over(departure):
        raise ValidationError(why_not)
    must(rules.may_assign(by, post), POST_NOT_YOURS)
    for holding in post.holdings.filter(overlapping(departure.last_day + ONE_DAY, None), user=departure.user):
        if holding.from_on <= departure.last_day:
            holding.to_on = departure.last_day
            holding.save(update_fields=["to_on"])
        else:
            holding.delete()
    return cover(post, by=by, from_on=departure.last_day + ONE_DAY, with_=with_)


def close_accounts_of_leavers(on: date) -> int:
    """Close the accounts of people whose hand-over is closed and whose last day has passed, unless they came back:
    hold or do something today. How many were closed.
    """
    gone = User.objects.filter(is_active=True, departures__closed_on__isnull=False, departures__last_day__lt=on)
    leavers = [user for user in gone.distinct() if not holds_anything(user, on)]
    for user in leavers:
        close_account(user, on=on)
    return len(leavers)
