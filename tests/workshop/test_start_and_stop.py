"""The whole embedded site, started and stopped in every way that people and machines do it."""

import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from tests.services import embedded_only
from tests.workshop.conftest import FirstStart
from tests.workshop.site import ROOT, Site, environment, until

pytestmark = [embedded_only, pytest.mark.site]


def count(site: Site, model: str) -> int:
    """Rows of a model ("app.Name"), asked by hand."""
    code = f"from django.apps import apps; print(apps.get_model('{model}').objects.count())"
    return int(site.manage("shell", "--no-imports", "--command", code))


def test_the_first_start_loads_the_review_and_says_how_to_get_in(first_start: FirstStart, site: Site) -> None:
    address = f"http://127.0.0.1:{site.port}/"
    assert f"Open      {address}\n" in first_start.printed
    assert "Sign in   press a person’s button on the sign-in page\n" in first_start.printed
    assert f"read every message at {address}outbox/\n" in first_start.printed
    assert "Stop      Ctrl-C\n" in first_start.printed
    assert first_start.cached == "max-age=315360000, public, immutable"
    assert first_start.exit_code == 0
    assert first_start.is_gone
    assert count(site, "recommendations.Recommendation") == 13
    assert count(site, "accounts.DemonstrationPerson") > 0


def test_the_data_are_for_the_owner_alone(site: Site) -> None:
    private = ["secret-key", "scrutiny.sqlite3", "running.lock"]
    assert [stat.S_IMODE((site.var / name).stat().st_mode) for name in private] == [0o600] * 3
    assert stat.S_IMODE(site.var.stat().st_mode) == 0o700


def test_the_second_start_prepares_nothing_again_and_keeps_the_data(site: Site) -> None:
    key = (site.var / "secret-key").read_text()
    recommendations = count(site, "recommendations.Recommendation")

    site.start().wait_until_ready()

    assert "Loading" not in site.printed
    assert "styles" not in site.printed
    assert site.stop() == 0
    assert (site.var / "secret-key").read_text() == key
    assert count(site, "recommendations.Recommendation") == recommendations == 13


def test_it_says_nothing_more_while_it_runs_and_ends(site: Site) -> None:
    site.start().wait_until_ready()
    assert until(lambda: len(site.processes()) >= 5)
    site.stop()
    words = [line for line in site.printed.splitlines() if line.strip()]
    assert words[:2] == ["Preparing the database…", "Starting…"]
    assert [line.split()[0] for line in words[2:]] == ["Scrutiny", "Open", "Sign", "Mail", "Stop", "Stopped."]


def test_ctrl_c_ends_everything(site: Site) -> None:
    site.start().wait_until_ready()
    site.send(signal.SIGINT, group=True)
    assert site.end() == 0
    assert site.is_gone()


def test_a_closed_window_ends_everything(site: Site) -> None:
    site.start().wait_until_ready()
    site.send(signal.SIGHUP, group=True)
    assert site.end() == 0
    assert site.is_gone()


@pytest.mark.parametrize(
    ("step", "after"), [("", 0), ("Preparing", 0), ("Starting", 0), ("Starting", 0.2), ("Starting", 0.5)]
)
def test_it_can_be_stopped_while_it_starts(site: Site, step: str, after: float) -> None:
    # As bootstrap.py hands over: what comes before the program can answer waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    try:
        site.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    assert until(lambda: step in site.printed)
    time.sleep(after)
    assert site.stop() == 0, site.printed
    assert site.is_gone()
    assert "Traceback" not in site.printed


def test_after_a_kill_nothing_stays_and_stale_files_do_not_matter(site: Site) -> None:
    site.start().wait_until_ready()
    site.send(signal.SIGKILL)
    site.end()
    (site.var / "beat-schedule.db").write_bytes(os.urandom(500))
    (site.var / "beat-schedule").write_bytes(os.urandom(500))
    (site.var / "broker" / "messages" / "1_x.celery.msg").write_bytes(b'{"half a mess')

    site.start().wait_until_ready()

    assert len({line.split()[0] for line in site.processes() if "gunicorn" in line}) == 3, "one server, two workers"
    assert "Traceback" not in site.printed
    assert site.stop() == 0
    assert site.is_gone()


def test_it_ends_when_the_make_that_started_it_is_killed(site: Site) -> None:
    # Two commands, so that the shell stays as the parent, as make does.
    site.start("sh", "-c", '"$@"; true', "sh", MAKELEVEL="1").wait_until_ready()
    site.send(signal.SIGKILL)
    assert site.is_gone()


def test_it_ends_when_one_process_ends_by_itself(site: Site) -> None:
    site.start().wait_until_ready()
    assert until(lambda: any(" beat " in line for line in site.processes()))
    beat = next(line for line in site.processes() if " beat " in line)
    os.kill(int(beat.split()[0]), signal.SIGKILL)
    assert site.end() == 1
    assert "One of the site’s processes ended by itself" in site.printed
    assert site.is_gone()


def test_one_site_on_one_folder(site: Site) -> None:
    site.start().wait_until_ready()
    assert site.process is not None
    for command in ("start", "reset"):
        refused = subprocess.run(
            [sys.executable, "-m", "scrutiny.embedded", command],
            cwd=ROOT,
            env=environment(site.var),
            input="y\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 1
        assert refused.stderr == (
            f"Scrutiny Tracker is running already: stop it with Ctrl-C in its window, or: kill {site.process.pid}\n"
        )
    assert site.stop() == 0


def test_commands_by_hand_see_the_same_demonstration(site: Site) -> None:
    asked = ["shell", "--no-imports", "--command", "from django.conf import settings; print(settings.DEMONSTRATION)"]
    assert site.manage(*asked).strip() == "True"
    assert site.manage(*asked, DEMONSTRATION="0").strip() == "False"
    # A server's data are nobody's demonstration because of a file on this machine.
    assert site.manage(*asked, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none").strip() == "False"


def test_without_the_demonstration_the_site_starts_empty(new_site: Site) -> None:
    new_site.start(DEMONSTRATION="0").wait_until_ready()
    assert "manage.py createsuperuser" in new_site.printed
    assert "outbox" not in new_site.printed
    assert not (new_site.var / "demonstration").exists()
    assert new_site.stop() == 0
    assert count(new_site, "recommendations.Review") == count(new_site, "accounts.User") == 0
