"""Every proof has its file, byte for byte; what is not so is named."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evidence.stocktaking import Stock, take_stock
from tests import verbs
from tests.conftest import Cast


def said() -> str:
    out = StringIO()
    call_command("check_proof", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_where_nothing_was_ever_kept_all_is_right() -> None:
    assert take_stock() == Stock()
    assert said() == "0 whole, 0 lost, 0 changed.\n"


def test_lost_changed_and_left_over_files_are_named(cast: Cast, tmp_path: Path) -> None:
    update = verbs.prove(cast.action, cast.officer, verbs.file(), verbs.file(), verbs.file(), verbs.link())
    whole, lost, changed, _ = update.proofs.all()
    assert said() == "3 whole, 0 lost, 0 changed.\n"
    (tmp_path / "proofs" / lost.stored_as).unlink()
    (tmp_path / "proofs" / changed.stored_as).write_bytes(b"Another table")
    (tmp_path / "proofs" / "left-over").write_bytes(b"x")
    assert take_stock() == Stock(1, [f"proof {lost.pk}"], [f"proof {changed.pk}"], ["left-over"])
    with pytest.raises(CommandError, match=rf"Lost: proof {lost.pk}. Changed: proof {changed.pk}."):
        said()
    assert (tmp_path / "proofs" / whole.stored_as).exists()
