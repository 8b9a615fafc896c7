"""Confirming everything that was found, as somebody does who read it all."""

from council.roles import Roles
from intake import workflow
from intake.models import ImportedReport
from intake.states import Decision, Sureness


def confirm_all(imported: ImportedReport, by: Roles) -> None:
    """What is certain or likely in one press, and the others one by one."""
    workflow.accept_sure(imported, by=by, least=Sureness.LIKELY)
    for item in imported.items.filter(decision=Decision.OPEN):
        workflow.decide(item, by=by, decision=Decision.ACCEPTED)
