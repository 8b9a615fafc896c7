"""The table of the cache, in which attempts to sign in are counted for all processes."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """As Django's own command makes it."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("accounts", "0001_first_set")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
