"""The product's own settings, on a folder and services of this test run alone, whatever the person has set for theirs.

pytest-django reads these before any conftest.
"""

import atexit
import os
import shutil
import tempfile


def number_of_process() -> int:
    """0, or the number of the process where PYTEST_WORKERS spreads the tests over several."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


VAR_OF_THIS_RUN = tempfile.mkdtemp(prefix="scrutiny-tests-")
atexit.register(shutil.rmtree, VAR_OF_THIS_RUN, ignore_errors=True)

os.environ["VAR_DIR"] = VAR_OF_THIS_RUN
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
# With PYTEST_WORKERS, each process has a database of its own (pytest-django sees to that) and a broker of its own.
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "").replace("/0", f"/{number_of_process()}")
# The demonstration's pages are tested too; what may not exist outside of it is tested by switching it off.
os.environ["DEMONSTRATION"] = "1"
# Playwright keeps an event loop open from the first browser test to the end, and Django would refuse every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from scrutiny.settings import *  # noqa: E402, F403  # the variables come first

# The clock of a test may stand still while it asks hundreds of times.
API_RATE = API_RATE_WITH_KEY = "1000000/min"
# A password in a test is no secret, and the real hasher takes its time by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
