"""What a mail provider tells afterwards: a mail that it took came back."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from reminders.models import Message
from reminders.states import MessageState

# Events after which the person has not read it, and in what words.
CAME_BACK = {
    "bounced": "The mail came back",
    "rejected": "The mail provider did not send it",
    "failed": "The mail provider could not send it",
    "complained": "The reader’s mail service reported it as unwanted",
}


def note(event: Any, at: datetime) -> None:
    """Take down one event, as anymail reads it. Good news, and news of other mails, change nothing."""
    if event.event_type in CAME_BACK:
        said = next((words for words in (event.mta_response, event.description, event.reject_reason) if words), "")
        reason = f"{CAME_BACK[event.event_type]}: {said}" if said else f"{CAME_BACK[event.event_type]}."
        came_back((event.metadata or {}).get("digest", ""), event.message_id or "", reason, event.timestamp or at)


def came_back(message_id: str, provider_id: str, reason: str, at: datetime) -> bool:
    """A message that was sent came back. Told twice, it is noted once. False where there is no such message.

    It is not said again daily in vain: the next stage of what it said tries again.
    """
    its = Q(message_id__in=[name for name in (message_id, provider_id, f"<{provider_id}>") if name])
    if provider_id:
        its |= Q(provider_id=provider_id)
    sent = Message.objects.filter(its, state=MessageState.SENT)
    return bool(sent.update(state=MessageState.BOUNCED, reason=reason[:300], bounced_at=at))
