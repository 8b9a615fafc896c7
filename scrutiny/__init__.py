"""The composition root. Importing it makes the Celery app and the deploy checks known."""

from scrutiny import checks
from scrutiny.celery import app as celery_app

__all__ = ["celery_app", "checks"]
