"""Ends well where an address of this machine answers with 200: python scrutiny/probe.py ADDRESS.

For health checks in containers that have no curl. A file by itself, so that nothing else is loaded every ten seconds.
"""

import sys
import urllib.error
import urllib.request

PATIENCE = 5


def answers(address: str) -> bool:
    """Whether it does, without going through any proxy."""
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with browser.open(address, timeout=PATIENCE) as answer:
            return int(answer.status) == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not answers(sys.argv[1]))
