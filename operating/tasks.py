"""Timed work of whoever runs an install: thin, and safe to run twice."""

from celery import shared_task
from django.utils import timezone

from operating.personal import forget


@shared_task
def forget_personal_data() -> dict[str, int]:
    """Delete sign-ins and contacts whose time has come."""
    return forget(timezone.now())
