"""What the house rules forbid, found by reading the source. Each check is shown a planted fault that it must find."""

import ast
import os
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "accounts",
    "api",
    "council",
    "evidence",
    "guides",
    "intake",
    "operating",
    "recommendations",
    "reminders",
    "reports",
    "scrutiny",
    "webhooks",
)
NOT_OURS = {".git", ".venv", "var", "vendor", "__pycache__", ".hypothesis", "test-results"}

LONGEST_FUNCTION = 60
LONGEST_FILE = 400

# Where the clock may be read. Everything else is told the day or the moment.
CLOCKS = (
    "council/middleware.py",  # the day of a request
    "*/management/commands/*.py",
    "*/tasks.py",
    "reminders/delivery.py",  # leases and the moments of sending, while it works through a queue
    "reminders/outbox.py",
    "scrutiny/timed.py",  # when a task begins and ends
    "reports/making.py",  # leases, while a report is being made
    "webhooks/delivery.py",  # leases and the moments of sending
    "webhooks/planning.py",  # the moment at which a verdict was recorded: its row knows the day
)
# A view hands the moment of a change to the verb; its day is request.day.
CLOCKS_FOR_MOMENTS = (*CLOCKS, "*/views.py", "*/views/*.py", "accounts/middleware.py", "accounts/signed_in.py")

Fault = tuple[int, str]
Check = Callable[[str, str], Iterator[Fault]]


def names(node: ast.AST) -> list[str]:
    """Every plain or attribute name in an expression."""
    found = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
    return found + [part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)]


def swallowed_exceptions(path: str, source: str) -> Iterator[Fault]:
    """An except that catches everything."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = names(node.type) if node.type else ["BaseException"]
            if {"Exception", "BaseException"} & set(caught):
                yield node.lineno, "catches everything: name what can go wrong"


def signals(path: str, source: str) -> Iterator[Fault]:
    """Code that runs because somebody somewhere saved something."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            if any(re.search(r"\bsignals\b|^django\.dispatch\b", module + alias.name) for alias in node.names):
                yield node.lineno, "uses signals: call the verb"
        elif isinstance(node, ast.Attribute) and node.attr == "connect" and "on_after" in " ".join(names(node)):
            yield node.lineno, "uses signals: call the verb"


def overridden_saves(path: str, source: str) -> Iterator[Fault]:
    """save() as a workflow engine."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in {"save", "asave"}:
                    yield part.lineno, "overrides save(): write a verb in workflow.py"


def read_clocks(path: str, source: str) -> Iterator[Fault]:
    """A clock read outside of the named places."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            owner, verb = names(node.func.value), node.func.attr
            is_moment = verb in {"now", "utcnow"} and {"datetime", "timezone"} & set(owner)
            is_day = verb in {"today", "localdate", "localtime"} and {"date", "datetime", "timezone"} & set(owner)
            allowed = CLOCKS_FOR_MOMENTS if is_moment else CLOCKS
            if (is_moment or is_day) and not any(fnmatch(path, pattern) for pattern in allowed):
                yield node.lineno, "reads the clock: take the day or the moment as an argument"


def hidden_imports(path: str, source: str) -> Iterator[Fault]:
    """An import inside a function without a reason beside it."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {n.lineno for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)}
    for line in sorted(inside):
        if not has_reason(source.splitlines()[:line]):
            yield line, "imports inside a function: say why beside it, or move it up"


def has_reason(lines: list[str]) -> bool:
    """Whether the import on the last line has a comment, or a comment stands above the group of imports it is in."""
    if "#" in lines[-1]:
        return True
    above = (line.strip() for line in reversed(lines[:-1]))
    first = next((line for line in above if line and not line.startswith(("import ", "from ", "try:"))), "")
    return first.startswith("#")


def drawers(path: str, source: str) -> Iterator[Fault]:
    """A module for whatever has no place."""
    if {"utils", "util", "helpers", "helper", "common", "core", "misc"} & set(Path(path).with_suffix("").parts):
        yield 1, "is named for nothing: name it for what it knows"


def long_functions(path: str, source: str) -> Iterator[Fault]:
    """A function that nobody can read in one go."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines, more than {LONGEST_FUNCTION}"


def long_files(path: str, source: str) -> Iterator[Fault]:
    """A file that does more than one thing."""
    length = len(source.splitlines())
    if length > LONGEST_FILE:
        yield length, f"has {length} lines, more than {LONGEST_FILE}"


PYTHON_CHECKS: list[Check] = [
    swallowed_exceptions,
    signals,
    overridden_saves,
    read_clocks,
    hidden_imports,
    drawers,
    long_functions,
    long_files,
]


