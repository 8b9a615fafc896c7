"""A disk that takes no more: what was attached is refused in words, what was typed stays, and nothing is left."""

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recommendations.models import Update
from tests.conftest import Cast

pytestmark = [pytest.mark.usefixtures("day"), pytest.mark.once]
ROWS = b"what,how much\n" + b"schools visited,12\n" * 8_000


@pytest.fixture
def small_disk() -> Iterator[None]:
    """The system refuses to write more than 64 KB into any file, as it refuses everything on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
@pytest.mark.parametrize("in_memory", [True, False])
def test_nothing_of_it_is_kept_and_the_words_stand_in_the_form(
    cast: Cast, settings: Any, tmp_path: Path, in_memory: bool
) -> None:
    # A small file waits in memory until it is kept, a large one on the disk already.
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10**7 if in_memory else 1_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    typed = {"status": "on_track", "reason": "", "words": "A teacher starts on Monday.", "version": "1"}
    proof = {"proof_1_shows": "Schools that were visited.", "proof_1_file": SimpleUploadedFile("visits.csv", ROWS)}
    answer = cast.client("officer").post(f"/actions/{cast.action.pk}/update/", typed | proof)
    assert answer.status_code == 422
    assert "A teacher starts on Monday." in answer.content.decode()
    assert Update.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
