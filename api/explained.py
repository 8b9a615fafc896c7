"""The API's own description, as the page about it prints it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from api.v1 import api


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    required: bool
    description: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Operation:
    """What one address does."""

    method: str
    path: str
    says: str
    parameters: tuple[Parameter, ...]
    needs_token: bool


@cache
def operations() -> dict[str, list[Operation]]:
    """Every operation, by the heading it stands under."""
    found: dict[str, list[Operation]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(operation(path, method, told))
    return found


@cache
def messages() -> list[tuple[str, str]]:
    """Every message that a webhook may get, by its name, with when it comes."""
    webhooks = api.get_openapi_schema()["webhooks"]
    return [(name, told["post"]["description"]) for name, told in webhooks.items()]


def operation(path: str, method: str, told: dict[str, Any]) -> Operation:
    """One operation."""
    parameters = [
        Parameter(p["name"], p["required"], p.get("description", ""), choices(p["schema"]))
        for p in told["parameters"]
        if p["in"] == "query"
    ]
    return Operation(method.upper(), path, told["description"], tuple(parameters), {} not in told["security"])


def choices(schema: dict[str, Any]) -> tuple[str, ...]:
    """The codes that a parameter takes; none where it takes any value."""
    return tuple(str(value) for value in schema.get("enum", ()))
