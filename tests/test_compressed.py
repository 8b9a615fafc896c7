"""What is sent compressed, and what is not."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from scrutiny.compressed import CompressedPages

pytestmark = pytest.mark.once
LONG = b"Wanted on time. " * 100


def sent(answer: HttpResponse | FileResponse, takes: str = "gzip") -> HttpResponse | FileResponse:
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING=takes)
    result = CompressedPages(lambda _: answer)(request)
    assert isinstance(result, HttpResponse | FileResponse)
    return result


def test_a_page_is_compressed_for_who_takes_it_and_a_file_is_sent_as_it_is() -> None:
    page = sent(HttpResponse(LONG))
    assert page["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.getvalue()) == LONG
    assert "Content-Encoding" not in sent(HttpResponse(LONG), takes="")
    assert "Content-Encoding" not in sent(HttpResponse(LONG, content_type="application/pdf"))
    assert "Content-Encoding" not in sent(FileResponse([LONG], content_type="text/csv"))
