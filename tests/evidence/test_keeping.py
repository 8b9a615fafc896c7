"""Where files of proof are kept is a setting."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from scrutiny.settings import VAR_DIR, proof_storage


def test_by_default_proof_lies_in_a_folder_of_its_own_that_only_this_account_reads() -> None:
    kept = proof_storage()
    assert kept["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert kept["OPTIONS"]["location"] == VAR_DIR / "proofs"
    assert (kept["OPTIONS"]["file_permissions_mode"], kept["OPTIONS"]["directory_permissions_mode"]) == (0o600, 0o700)
    assert not FileSystemStorage(**kept["OPTIONS"]).path("a").startswith(str(settings.MEDIA_ROOT))


def test_another_storage_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Any] = {"bucket_name": "proof", "querystring_auth": True}
    monkeypatch.setenv("PROOF_STORAGE", "storages.backends.s3.S3Storage")
    monkeypatch.setenv("PROOF_STORAGE_OPTIONS", json.dumps(options))
    assert proof_storage() == {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
