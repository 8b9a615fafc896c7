"""Timed work about recommendations: thin, and safe to run twice."""

from celery import shared_task
from django.utils import timezone

from recommendations.drafts import drop_old


@shared_task
def forget_old_drafts() -> int:
    """Delete drafts that nobody came back to."""
    return drop_old(timezone.now())
