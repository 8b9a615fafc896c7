"""How often Python looks for garbage that refers to itself.

It looks each 700 objects, through all that a long piece of work holds, and the pieces that hold much make hardly any.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made before the youngest are looked at; a page of a large committee makes thirty thousand and keeps none.
BETWEEN = 50_000


def collect_seldom() -> None:
    """For a web worker: set what the program consists of apart, and collect once a large page and not 70 times.

    A page made of many rows spent a third of its time on finding nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN, 10, 10)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The same while inside, for one long piece of work of a worker: a plan, a run of mails, a PDF."""
    usual = gc.get_threshold()
    gc.set_threshold(BETWEEN, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
