"""Rows that hold from one day to another, the last one included, or for good."""

from datetime import date

from django.db.models import Q


def overlapping(from_on: date, to_on: date | None) -> Q:
    """Rows with from_on and to_on that share a day with these."""
    begun = Q(from_on__lte=to_on) if to_on else Q()
    return begun & (Q(to_on__isnull=True) | Q(to_on__gte=from_on))


def span(from_on: date, to_on: date | None) -> str:
    """From 3 May 2026, or from 3 May 2026 to 2 May 2027."""
    until = f" to {to_on:%-d %B %Y}" if to_on else ""
    return f"from {from_on:%-d %B %Y}{until}"
