"""Lines of the log, for people or machines: with the number of their request, and without data of anybody."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

# The request or task at hand; "" between them.
request_id: ContextVar[str] = ContextVar("request_id", default="")

ADDRESS = re.compile(r"[^\s@<>\"'(=,]+@[^\s@<>\"'),]+")
# What opens a door: the word at the end of a link, a session, a code.
SECRET = re.compile(r"\b(?=[\w:.-]*\d)(?=[\w:.-]*[A-Za-z])[\w:-]{24,}[\w:.-]*")
# PostgreSQL adds the values of a row to its complaint.
VALUES = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
OURS = {"route", "method", "status", "ms", "sql", "queue"}


def bare(words: str) -> str:
    """Without mail addresses, words that open a door, what was asked for after a "?", or the values of a row."""
    words = VALUES.sub(r"\1: left out", words)
    words = QUERY.sub(r"\1?…", words)
    return SECRET.sub("…", ADDRESS.sub("…@…", words))


class Line(logging.Formatter):
    """One line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, whose words, the words."""
        at = datetime.fromtimestamp(record.created, UTC)
        number = f" [{request_id.get()}]" if request_id.get() else ""
        lines = bare("\n".join([record.getMessage(), *fault(self, record)]))
        return f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}{number} {lines}"


class Json(logging.Formatter):
    """One object a line for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """The same, with what was added by name."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": bare(record.getMessage()),
        }
        if request_id.get():
            told["request_id"] = request_id.get()
        if lines := fault(self, record):
            told["fault"] = bare("\n".join(lines))
        told |= {name: value for name, value in record.__dict__.items() if name in OURS}
        return json.dumps(told, ensure_ascii=False, default=str)


def fault(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    """Where something went wrong, where something did."""
    return [formatter.formatException(record.exc_info)] if record.exc_info and record.exc_info[0] else []
