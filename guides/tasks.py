"""What the worker is asked to do."""

from celery import shared_task

from guides import papers
from guides.people import Guide


@shared_task
def make_paper(guide: str) -> None:
    """Make the PDF of a guide."""
    papers.make(Guide(guide))
