"""What a page shows: its words, its links, its rows, its boxes."""

import re
from html.parser import HTMLParser
from typing import Any

SILENT = {"script", "style", "template", "title"}


class Page(HTMLParser):
    """A response, read as a browser without style sheets would show it."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.links: list[str] = []
        self.actions: list[str] = []
        self.rows = 0
        self.fields: dict[str, str] = {}
        self.pieces: list[str] = []
        self.silent = 0
        self.feed(response.content.decode())

    @property
    def text(self) -> str:
        """All words, white space folded."""
        return re.sub(r"\s+", " ", "".join(self.pieces)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, forms, table rows and boxes."""
        given = dict(attrs)
        self.silent += tag in SILENT
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "form":
            self.actions.append(str(given.get("action") or ""))
        if tag == "th" and given.get("scope") == "row":
            self.rows += 1
        if tag == "input" and given.get("name") and given.get("type") not in ("radio", "checkbox", "submit"):
            self.fields[str(given["name"])] = str(given.get("value") or "")
        # A second line is a span that the style sheet puts on a line of its own.
        if given.get("class") == "second" or tag in (
            "p",
            "li",
            "td",
            "th",
            "h1",
            "h2",
            "h3",
            "div",
            "dd",
            "dt",
            "br",
            "option",
        ):
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Leave what is never shown."""
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """Note the words."""
        if not self.silent:
            self.pieces.append(data)
