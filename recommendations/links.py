"""Links from reminders: issued for one person and one action, opened as often as needed, used for one update."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from secrets import token_hex

from django.core.signing import BadSignature, Signer

from council.roles import Roles, roles_of
from recommendations import rules
from recommendations.models import Action, Update, UpdateLink

SIGNER = Signer(salt="link of a reminder")
WORKS_DAYS = 14


class Why(Enum):
    """Why a link opens nothing."""

    ALTERED = "This link is not complete, or is not one of ours."
    EXPIRED = "This link has expired."
    USED = "This link was used already, for one update."
    NOT_YOURS = "This link was for somebody who no longer answers for the action."
    CLOSED = "This action takes no more updates."


class Refused(Exception):
    """A link opens nothing. ``why`` says so in words that tell nothing else."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def issue(person_id: int, action_ids: Iterable[int], on: date) -> dict[int, str]:
    """A token for each action, for one person: one query. They work for WORKS_DAYS days."""
    return issue_all({person_id: action_ids}, on)[person_id]


def issue_all(wanted: Mapping[int, Iterable[int]], on: date) -> dict[int, dict[int, str]]:
    """A token for each action of each person, by both: one query for all of them."""
    rows = [
        UpdateLink(
            person_id=person,
            action_id=pk,
            nonce=token_hex(16),
            issued_on=on,
            works_until=on + timedelta(days=WORKS_DAYS),
        )
        for person, action_ids in wanted.items()
        for pk in dict.fromkeys(action_ids)
    ]
    tokens: dict[int, dict[int, str]] = {person: {} for person in wanted}
    for row in UpdateLink.objects.bulk_create(rows):
        tokens[row.person_id][row.action_id] = token_of(row)
    return tokens


def token_of(link: UpdateLink) -> str:
    """What stands in the address."""
    return SIGNER.sign(f"{link.pk}.{link.nonce}")


def opened(token: str, on: date, *, lock: bool = False) -> tuple[UpdateLink, Roles]:
    """The link behind a token, and the roles of its person on a day. Opening it does not use it up.

    ``lock`` holds the row until the transaction ends. Raises Refused.
    """
    link = found(token, lock)
    if link.update_id is not None:
        raise Refused(Why.USED)
    if link.works_until < on:
        raise Refused(Why.EXPIRED)
    roles = roles_of(link.person, on)
    if not rules.answers_for(roles, link.action):
        raise Refused(Why.NOT_YOURS)
    if not Action.objects.visible_to(roles).open_to_updates().filter(pk=link.action_id).exists():
        raise Refused(Why.CLOSED)
    return link, roles


def found(token: str, lock: bool) -> UpdateLink:
    """The row of a token. Raises Refused for one that we did not sign, or whose row is another's."""
    try:
        pk, _, nonce = SIGNER.unsign(token).partition(".")
    except BadSignature as error:
        raise Refused(Why.ALTERED) from error
    rows = UpdateLink.objects.select_related("person", "action__recommendation__review__committee__council")
    link = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk, nonce=nonce).first()
    if link is None:
        raise Refused(Why.ALTERED)
    return link


def use(link: UpdateLink, update: Update) -> None:
    """The link is used up, by this update. In the transaction that holds the row."""
    link.update = update
    link.save(update_fields=["update"])
