"""The proof of updates, beside the updates: one query for a page, however many updates it shows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template.context import Context

from accounts.statements import statement
from council.roles import Roles
from evidence.models import Proof
from recommendations.models import Action, Recommendation

register = template.Library()

Proofs = Mapping[int, list["Shown"]]


@dataclass(frozen=True)
class Shown:
    """A proof as somebody sees it on a day, with the revision that replaced it, where they may see that too."""

    proof: Proof
    replaced_by: Proof | None


@statement
def attached(action: int | None, recommendation: int | None, day: date, roles: Roles) -> QuerySet[Proof, Proof]:
    """What was attached by a day to the updates of an action, or of a recommendation, as far as a person may see it."""
    within = {"action": action} if action else {"action__recommendation": recommendation}
    rows = Proof.objects.filter(**{f"update__{path}": value for path, value in within.items()})
    return rows.up_to(day).visible_to(roles).for_list()


@register.simple_tag(takes_context=True)
def proofs_of(context: Context, subject: Action | Recommendation, day: date) -> Proofs:
    """What was attached by a day to the updates of an action or a recommendation, by update: one query."""
    action, recommendation = (subject.pk, None) if isinstance(subject, Action) else (None, subject.pk)
    rows = attached(action, recommendation, day, context["request"].roles)
    newer = {row.replaces_id: row for row in rows if row.replaces_id}
    found: dict[int, list[Shown]] = defaultdict(list)
    for row in rows:
        found[row.update_id].append(Shown(row, newer.get(row.pk)))
    return found


@register.filter
def of_update(proofs: Proofs, pk: Any) -> list[Shown]:
    """The proof of one update."""
    return list(proofs.get(pk, [])) if proofs else []


@register.filter
def in_force(shown: list[Shown]) -> list[Proof]:
    """Those that no revision has replaced."""
    return [row.proof for row in shown if row.replaced_by is None]
