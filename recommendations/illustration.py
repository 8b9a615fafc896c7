"""The illustrative council of the demonstration, played through the same verbs that people use.

Its file counts days from the day of loading, so that "due in 7 days" stays so whenever somebody starts it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import DemonstrationPerson, User
from council import workflow as organisation
from council.models import Committee, Directorate, Holding, Meeting, Membership, Post, Service
from council.roles import Roles, roles_of
from council.working_days import is_working_day, papers_due
from recommendations import workflow
from recommendations.exempting import Terms
from recommendations.models import Action, Recommendation, Review
from recommendations.states import Asking, Outcome, ResponseKind, Schedule12A, Status, VerdictKind

Facts = dict[str, Any]

WEDNESDAY = 2


@transaction.atomic
def play(facts: Facts, review: Review, today: date) -> None:
    """Set up the council around a loaded review and let the months up to ``today`` happen in it."""
    committee = review.committee
    committee.council.illustrative_notice = facts["notice"]
    committee.council.save(update_fields=["illustrative_notice"])
    # The review is public, so the public may follow it.
    committee.publishes = True
    committee.save(update_fields=["publishes"])
    review.sent_to_executive_on = today + timedelta(days=facts["sent_to_executive_day"])
    review.save(update_fields=["sent_to_executive_on"])
    set_up_services(facts["directorates"], committee)
    people = {row["key"]: set_up_person(row, committee, today) for row in facts["people"]}
    set_up_leavers(facts, people, today)
    Play(review, today, people, set_up_meetings(facts["meetings"], committee, today)).run(facts)


def set_up_services(rows: list[Facts], committee: Committee) -> None:
    """Directorates, services and posts. Services that the report named move to their directorate."""
    council = committee.council
    named = {s.name: s for s in Service.objects.filter(directorate__council=council)}
    for row in rows:
        directorate, _ = Directorate.objects.get_or_create(council=council, name=row["name"])
        for service_row in row["services"]:
            service = named.get(service_row["name"]) or Service(name=service_row["name"])
            service.directorate = directorate
            service.save()
            Post.objects.create(service=service, title=service_row["head"], is_head=True)
            for title in service_row["posts"]:
                Post.objects.create(service=service, title=title)
    Directorate.objects.filter(council=council, services__isnull=True).delete()


def set_up_person(row: Facts, committee: Committee, today: date) -> User:
    """An account named by its post, with what it holds and does on the committee."""
    is_administrator = row["key"] == "administrator"
    user = User.objects.create_user(row["email"], row["name"], is_staff=is_administrator, is_superuser=is_administrator)
    for holding in row["holds"]:
        Holding.objects.create(
            post=Post.objects.get(title=holding["post"], service__directorate__council=committee.council),
            user=user,
            capacity=holding["as"],
            from_on=day_of(today, holding["from_day"]),
            to_on=day_of(today, holding["to_day"]),
        )
    if role := row["committee_role"]:
        Membership.objects.create(
            committee=committee,
            user=user,
            role=role.replace(" ", "_"),
            from_on=day_of(today, row["member_from_day"]),
            to_on=day_of(today, row["member_to_day"]),
        )
    if row["sign_in"]:
        DemonstrationPerson.objects.create(user=user, kind=row["kind"], says=row["says"], order=row["order"])
    return user


def set_up_leavers(facts: Facts, people: dict[str, User], today: date) -> None:
    """The post that stands vacant, and somebody who is about to leave."""
    for row in facts["vacancies"]:
        by = roles_of(people["scrutiny"], day_of(today, row["recorded_day"]))
        post = Post.objects.get(title=row["post"], service__directorate__council__in=by.sets_up_council_ids)
        organisation.declare_vacancy(post, by=by, from_on=day_of(today, row["from_day"]), why=row["why"])
    for row in facts["departures"]:
        by = roles_of(people["scrutiny"], day_of(today, row["opened_day"]))
        organisation.open_departure(people[row["person"]], by=by, last_day=day_of(today, row["last_day"]))


def set_up_meetings(rows: list[Facts], committee: Committee, today: date) -> dict[str, Meeting]:
    """Meetings on Wednesdays, with the day their papers are due."""
    meetings = {}
    for row in rows:
        held_on = next_wednesday(today + timedelta(days=row["day"]))
        meetings[row["key"]] = Meeting.objects.create(
            committee=committee, held_on=held_on, papers_due_on=papers_due(held_on)
        )
    return meetings


def next_wednesday(day: date) -> date:
    """This day or the next Wednesday that is a working day."""
    day += timedelta(days=(WEDNESDAY - day.weekday()) % 7)
    return day if is_working_day(day) else next_wednesday(day + timedelta(days=1))


def day_of(today: date, offset: int | None) -> Any:
    """The day at an offset; None stays open."""
    return None if offset is None else today + timedelta(days=offset)


@dataclass
class Play:
    """The months up to today, one verb after another."""

    review: Review
    today: date
    people: dict[str, User]
    meetings: dict[str, Meeting]

    def run(self, facts: Facts) -> None:
        """Responses, actions with their updates and requests, verdicts, questions, call-ins."""
        for row in facts["responses"]:
            self.respond(row)
        for row in facts["actions"]:
            self.act(row)
        for row in facts["verdicts"]:
            self.judge(row)
        for row in facts["questions"]:
            self.question(row)
        for row in facts["call_ins"]:
            self.call_in(row)

    def roles(self, key: str, day: int) -> Roles:
        """Somebody's roles on a day of the play."""
        return roles_of(self.people[key], self.today + timedelta(days=day))

    def recommendation(self, number: int) -> Recommendation:
        """R1 to R13."""
        return self.review.recommendations.select_related("review__committee").get(number=number)

    def respond(self, row: Facts) -> None:
        """The executive's answer."""
        workflow.record_response(
            self.recommendation(row["recommendation"]),
            by=self.roles("scrutiny", row["day"]),
            kind=ResponseKind[row["kind"].replace("referred to a partner", "referred").replace(" ", "_").upper()],
            deciding_body=row["body"],
            decided_on=self.today + timedelta(days=row["day"]),
            minute=row["minute"] or "",
            reason=row["reason"] or "",
            replacement_wording=row["replacement"] or "",
        )

    def act(self, row: Facts) -> None:
        """An action with what was said of it and the time that was asked for, in the order of the days."""
        recommendation = self.recommendation(row["recommendation"])
        post = Post.objects.select_related("service").get(
            title=row["post"], service__directorate__council=self.review.committee.council
        )
        action = workflow.agree_action(
            recommendation,
            by=self.roles("scrutiny", row["agreed_day"]),
            post=post,
            part=recommendation.parts.get(label=row["part"]) if row["part"] else None,
            title=row["title"],
            success_measure=row["success_measure"],
            target_on=self.today + timedelta(days=row["target_day"]),
        )
        for day, tell in self.happenings(action, row):
            tell(day)

    def happenings(self, action: Action, row: Facts) -> list[tuple[int, Any]]:
        """Everything that happened to an action, by day."""
        told = [(u["day"], lambda day, u=u: self.update(action, u, day)) for u in row["updates"]]
        asked = [(e["asked_day"], lambda day, e=e: self.extend(action, e, day)) for e in row["extensions"]]
        return sorted(told + asked, key=lambda pair: pair[0])

    def update(self, action: Action, row: Facts, day: int) -> None:
        """What the officer said, at half past ten."""
        on = self.today + timedelta(days=day)
        workflow.give_update(
            action,
            by=roles_of(self.answering(action, on), on),
            at=timezone.make_aware(datetime.combine(on, time(10, 30))),
            said=workflow.Statement(
                Status[row["status"].replace(" ", "_").upper()],
                row["words"],
                row["reason"] or "",
                no_proof_because=row.get("no_proof", ""),
                exempt=self.terms(row["exempt"]) if "exempt" in row else None,
            ),
        )

    def terms(self, row: Facts) -> Terms:
        """Why an update is not for the public."""
        review_on = self.today + timedelta(days=row["review_day"])
        return Terms(Schedule12A(row["paragraph"]), row["reason"], "Monitoring Officer", review_on)

    def extend(self, action: Action, row: Facts, day: int) -> None:
        """More time asked for, and what the head of service decided."""
        on = self.today + timedelta(days=day)
        wish = workflow.MoreTime(self.today + timedelta(days=row["to_day"]), row["reason"], row["words"])
        extension = workflow.request_extension(action, by=roles_of(self.answering(action, on), on), more_time=wish)
        if row["agreed"] is not None:
            decided_on = self.today + timedelta(days=row["decided_day"])
            head = Post.objects.get(service=action.post.service, is_head=True)
            workflow.decide_extension(
                extension,
                by=roles_of(head.holdings.get(capacity="holder").user, decided_on),
                agreed=row["agreed"],
                note=row["note"] or "",
            )

    def answering(self, action: Action, on: date) -> User:
        """Who answered for the action's post: its holder, or the head of service while it was vacant."""
        holding = action.post.holdings.filter(capacity="holder", from_on__lte=on).order_by("from_on").last()
        if holding is None or (holding.to_on and holding.to_on < on):
            holding = Holding.objects.get(post__service=action.post.service, post__is_head=True)
        return holding.user

    def question(self, row: Facts) -> None:
        """A member's question, its answer and whether that was enough."""
        recommendation = self.recommendation(row["recommendation"])
        part = {"part__label": row["part"]} if row["part"] else {"part": None}
        action = recommendation.actions.get(number=row["action"], **part) if row["action"] else None
        asked = workflow.Asked(row["words"], action, Asking(row["asks_for"]))
        question = workflow.ask(recommendation, by=self.roles(row["by"], row["day"]), asked=asked)
        if (answer := row["answer"]) is not None:
            on = self.today + timedelta(days=answer["day"])
            at = timezone.make_aware(datetime.combine(on, time(14, 15)))
            head = Post.objects.get(service=question.post.service_id, is_head=True)
            by = roles_of(head.holdings.get(capacity="holder").user, on)
            by = self.roles(answer["by"], answer["day"]) if question.post_id not in by.post_ids else by
            workflow.answer_question(question, by=by, at=at, words=answer["words"])
        if (closed := row["closed"]) is not None:
            outcome = Outcome.ANSWERED if closed["enough"] else Outcome.NOT_ANSWERED
            workflow.close_question(
                question, by=self.roles(row["by"], closed["day"]), outcome=outcome, words=closed["words"]
            )

    def call_in(self, row: Facts) -> None:
        """The committee wants to look at a recommendation at a meeting to come."""
        workflow.call_in(
            self.recommendation(row["recommendation"]),
            by=self.roles(row["by"], row["day"]),
            meeting=self.meetings[row["meeting"]],
            why=row["why"],
        )

    def judge(self, row: Facts) -> None:
        """The committee's verdict at a meeting."""
        meeting = self.meetings[row["meeting"]]
        workflow.record_verdict(
            self.recommendation(row["recommendation"]),
            by=roles_of(self.people["scrutiny"], meeting.held_on),
            meeting=meeting,
            verdict=VerdictKind[row["verdict"].replace(" progress", "").upper()],
            minute=row["minute"],
            words=row["words"],
        )
