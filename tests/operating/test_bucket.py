"""Files in a bucket of S3, by settings alone: with a server on loopback that speaks as S3 does."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from evidence import stocktaking
from evidence.models import Proof
from operating.backups import making
from operating.backups.files import kept_files
from operating.backups.making import back_up
from operating.backups.restoring import restore
from recommendations.models import Update
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

KEYS = {"access_key": "somebody", "secret_key": "whatever", "region_name": "eu-west-2"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """Something that speaks as S3 does, on a port of this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    yield running
    running.stop()


def kept_in(server: ThreadedMotoServer, settings: Any, name: str) -> Any:
    """From here on proof is kept in a new bucket; what asks S3 itself for what is in it."""
    host, port = server.get_host_and_port()
    options = {"bucket_name": name, "endpoint_url": f"http://{host}:{port}", **KEYS}
    settings.STORAGES = {**settings.STORAGES, "proofs": {"BACKEND": "evidence.bucket.Bucket", "OPTIONS": options}}
    client = boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        region_name=KEYS["region_name"],
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
    )
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
    return client


def given(cast: Cast, words: str) -> Any:
    """The answer to an update with a file of proof, typed as on the site."""
    cast.action.refresh_from_db()
    typed = {"status": "on_track", "words": words, "reason": "", "version": str(cast.action.version)}
    proof = {
        "proof_1_shows": "The sessions that were held.",
        "proof_1_file": SimpleUploadedFile("sessions.csv", verbs.TABLE),
    }
    return cast.client("officer").post(f"/actions/{cast.action.pk}/update/", {**typed, **proof})


def test_proof_lies_in_the_bucket_and_is_read_from_it_backed_up_and_restored(
    cast: Cast,
    server: ThreadedMotoServer,
    settings: Any,
    tmp_path: Path,
    lite: str,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: Any,
) -> None:
    client = kept_in(server, settings, "proof")
    assert list(kept_files()) == []
    assert given(cast, "With its proof.").status_code == 302
    proof = Proof.objects.get()
    assert [row["Key"] for row in client.list_objects_v2(Bucket="proof")["Contents"]] == [proof.stored_as]
    answer: Any = cast.client("officer").get(f"/proof/{proof.pk}/")
    assert b"".join(answer.streaming_content) == verbs.TABLE
    stock = stocktaking.take_stock()
    assert (stock.whole, stock.is_right) == (1, True)
    # What a test has written nobody else sees.
    monkeypatch.setattr(making, "snapshot", nullcontext)
    back_up(tmp_path / "backup.tar", f.noon(f.DAY))
    other = kept_in(server, settings, "another")
    # Another database than the test's own.
    with django_db_blocker.unblock():
        restore(tmp_path / "backup.tar", using=lite, say=lambda _: None)
    assert other.get_object(Bucket="another", Key=proof.stored_as)["Body"].read() == verbs.TABLE
    storages["proofs"].delete(proof.stored_as)
    assert stocktaking.take_stock().lost == [f"proof {proof.pk}"]


def test_without_the_bucket_it_is_told_and_nothing_is_half_kept(
    cast: Cast, server: ThreadedMotoServer, settings: Any
) -> None:
    kept_in(server, settings, "proof-of-another")
    assert given(cast, "With its proof.").status_code == 302
    proof, updates = Proof.objects.get(), Update.objects.count()
    server.stop()
    page = given(cast, "With proof that nobody takes.")
    assert page.status_code == 422
    assert "could not be stored" in page.content.decode() and "With proof that nobody takes." in page.content.decode()
    assert Update.objects.count() == updates
    assert cast.client("officer").get(f"/proof/{proof.pk}/").status_code == 503
