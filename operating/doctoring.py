"""Everything that an operator should know, in sentences: what is wrong, and what to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.utils import timezone

from council.amounts import counted
from operating.backups.tables import triggers
from operating.health import Part, parts
from reminders import runs
from reminders.models import Run
from webhooks.listing import not_answering
from webhooks.models import Endpoint

# One of each kind that must be up, on any database.
GUARDS = {"recommendations_update_no_update", "recommendations_update_no_delete", "recommendations_verdict_no_delete"}


def findings(at: datetime) -> Iterator[Part]:
    """Each part of an install, the well ones too."""
    found = parts(at)
    yield from found
    if found[0].is_well:
        yield guards()
        yield rights()
        yield last_backup(at)
        yield webhooks()
    yield static_files()
    yield from settings_of_a_real_install()


def guards() -> Part:
    """Whether history is kept as it is."""
    missing = sorted(GUARDS - set(triggers("default")))
    if not missing:
        return Part("history")
    words = f"The database does not refuse changes of history: {', '.join(missing)} is missing."
    return Part(
        "history", words, "Restore the last backup into a new database, or make the triggers again by migrating."
    )


def rights() -> Part:
    """Whether the role that the site uses owns the tables, and could take the triggers down."""
    if connection.vendor != "postgresql" or settings.DEMONSTRATION:
        return Part("rights")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT bool_or(pg_has_role(tableowner, 'USAGE')) FROM pg_tables WHERE schemaname = current_schema()"
            )
            owns = cursor.fetchone()[0]
    except DatabaseError as error:
        return Part("rights", f"Who owns the tables cannot be read: {error}.", "Look at the rights of the role.")
    if not owns:
        return Part("rights")
    words = "The role of DATABASE_URL owns the tables, so whoever breaks into the site could rewrite history."
    return Part("rights", words, "Let another role own them, and run manage.py grant_application ROLE as the owner.")


def last_backup(at: datetime) -> Part:
    """When the last backup was made."""
    if not settings.BACKUP_HOURS or settings.DEMONSTRATION:
        return Part("backup")
    run = Run.objects.filter(task=runs.BACKUP).first()
    cure = "Have manage.py backup run every night, or set BACKUP_HOURS=0 where backups are made in another way."
    if run is None or run.ended_at is None:
        return Part("backup", "No backup was ever made by manage.py backup.", cure)
    if at - run.ended_at > timedelta(hours=settings.BACKUP_HOURS):
        made = timezone.localtime(run.ended_at)
        return Part("backup", f"The last backup was made at {made:%H:%M on %-d %B %Y}.", cure)
    return Part("backup")


def webhooks() -> Part:
    """Whether other programs still take what they are told."""
    silent = list(not_answering(Endpoint.objects.select_related("council").order_by("pk")))
    if not silent:
        return Part("webhooks")
    named = "; ".join(f"“{row}” of {row.council}" for row in silent)
    words = f"Messages to {counted(len(silent), 'webhook')} were given up, and nothing was taken since: {named}."
    cure = "Whoever sets up the council finds why on the page of the webhook: pause it, or put its address right."
    return Part("webhooks", words, cure)


def static_files() -> Part:
    """Whether pages have their styles."""
    if settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return Part("static files")
    return Part("static files", "Styles and scripts were not gathered.", "Run manage.py collectstatic.")


def settings_of_a_real_install() -> Iterator[Part]:
    """What the deploy checks say."""
    for said in run_checks(include_deployment_checks=True):
        if said.level >= WARNING and not said.is_silenced():
            yield Part("settings", str(said.msg), str(said.hint or ""))
