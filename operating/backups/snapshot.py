"""A connection that sees the database as it was at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connections, transaction
from psycopg import IsolationLevel

ALIAS = "snapshot"


@contextmanager
def snapshot(using: str) -> Iterator[str]:
    """The alias of such a connection. It holds no lock that a writer would wait for, on either database."""
    connections.databases[ALIAS] = about(connections[using].settings_dict, connections[using].vendor)
    try:
        with transaction.atomic(using=ALIAS):
            if connections[ALIAS].vendor == "postgresql":
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout = 0")
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def about(settings: dict[str, Any], vendor: str) -> dict[str, Any]:
    """The settings of a connection to the same database, in which a transaction stays at the moment it began."""
    same = deepcopy(settings)
    # IMMEDIATE, which everybody else uses, would keep writers waiting until the backup ends.
    still = (
        {"isolation_level": IsolationLevel.REPEATABLE_READ}
        if vendor == "postgresql"
        else {"transaction_mode": "DEFERRED"}
    )
    same["OPTIONS"] = {**same.get("OPTIONS", {}), **still}
    return same
