"""How often a web worker looks for garbage that refers to itself."""

import gc

# Objects made before the youngest are looked at; a page of a large committee makes thirty thousand and keeps none.
BETWEEN = 50_000


def collect_seldom() -> None:
    """Set what the program itself consists of apart, and collect once a large page and not 70 times.

    Python looks each 700 objects, and a page made of many rows spent a third of its time on finding nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN, 10, 10)
