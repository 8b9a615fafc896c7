"""How the site talks to its database."""

from typing import Any

# Pages ask for some thousands of rows by index: to compile such a query, or to hand it to further processes, costs many
# times what it saves. An address with ?options=… says otherwise, as behind a proxy that refuses them.
BY_INDEX = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"


def tuned(database: dict[str, Any]) -> dict[str, Any]:
    """A database as its address names it, with connections that last and, on PostgreSQL, what its planner is told."""
    options = {**database.get("OPTIONS", {})}
    if "postgresql" in database["ENGINE"]:
        options.setdefault("options", BY_INDEX)
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
