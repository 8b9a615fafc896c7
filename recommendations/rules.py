"""Who may. Each rule is a small predicate of a person's roles and an object, without a query and without a clock.

The same predicates show a button and guard the verb behind it.
"""

from council.roles import Roles
from recommendations.models import Action, Extension, Question, Recommendation, Review
from recommendations.states import Answering


def answers_for(roles: Roles, action: Action) -> bool:
    """Holds or deputises for the action's post, or heads the service of that post while it is vacant."""
    return action.post_id in roles.post_ids


def answering_as(roles: Roles, action: Action) -> Answering:
    """In which part somebody who answers for an action does so."""
    if action.post_id in roles.held_post_ids:
        return Answering.HOLDER
    return Answering.DEPUTY if action.post_id in roles.deputised_post_ids else Answering.HEAD


def heads_service_of(roles: Roles, action: Action) -> bool:
    """Holds the post that answers for the action's service."""
    return action.post.service_id in roles.headed_service_ids


def runs(roles: Roles, review: Review) -> bool:
    """Is the scrutiny officer of the review's committee."""
    return review.committee_id in roles.scrutiny_officer_of


def seat(roles: Roles, review: Review) -> str:
    """In which part somebody on the review's committee speaks: as its chair, its scrutiny officer, or a member."""
    if review.committee_id in roles.chair_of:
        return "Chair"
    return "Scrutiny officer" if runs(roles, review) else "Scrutiny member"


def may_decide(roles: Roles, extension: Extension) -> bool:
    """The head of service decides, never their own request; where no other head is there, the scrutiny officer does.

    The extension must come from ``for_decision()``.
    """
    if extension.requested_by_id == roles.user_id:
        return False
    if heads_service_of(roles, extension.action):
        return True
    return not extension.has_other_head and runs(roles, extension.action.recommendation.review)


def may_record_response(roles: Roles, recommendation: Recommendation) -> bool:
    """The scrutiny officer records what the executive answered."""
    return runs(roles, recommendation.review)


def may_change_lead(roles: Roles, recommendation: Recommendation) -> bool:
    """The scrutiny officer settles which services lead and partner a recommendation."""
    return runs(roles, recommendation.review)


def may_record_verdict(roles: Roles, recommendation: Recommendation) -> bool:
    """The chair or the scrutiny officer records what the committee decided; an officer never does."""
    return may_record_for(roles, recommendation.review.committee_id)


def may_record_for(roles: Roles, committee_id: int) -> bool:
    """Records what this committee decides: its chair and its scrutiny officer."""
    return committee_id in roles.chair_of | roles.scrutiny_officer_of


def may_agree_action(roles: Roles, recommendation: Recommendation) -> bool:
    """The scrutiny officer sets up the actions that a response promised."""
    return runs(roles, recommendation.review)


def may_change_action(roles: Roles, action: Action) -> bool:
    """The scrutiny officer changes what an action says, to whom it belongs and to which part, and withdraws it."""
    return runs(roles, action.recommendation.review)


def may_reassign(roles: Roles, action: Action) -> bool:
    """The head of its service gives an action to another post of the service, the scrutiny officer to any."""
    return heads_service_of(roles, action) or may_change_action(roles, action)


def may_ask(roles: Roles, review: Review) -> bool:
    """Whoever is on the committee asks questions."""
    return review.committee_id in roles.committee_ids


def may_answer(roles: Roles, question: Question) -> bool:
    """Those who answer for the post that it is put to, and the head of its service."""
    return question.post_id in roles.post_ids or question.post.service_id in roles.headed_service_ids


def reads_all_of(roles: Roles, action: Action, review: Review) -> bool:
    """Reads what is exempt about an action too: the committee, who answers for it, and who heads its service."""
    return review.committee_id in roles.committee_ids or answers_for(roles, action) or heads_service_of(roles, action)


def may_pass_on(roles: Roles, question: Question) -> bool:
    """The head of the service that it is put to, within the service; the scrutiny officer to any post."""
    return question.post.service_id in roles.headed_service_ids or runs(roles, question.recommendation.review)


def may_close(roles: Roles, question: Question) -> bool:
    """Whoever asked says whether the answer is enough, the chair or the scrutiny officer; never who answered."""
    review = question.recommendation.review
    if question.given is not None and question.given.given_by_id == roles.user_id:
        return False
    asked = question.asked_by_id == roles.user_id and may_ask(roles, review)
    return asked or review.committee_id in roles.chair_of or runs(roles, review)


def may_make_reports_of(roles: Roles, committee_id: int) -> bool:
    """The chair or the scrutiny officer begins, issues and supersedes the reports of a committee."""
    return committee_id in roles.chair_of | roles.scrutiny_officer_of


def may_write_chairs_words(roles: Roles, committee_id: int) -> bool:
    """What stands in a report as the chair's words is the chair's own."""
    return committee_id in roles.chair_of


def may_exempt(roles: Roles, review: Review, action: Action | None = None) -> bool:
    """The scrutiny officer decides what is exempt. Those who answer for an action may keep their words back at once.

    The proper officer's decision stands behind both: Local Government Act 1972, section 100B(2).
    """
    return runs(roles, review) or (action is not None and answers_for(roles, action))


def may_end_exemption(roles: Roles, review: Review) -> bool:
    """The scrutiny officer reviews exemptions and ends them."""
    return runs(roles, review)
