"""A database of real reviews never becomes a demonstration because somebody forgot to say so."""

import os
from pathlib import Path
from typing import Any

import pytest

from accounts.models import DemonstrationPerson
from scrutiny.embedded.prepare import decide_demonstration
from tests import factories as f
from tests.services import embedded_only

pytestmark = pytest.mark.django_db


@pytest.fixture
def marker(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file beside the database, and a start with the demonstration on."""
    monkeypatch.setenv("DEMONSTRATION", "1")
    settings.DEMONSTRATION = True
    settings.DEMONSTRATION_FILE = tmp_path / "demonstration"
    return tmp_path / "demonstration"


# The file beside the database is the embedded database's: commands run by hand read it there.
@embedded_only
def test_an_empty_database_becomes_one(marker: Path) -> None:
    decide_demonstration(asked_for=False)
    assert (os.environ["DEMONSTRATION"], marker.exists()) == ("1", True)


@embedded_only
def test_a_demonstration_stays_one(marker: Path) -> None:
    f.ReviewFactory.create()
    DemonstrationPerson.objects.create(user=f.UserFactory.create(), kind="Officer", says="Updates", order=1)
    decide_demonstration(asked_for=False)
    assert (os.environ["DEMONSTRATION"], marker.exists()) == ("1", True)


def test_reviews_of_ones_own_switch_it_off(marker: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marker.touch()
    f.ReviewFactory.create()
    decide_demonstration(asked_for=False)
    assert (os.environ["DEMONSTRATION"], marker.exists()) == ("0", False)
    assert "the demonstration stays off" in capsys.readouterr().out


def test_who_asks_for_it_gets_it(marker: Path) -> None:
    f.ReviewFactory.create()
    decide_demonstration(asked_for=True)
    assert os.environ["DEMONSTRATION"] == "1"


def test_who_refuses_it_is_heard(marker: Path, settings: Any) -> None:
    marker.touch()
    settings.DEMONSTRATION = False
    decide_demonstration(asked_for=True)
    assert (os.environ["DEMONSTRATION"], marker.exists()) == ("0", False)