class InlineCode(HTMLParser):
    """Collects what a strict content security policy refuses to run or draw."""

    def __init__(self, is_mail: bool, is_paper: bool) -> None:
        super().__init__()
        self.is_mail = is_mail
        self.is_paper = is_paper
        self.faults: list[Fault] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One opening tag."""
        attributes = dict(attrs)
        line = self.getpos()[0]
        if (tag == "style" and not self.is_paper) or ("style" in attributes and not self.is_mail):
            self.faults.append((line, "has inline style: put it into a style sheet"))
        # What is typed as data is read, never run.
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
            self.faults.append((line, "has inline script: put it into a module under static/js"))
        if any(re.fullmatch(r"on[a-z]+", name) for name in attributes):
            self.faults.append((line, "has an event attribute: put it into a module under static/js"))
        if any((value or "").strip().lower().startswith("javascript:") for value in attributes.values()):
            self.faults.append((line, "has a javascript: address"))


def inline_code(path: str, source: str) -> Iterator[Fault]:
    """Style or script inside a page.

    Mail programs read no style sheets, so mails may carry style attributes. A paper is drawn by no browser, and has its
    council's colour in the one place for it.
    """
    # A tag in template language inside an attribute must not end it for the parser.
    pages = re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
    parser = InlineCode(is_mail="templates/emails/" in path, is_paper=path.endswith("templates/reports/_look.html"))
    parser.feed(pages)
    yield from parser.faults


# Written in two halves, so that this file does not find itself.
MACHINE_PATHS = ["/wo" + "rk/", "/ro" + "ot/", r"/ho" + r"me/\w", "/opt/wh" + "eels", "/opt/py" + "pi"]
REGISTRIES = [
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    "docker" + r"\.io",
    "gh" + r"cr\.io",
]


def addresses(path: str, source: str) -> Iterator[Fault]:
    """A path that exists on one machine only, or the host of a package registry."""
    for number, line in enumerate(source.splitlines(), start=1):
        for pattern in MACHINE_PATHS + REGISTRIES:
            if re.search(pattern, line):
                yield number, f"names {pattern}: it means nothing on another machine"


def files(*folders: str) -> Iterator[Path]:
    """Every file of ours in these folders of the project."""
    for folder in folders:
        for here, below, found in os.walk(ROOT / folder):
            below[:] = [name for name in below if name not in NOT_OURS and not name.endswith("_cache")]
            # In a linked work tree .git is a file.
            yield from (Path(here, name) for name in sorted(found) if name not in NOT_OURS)


def faults(check: Check, paths: Iterator[Path]) -> list[str]:
    """What a check finds, as path:line: fault. Files that are not text are passed over."""
    found = []
    for path in paths:
        try:
            source = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT).as_posix()
        found += [f"{name}:{line}: {fault}" for line, fault in check(name, source)]
    return found


def modules() -> Iterator[Path]:
    """Python files of the product, without what Django writes."""
    return (path for path in files(*ROOMS) if path.suffix == ".py" and "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    """Every template."""
    return (path for path in files("templates", *ROOMS) if path.suffix in {".html", ".svg"})


@pytest.mark.parametrize("check", PYTHON_CHECKS, ids=lambda check: check.__name__)
def test_the_product_keeps_the_house_rules(check: Check) -> None:
    assert faults(check, modules()) == []


def test_pages_hold_no_inline_code() -> None:
    assert faults(inline_code, templates()) == []


def test_nothing_names_a_machine_or_a_registry() -> None:
    assert faults(addresses, files("")) == []


def test_the_checks_read_the_whole_product() -> None:
    read = {path.relative_to(ROOT).as_posix() for path in modules()}
    assert {"recommendations/workflow/updates.py", "scrutiny/settings.py", "reminders/tasks.py"} <= read
    assert "base.html" in {path.name for path in templates()}
    assert {"Makefile", "pyproject.toml", ".gitignore"} <= {path.name for path in files("")}


NAIVE = "from datetime import date\n\ndef f():\n    return date.today()\n"
MOMENT = "from django.utils import timezone\n\ndef f():\n    return timezone.now()\n"
DAY = "from django.utils import timezone\n\ndef f():\n    return timezone.localdate()\n"
MANY_LINES = "".join(f"    a = {n}\n" for n in range(LONGEST_FUNCTION))

PLANTED: list[tuple[Check, str, str, int]] = [
    (swallowed_exceptions, "a/b.py", "try:\n    f()\nexcept Exception:\n    pass\n", 3),
    (swallowed_exceptions, "a/b.py", "try:\n    f()\nexcept (KeyError, BaseException) as e:\n    pass\n", 3),
    (swallowed_exceptions, "a/b.py", "try:\n    f()\nexcept:\n    pass\n", 3),
    (signals, "a/b.py", "from django.dispatch import receiver\n", 1),
    (signals, "a/b.py", "from django.db.models.signals import post_save\n", 1),
    (signals, "a/b.py", "from django.db.models import signals\n", 1),
    (signals, "a/b.py", "import celery.signals\n", 1),
    (signals, "a/b.py", "@app.on_after_configure.connect\ndef f(): ...\n", 1),
    (overridden_saves, "a/models.py", "class A(Model):\n    x = 1\n    def save(self):\n        pass\n", 3),
    (read_clocks, "a/rules.py", NAIVE, 4),
    (read_clocks, "a/rules.py", MOMENT, 4),
    (read_clocks, "a/rules.py", DAY, 4),
    (read_clocks, "a/views.py", DAY, 4),
    (read_clocks, "a/rules.py", "import datetime\n\nx = datetime.datetime.now()\n", 3),
    (hidden_imports, "a/b.py", "def f():\n    x = 1\n    import b\n", 3),
    (hidden_imports, "a/b.py", "def f():\n    # Why.\n    x = 1\n    import b\n", 4),
    (hidden_imports, "a/b.py", "class A:\n    async def f(self):\n        from b import c\n", 3),
    (drawers, "a/utils.py", "", 1),
    (drawers, "a/helpers/dates.py", "", 1),
    (drawers, "a/common.py", "", 1),
    (drawers, "core/models.py", "", 1),
    (long_functions, "a/b.py", f"def f():\n{MANY_LINES}", 1),
    (long_files, "a/b.py", "x = 1\n" * (LONGEST_FILE + 1), LONGEST_FILE + 1),
    (inline_code, "templates/a.html", '<p>\n<b style="color: red">', 2),
    (inline_code, "templates/a.html", "<style>p {}</style>", 1),
    (inline_code, "templates/emails/a.html", "<style>p {}</style>", 1),
    (inline_code, "templates/a.html", "<script>f()</script>", 1),
    (inline_code, "templates/a.html", '<a {% if b > c %}\nhidden{% endif %} onclick="f()">', 1),
    (inline_code, "templates/a.html", '<a href="javascript:f()">', 1),
    (addresses, "README.md", "first\nin /wo" + "rk/main\n", 2),
    (addresses, "README.md", "in /ho" + "me/me", 1),
    (addresses, "a.lock", "from https://py" + "pi.org/simple", 1),
    (addresses, "package-lock.json", '"https://registry.npm' + 'js.org/htmx"', 1),
]

CLEAN: list[tuple[Check, str, str]] = [
    (swallowed_exceptions, "a/b.py", "try:\n    f()\nexcept (KeyError, ValueError):\n    pass\n"),
    (signals, "a/b.py", "import sqlite3\nsqlite3.connect('a')\n"),
    (overridden_saves, "a/workflow.py", "def save(action):\n    action.save()\n"),
    (read_clocks, "a/tasks.py", MOMENT + DAY),
    (read_clocks, "a/views/b.py", MOMENT),
    (read_clocks, "a/rules.py", "from django.utils import timezone\n\ndef f(at):\n    return timezone.localdate(at)\n"),
    (hidden_imports, "a/b.py", "def f():\n    # Models are not ready when this file is read.\n    import b\n"),
    (hidden_imports, "a/b.py", "def f():\n    import b  # takes a second\n"),
    (
        hidden_imports,
        "a/b.py",
        "def f():\n    # It is slow.\n    try:\n        import b\n        import c\n    finally:\n        pass\n",
    ),
    (drawers, "a/score.py", ""),
    (long_functions, "a/b.py", f"def f():\n{MANY_LINES}".removesuffix(f"    a = {LONGEST_FUNCTION - 1}\n")),
    (long_files, "a/b.py", "x = 1\n" * LONGEST_FILE),
    (inline_code, "templates/a.html", '<script type="module" src="{% static "a.js" %}"></script>'),
    (inline_code, "templates/a.html", '<script type="application/json">{}</script>'),
    (inline_code, "templates/emails/a.html", '<p style="margin: 0">'),
    (addresses, "README.md", "Open http://127.0.0.1:8000/ and see static/css."),
]


@pytest.mark.parametrize(("check", "path", "source", "line"), PLANTED)
def test_a_planted_fault_is_found(check: Check, path: str, source: str, line: int) -> None:
    assert [number for number, _ in check(path, source)] == [line]


@pytest.mark.parametrize(("check", "path", "source"), CLEAN)
def test_what_is_allowed_is_let_through(check: Check, path: str, source: str) -> None:
    assert list(check(path, source)) == []


def test_every_check_is_shown_to_fail() -> None:
    assert {check for check, *_ in PLANTED} == {*PYTHON_CHECKS, inline_code, addresses}


def pins(lock: str) -> set[str]:
    """The name==version lines of a lock file."""
    return set(re.findall(r"^[\w.-]+==\S+", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_tests_run_on_the_versions_that_are_installed_for_use() -> None:
    assert pins("requirements.lock")
    assert pins("requirements.lock") <= pins("requirements-dev.lock")
