"""The virus scanner: asked where one is set, believed when it finds something, and never passed over in silence."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.inspection import Refused, inspect
from evidence.models import Proof
from tests.conftest import Cast
from tests.evidence import files
from tests.pages import Page


def heard(line: socket.socket) -> bytes:
    """What one client sends in the scanner's own words."""
    with line.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(length)
        return content


@contextmanager
def scanner(answer: Callable[[bytes], bytes], server: socket.socket) -> Iterator[list[bytes]]:
    """A scanner that answers one client, and what it was sent."""
    sent: list[bytes] = []

    def serve() -> None:
        line, _ = server.accept()
        with line:
            sent.append(heard(line))
            line.sendall(answer(sent[-1]))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield sent
    finally:
        thread.join(timeout=10)
        server.close()
        assert not thread.is_alive()


@pytest.fixture
def loopback(settings: Any) -> socket.socket:
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    settings.CLAMAV_PATIENCE = 2
    return server


def looked_at(content: bytes) -> str:
    return inspect(SimpleUploadedFile("minutes.csv", content)).name


def test_a_clean_file_is_kept_and_the_scanner_saw_all_of_it(loopback: socket.socket) -> None:
    content = files.table(9000)
    assert len(content) > 2 * 64 * 1024
    with scanner(lambda _: b"stream: OK\0", loopback) as sent:
        assert looked_at(content) == "minutes.csv"
    assert sent == [content]


def test_a_find_is_refused(loopback: socket.socket) -> None:
    with scanner(lambda _: b"stream: Eicar-Test-Signature FOUND\0", loopback), pytest.raises(Refused) as refusal:
        looked_at(files.table())
    assert str(refusal.value) == (
        "“minutes.csv” holds a virus, the scanner says. It was not kept. Tell your IT service."
    )


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: what\0", b"", b"\xff\xff\0"])
def test_an_answer_that_says_neither_is_no_leave_to_pass(loopback: socket.socket, answer: bytes) -> None:
    with scanner(lambda _: answer, loopback), pytest.raises(Refused, match="the scanner does not answer"):
        looked_at(files.table())


def test_a_scanner_that_is_away_lets_nothing_through(loopback: socket.socket) -> None:
    loopback.close()
    with pytest.raises(Refused, match="could not be checked for viruses, because the scanner does not answer"):
        looked_at(files.table())


def test_a_scanner_that_hangs_is_not_waited_for_without_end(loopback: socket.socket, settings: Any) -> None:
    settings.CLAMAV_PATIENCE = 0.2
    with loopback, pytest.raises(Refused, match="the scanner does not answer"):
        looked_at(files.table())


def test_a_scanner_may_listen_on_a_socket_of_this_machine(settings: Any, tmp_path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "clamd"))
    server.listen()
    settings.CLAMAV_URL = f"unix://{tmp_path / 'clamd'}"
    with scanner(lambda _: b"stream: OK\0", server):
        assert looked_at(files.table()) == "minutes.csv"


def test_without_a_scanner_none_is_asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMAV_URL = ""
    monkeypatch.delattr(socket, "create_connection")
    assert looked_at(files.table()) == "minutes.csv"


@pytest.mark.usefixtures("day")
def test_the_form_says_that_the_scanner_is_away_and_keeps_the_words(cast: Cast, loopback: socket.socket) -> None:
    loopback.close()
    typed = {"status": "on_track", "words": "The words stay here.", "version": "1", "proof_1_shows": "It is so."}
    given = SimpleUploadedFile("minutes.csv", files.table())
    response = cast.client("officer").post(f"/actions/{cast.action.pk}/update/", {**typed, "proof_1_file": given})
    assert response.status_code == 422
    page = Page(response)
    assert "The words stay here." in page.text
    assert "the scanner does not answer. Try again later." in page.text
    assert not Proof.objects.exists()
