"""How much slower pages become when an install grows a hundredfold, and whether they ask for more.

    DATABASE_URL=postgresql://… python -m bench.growth

It makes three databases beside the one that is named (size 1: 100 recommendations, 1,000 actions, 10,000 updates; then
10 and 100 times that), each with a committee of 4 reviews and an officer with 50 actions, asks each for the pages of
bench.pages, and takes the databases away again. What is held is CPU ms, of page and database together.
"""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

SIZES = (1, 10, 100)
MOST = 1.5


def run(module: str, url: str, size: int, *arguments: str) -> str:
    """What a module of the bench prints on one database."""
    environment = {**os.environ, "DATABASE_URL": url, "SIZE": str(size), "REVIEWS_OF_ONE": "4"}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def measured(url: str, size: int) -> dict[str, dict[str, Any]]:
    """The pages at one size, by name."""
    run("bench.fill", url, size)
    return {page["name"]: page for page in json.loads(run("bench.pages", url, size, "--json").splitlines()[-1])}


def main(base: str) -> None:
    """Measure and print."""
    parts = urlsplit(base)
    found: dict[int, dict[str, dict[str, Any]]] = {}
    with psycopg.connect(base, autocommit=True) as connection:
        for size in SIZES:
            name = f"growth_{size}"
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
            found[size] = measured(urlunsplit(parts._replace(path=f"/{name}")), size)
            connection.execute(f"DROP DATABASE {name}")
    print("CPU ms of page and database, and queries, at " + ", ".join(f"{size}x" for size in SIZES))
    for name in found[1]:
        rows = [found[size][name] for size in SIZES]
        took = [row["app"] + row["database"] for row in rows]
        asked = [row["queries"] for row in rows]
        is_kept = max(took) <= MOST * took[0] and len(set(asked)) == 1
        grew = f"{max(took) / took[0]:.2f} times (promise {MOST})"
        asks = f"queries {', '.join(map(str, asked))}"
        print(f"{name:<34}{''.join(f'{ms:>7.0f}' for ms in took)}   {grew}   {asks}{'' if is_kept else '  over'}")


if __name__ == "__main__":
    main(os.environ["DATABASE_URL"])
