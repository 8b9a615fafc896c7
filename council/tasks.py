"""Timed work about people: thin, and safe to run twice."""

from celery import shared_task
from django.utils import timezone

from council.workflow import close_accounts_of_leavers


@shared_task
def close_accounts() -> int:
    """Close the accounts of people whose hand-over is closed and whose last day has passed."""
    return close_accounts_of_leavers(timezone.localdate())
