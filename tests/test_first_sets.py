"""The first migration of each app, which a fresh install and every test database waits for."""

import pytest
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader

from accounts.first_set import FirstSet


@pytest.mark.once
def test_the_first_tables_of_each_app_are_made_in_one_go() -> None:
    first = [row for (_, name), row in MigrationLoader(None).disk_migrations.items() if name == "0001_first_set"]
    assert len(first) == 9
    for migration in first:
        assert isinstance(migration, FirstSet), migration
        assert {type(operation) for operation in migration.operations} == {CreateModel}, migration
