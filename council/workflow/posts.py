"""Who holds a post, who deputises, and that somebody said so where nobody does."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from council import rules
from council.horizon import must_be_near
from council.models import Holding, Post, Vacancy
from council.roles import Roles, current
from council.rules import author, must
from council.spans import overlapping, span

ONE_DAY = timedelta(days=1)
NOT_YOURS = "The head of the service or the scrutiny officer says who holds this post."


@dataclass(frozen=True)
class Cover:
    """Who answers for a post from a day on: a holder or deputy (``user``), or a vacancy (``why``), until a day."""

    kind: Holding.Capacity | None
    user: User | None = None
    why: str = ""
    until: date | None = None


def locked_post(pk: int) -> Post:
    """The post, locked until the transaction ends, with what the predicates look at."""
    return Post.objects.select_for_update(of=("self",)).select_related("service__directorate").get(pk=pk)


def passing(on: date) -> Q:
    """Deputies who only stand in over a day: they have a last day, and after it nobody would be there. Whoever was
    named to take over on this day is none of them."""
    return Q(capacity=Holding.Capacity.DEPUTY, to_on__isnull=False, from_on__lt=on)


def is_covered(post: Post, on: date) -> bool:
    """Whether somebody who may sign in holds or deputises for a post on a day, or a vacancy was declared for it."""
    held = post.holdings.filter(current(on), user__is_active=True).exclude(passing(on))
    return held.exists() or post.vacancies.filter(current(on)).exists()


@transaction.atomic
def hold(
    post: Post, *, by: Roles, user: User, capacity: Holding.Capacity, from_on: date, to_on: date | None = None
) -> Holding:
    """Somebody holds or deputises for a post from a day on (last day included). A vacancy ends with it.

    Raises PermissionDenied for somebody who does not assign this post, ValidationError, by field, where the person has
    it already, another person holds it on one of these days, the account is closed, or the person will have left.
    """
    post = locked_post(post.pk)
    must(rules.may_assign(by, post), NOT_YOURS)
    check_days(from_on, to_on, by.on)
    if not user.is_active:
        raise ValidationError({"email": f"The account of {user} is closed. Open it again first"})
    if leaves := user.departures.filter(closed_on=None, last_day__lt=from_on).first():
        raise ValidationError({"email": f"{user} leaves on {leaves.last_day:%-d %B %Y}. Enter somebody else"})
    same_days = post.holdings.filter(overlapping(from_on, to_on)).select_related("user")
    if own := same_days.filter(user=user, capacity=capacity).first():
        already = f"{own.get_capacity_display().lower()} already, {span(own.from_on, own.to_on)}"
        raise ValidationError({"email": f"{user} is its {already}"})
    holding = Holding(post=post, user=user, capacity=capacity, from_on=from_on, to_on=to_on)
    holding.clean()
    holding.save()
    fill_vacancies(post, from_on)
    return holding


@transaction.atomic
def stand_in(post: Post, *, by: Roles, user: User, from_on: date, to_on: date) -> Holding | None:
    """Whoever holds a post names a colleague of the same service who deputises while they are away.

    None where that person answers for it on these days already; where they do so on some of them, for longer then.
    Raises PermissionDenied for anybody but the holder, ValidationError, by field, for days that go beyond what the
    holder holds or the colleague has in the service, for somebody from elsewhere or without an open account.
    """
    post = locked_post(post.pk)
    must(post.pk in by.held_post_ids, "Whoever holds a post says who stands in while they are away.")
    check_days(from_on, to_on, by.on)
    own = post.holdings.filter(throughout(from_on, to_on), user=by.user_id, capacity=Holding.Capacity.HOLDER)
    if not own.exists():
        raise ValidationError({"to_on": f"You do not hold {post} on all of these days. Whoever has it then says who"})
    known = Holding.objects.filter(throughout(from_on, to_on), post__service=post.service_id, user__is_active=True)
    if not known.filter(user=user).exists():
        raise ValidationError({"deputy": f"{user} has no post in the service of {post} on all of these days"})
    theirs = post.holdings.filter(user=user)
    if theirs.filter(throughout(from_on, to_on)).exists():
        return None
    begun = theirs.filter(overlapping(from_on, to_on), capacity=Holding.Capacity.DEPUTY).first()
    if begun:
        begun.from_on, begun.to_on = min(begun.from_on, from_on), begun.to_on and max(begun.to_on, to_on)
        begun.save(update_fields=["from_on", "to_on"])
        return begun
    return Holding.objects.create(post=post, user=user, capacity=Holding.Capacity.DEPUTY, from_on=from_on, to_on=to_on)


def throughout(from_on: date, to_on: date) -> Q:
    """Rows with from_on and to_on that hold on all of these days."""
    return Q(from_on__lte=from_on) & (Q(to_on__isnull=True) | Q(to_on__gte=to_on))


@transaction.atomic
def stand_down(*, by: Roles, user: User, from_on: date, to_on: date) -> None:
    """What ``stand_in`` made for these days ends: removed where it has not begun before today, else over since
    yesterday. Concerns the posts that this person holds, and no others.
    """
    made = Holding.objects.select_for_update().filter(
        post__in=list(by.held_post_ids), user=user, capacity=Holding.Capacity.DEPUTY, from_on=from_on, to_on=to_on
    )
    for holding in made:
        if holding.from_on >= by.on:
            holding.delete()
        else:
            holding.to_on = by.on - ONE_DAY
            holding.save(update_fields=["to_on"])


def fill_vacancies(post: Post, from_on: date) -> None:
    """A vacancy that runs on this day ends the day before; one that would have begun later never comes to be."""
    for vacancy in post.vacancies.filter(Q(to_on__isnull=True) | Q(to_on__gte=from_on)):
        if vacancy.from_on >= from_on:
            vacancy.delete()
        else:
            vacancy.to_on = from_on - ONE_DAY
            vacancy.save(update_fields=["to_on"])


@transaction.atomic
def declare_vacancy(post: Post, *, by: Roles, from_on: date, why: str, to_on: date | None = None) -> Vacancy:
    """Nobody holds a post from a day on; its work shows as vacant and the head of its service answers for it.

    Raises PermissionDenied for somebody who does not assign this post, ValidationError, by field, where it is held on
    that day, is declared vacant already, or no reason is given.
    """
    post = locked_post(post.pk)
    must(rules.may_assign(by, post), NOT_YOURS)
    check_days(from_on, to_on, by.on)
    if not why:
        raise ValidationError({"why": "Say why it is vacant, and what happens about it"})
    holder = post.holdings.filter(current(from_on), capacity=Holding.Capacity.HOLDER, user__is_active=True).first()
    if holder:
        when = span(holder.from_on, holder.to_on)
        raise ValidationError({"from_on": f"{holder.user} holds this post {when}. End that first"})
    if post.vacancies.filter(overlapping(from_on, to_on)).exists():
        raise ValidationError({"from_on": "This post is declared vacant on these days already"})
    return Vacancy.objects.create(
        post=post, from_on=from_on, to_on=to_on, why=why, recorded_by_id=author(by), recorded_on=by.on
    )


def cover(post: Post, *, by: Roles, from_on: date, with_: Cover) -> Holding | Vacancy:
    """A post answered for from a day on, in the way that was chosen. Raises as ``hold`` and ``declare_vacancy``."""
    if with_.kind is None:
        return declare_vacancy(post, by=by, from_on=from_on, why=with_.why, to_on=with_.until)
    if with_.user is None:
        raise ValidationError({"email": "Enter the e-mail address of the person who takes over"})
    return hold(post, by=by, user=with_.user, capacity=with_.kind, from_on=from_on, to_on=with_.until)


@transaction.atomic
def end_holding(holding: Holding, *, by: Roles, last_day: date, then: Cover | None = None) -> Holding:
    """Somebody stops holding or deputising for a post. Nobody leaves a post without an answer: where no one else has
    it from the day after, ``then`` says who answers for it, in the same transaction.

    Raises PermissionDenied for somebody who does not assign this post, ValidationError where it has ended before or the
    post would be left with nobody and no vacancy, and as ``cover``.
    """
    post = locked_post(holding.post_id)
    must(rules.may_assign(by, post), NOT_YOURS)
    holding = Holding.objects.select_for_update(of=("self",)).select_related("user").get(pk=holding.pk)
    if holding.to_on and holding.to_on < by.on:
        raise ValidationError({"last_day": f"This ended on {holding.to_on:%-d %B %Y} already"})
    if last_day < holding.from_on:
        raise ValidationError({"last_day": f"The last day cannot be before the first, {holding.from_on:%-d %B %Y}"})
    must_be_near(last_day, by.on, "last_day", "The last day")
    holding.to_on = last_day
    holding.save(update_fields=["to_on"])
    if then:
        cover(post, by=by, from_on=last_day + ONE_DAY, with_=then)
    if not is_covered(post, last_day + ONE_DAY):
        raise ValidationError(
            {"then": f"Nobody would answer for {post} from {last_day + ONE_DAY:%-d %B %Y}. Say who does, or why no one"}
        )
    return holding


def check_days(from_on: date, to_on: date | None, on: date) -> None:
    """Raise ValidationError where the last day is before the first, or one of them too far ahead to be meant."""
    if to_on and to_on < from_on:
        raise ValidationError({"to_on": "The last day cannot be before the first"})
    must_be_near(from_on, on, "from_on", "The first day")
    must_be_near(to_on, on, "to_on", "The last day")
