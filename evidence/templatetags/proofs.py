"""The proof of updates, beside the updates: one query for a page, however many updates it shows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template.context import Context

from evidence.models import Proof
from recommendations.models import Action, Recommendation

register = template.Library()

Proofs = Mapping[int, list["Shown"]]


@dataclass(frozen=True)
class Shown:
    """A proof as somebody sees it on a day, with the revision that replaced it, where they may see that too."""

    proof: Proof
    replaced_by: Proof | None


@register.simple_tag(takes_context=True)
def proofs_of(context: Context, subject: Action | Recommendation, day: date) -> Proofs:
    """What was attached by a day to the updates of an action or a recommendation, by update: one query."""
    within = {"update__action": subject} if isinstance(subject, Action) else {"update__action__recommendation": subject}
    roles = context["request"].roles
    rows = list(Proof.objects.filter(**within).up_to(day).visible_to(roles).for_list())
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
