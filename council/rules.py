"""Who may set up what people belong to. Predicates of a person's roles and an object, without a query or a clock."""

from django.core.exceptions import PermissionDenied

from council.models import Committee, Council, Directorate, Post, Service
from council.roles import Roles

NOT_YOURS = "The scrutiny officer sets this up."


def must(allowed: bool, why_not: str = NOT_YOURS) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied(why_not)


def author(by: Roles) -> int:
    """The account that stands behind an act. Raises PermissionDenied where there is none."""
    if by.user_id is None:
        raise PermissionDenied("Sign in first.")
    return by.user_id


def may_set_up(roles: Roles, council: Council) -> bool:
    """The scrutiny officer of one of its committees sets up a council's people, posts and services."""
    return council.pk in roles.sets_up_council_ids


def may_run(roles: Roles, committee: Committee) -> bool:
    """The scrutiny officer of a committee sets its meetings, members and periods."""
    return committee.pk in roles.scrutiny_officer_of


def may_assign(roles: Roles, post: Post) -> bool:
    """The head of its service says who holds a post, and the council's scrutiny officer does.

    The post must come with its service and directorate.
    """
    return heads(roles, post.service) or post.service.directorate.council_id in roles.sets_up_council_ids


def heads(roles: Roles, service: Service) -> bool:
    """Holds the post that answers for this service."""
    return service.pk in roles.headed_service_ids


def council_of(row: Directorate | Service | Post) -> Council:
    """The council of a part of it. The row must come with what stands between."""
    if isinstance(row, Directorate):
        return row.council
    return row.directorate.council if isinstance(row, Service) else row.service.directorate.council
