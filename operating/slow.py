"""Queries that take long are written down, as they stand in the code, without their values."""

import logging
import time
from collections.abc import Callable
from typing import Any

log = logging.getLogger("operating.slow")


class SlowQueries:
    """Around every query of a request or a task."""

    def __init__(self, ms: int) -> None:
        self.ms = ms

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run it, and tell where it took longer."""
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = round((time.perf_counter() - begun) * 1000)
            if took >= self.ms:
                log.warning("A query took %s ms.", took, extra={"sql": sql[:2000], "ms": took})
