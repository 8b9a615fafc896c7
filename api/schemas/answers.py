"""What every answer has in common: pages of lists, refusals, and the first address."""

from datetime import date
from typing import Any, Generic, TypeVar

from ninja import Field, Schema

Row = TypeVar("Row")


class Page(Schema, Generic[Row]):
    """One page of a list. ``count`` is that of the whole list, whatever the page."""

    count: int = Field(description="Rows in the whole list.")
    page: int
    pages: int
    next: str | None = Field(description="The address of the next page, or null.")
    previous: str | None
    as_at: date | None = Field(None, description="The day that was looked at, where the list has one.")
    items: list[Row]


class Problem(Schema):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(description="Where this status is explained.")
    title: str
    status: int
    detail: str
    errors: list["Fault"] = Field(default_factory=list)
    changed: dict[str, Any] | None = Field(None, description="On 409: what stands now.")


class Fault(Schema):
    """One thing that is wrong, and where."""

    field: str
    message: str


class Start(Schema):
    """Where everything is."""

    title: str
    version: str
    described_at: str
    explained_at: str
    lists: dict[str, str]
