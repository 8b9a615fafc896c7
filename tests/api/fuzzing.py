"""Schemathesis over the whole API: requests that fit its description and requests that do not, by one person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import hypothesis
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

# That a request of the right shape is taken (positive_data_acceptance) is not asked: which review there is, and which
# status may follow, only the data can say.
CHECKS: Sequence[Any] = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
)
ADDRESS = "/api/v1/openapi.json"


@contextmanager
def one_connection() -> Iterator[None]:
    """The connection of the test stays open between requests, as Django's own client of tests has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def fuzz(
    headers: dict[str, str], known: dict[str, Any], examples: int
) -> Iterator[tuple[str, Counter[int], list[str]]]:
    """Each operation, asked so many times in each way: its name, the statuses it answered with, and what was wrong.

    ``known`` are values that lead somewhere, by the name of the parameter: every other request has them.
    """
    with one_connection():
        schema = schemathesis.openapi.from_wsgi(ADDRESS, get_wsgi_application())
        yield from asked(schema, headers, known, examples)


def asked(
    schema: Any, headers: dict[str, str], known: dict[str, Any], examples: int
) -> Iterator[tuple[str, Counter[int], list[str]]]:
    """Each operation of a description, as ``fuzz`` tells of it."""
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        statuses = Counter[int]()
        wrong: list[str] = []
        for mode in GenerationMode:
            ask(operation.as_strategy(generation_mode=mode), headers, known if mode.is_positive else {}, examples)(
                statuses, wrong
            )
        yield f"{operation.method.upper()} {operation.path}", statuses, sorted(set(wrong))


def ask(cases: Any, headers: dict[str, str], known: dict[str, Any], examples: int) -> Any:
    """A run of requests of one kind."""

    def run(statuses: Counter[int], wrong: list[str]) -> None:
        @hypothesis.settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases, leads_somewhere=st.booleans())
        def one(case: Any, leads_somewhere: bool) -> None:
            if leads_somewhere:
                for place in (case.path_parameters, case.query):
                    for name in (known.keys() & place.keys()) if place else ():
                        place[name] = known[name]
            # The client below reads nothing that is compressed.
            answer = case.call(headers={**headers, "Accept-Encoding": "identity"})
            statuses[answer.status_code] += 1
            try:
                case.validate_response(answer, checks=list(CHECKS), headers=headers)
            except (Failure, FailureGroup) as failure:
                causes = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
                wrong.extend(f"{type(c).__name__}: {c}"[:400] for c in causes)

        # Where nothing is asked for, nothing can be asked for wrongly.
        with suppress(Unsatisfiable):
            one()

    return run
