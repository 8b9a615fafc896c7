"""Who belongs to a council: whoever holds or held a post of it, sits or sat on a committee of it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from council.models import Holding, Membership
from council.roles import Roles


def people_of(council_ids: frozenset[int]) -> "QuerySet[User]":
    """The accounts of these councils, whether they may sign in or not."""
    holds = Holding.objects.filter(user=OuterRef("pk"), post__service__directorate__council__in=list(council_ids))
    sits = Membership.objects.filter(user=OuterRef("pk"), committee__council__in=list(council_ids))
    return User.objects.filter(Q(Exists(holds)) | Q(Exists(sits)))


def people_set_up_by(roles: Roles) -> "QuerySet[User]":
    """The accounts of the councils that this person sets up."""
    return people_of(roles.sets_up_council_ids)
