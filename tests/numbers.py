"""The numbers of the house, printed in every run of the checks: python -m tests.numbers

Lines are lines of a file, blank ones and comments counted. Migrations are made by Django and are left out. Exits with 1
where a number that has to be nought is not.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from statistics import median, quantiles

from tests.test_architecture import ROOT, Fault, files, modules, read_clocks, signals, swallowed_exceptions

HAVE_TO_BE_NOUGHT: dict[str, Callable[[str, str], Iterator[Fault]]] = {
    "except Exception": swallowed_exceptions,
    "signals": signals,
    "clocks read where the day is an argument": read_clocks,
}


def p95(values: list[int]) -> float:
    """The value that 95 of 100 stay under."""
    return quantiles(values, n=20)[-1]


def functions(source: str) -> list[int]:
    """The lines of each function and method."""
    found = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(n.end_lineno or n.lineno) - n.lineno + 1 for n in found]


def naive_clocks(source: str) -> int:
    """Calls of datetime.now(), utcnow(), today() and date.today() that know no time zone."""
    calls = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and not n.args and not n.keywords)
    names = (ast.unparse(n.func) for n in calls)
    return sum(name.endswith(("datetime.now", "datetime.utcnow", "datetime.today", "date.today")) for name in names)


def imports(source: str, known: set[str]) -> Iterator[str]:
    """Modules of ours that this one imports as it is loaded: an import inside a function waits until it is called."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (below & known) or ({node.module} & known)
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & known


def module_of(path: str) -> str:
    """The name by which a file is imported."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def cycles(sources: dict[str, str]) -> list[str]:
    """Modules that are loaded by something they load themselves."""
    named = {module_of(path): source for path, source in sources.items()}
    loads = {name: set(imports(source, set(named))) - {name} for name, source in named.items()}
    # What nothing else in the rest loads is in no circle: take it away until nothing more goes.
    rest = dict(loads)
    while free := [name for name, loaded in rest.items() if not loaded & rest.keys()]:
        for name in free:
            del rest[name]
    return sorted(rest)


def main() -> int:
    """The exit code."""
    ours = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in modules()}
    heights = {path: len(s.splitlines()) for path, s in ours.items()}
    lengths = [length for s in ours.values() for length in functions(s)]
    longest = max(heights, key=lambda path: heights[path])
    of_tests = sum(len(p.read_text(encoding="utf-8").splitlines()) for p in files("tests") if p.suffix == ".py")
    print(f"functions: {len(lengths)}, median {median(lengths):.0f}, p95 {p95(lengths):.0f}, max {max(lengths)} lines")
    print(f"files: {len(heights)}, p95 {p95(list(heights.values())):.0f}, max {heights[longest]} lines ({longest})")
    print(f"tests to code: {of_tests} to {sum(heights.values())} lines, {of_tests / sum(heights.values()):.2f}")
    nought = {what: sum(len(list(check(p, s))) for p, s in ours.items()) for what, check in HAVE_TO_BE_NOUGHT.items()}
    nought |= {
        "naive clocks": sum(map(naive_clocks, ours.values())),
        "modules in an import cycle": len(found := cycles(ours)),
    }
    for what, count in nought.items():
        print(f"{what}: {count}")
    for module in found:
        print(f"  {module}")
    return int(any(nought.values()))


if __name__ == "__main__":
    sys.exit(main())
