"""A council's name, colour and logo: readable, a small picture, changed by its scrutiny officer alone."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from council.contrast import contrast
from council.models import Council, Logo
from council.workflow import ChangedMeanwhile, Look, Picture, give_look
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]
PAGE = "/set-up/councils/harbour/look/"


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#0b4a60").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("one", "other", "found"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, found: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(found, abs=0.01)


def test_a_colour_that_cannot_be_read_is_refused(cast: Cast) -> None:
    for colour in ("#ffdd00", "#777777", "#7aa0b0", "0b4a60", "#0b4", "red"):
        with pytest.raises(ValidationError) as refusal:
            give_look(cast.council, by=cast.roles("scrutiny"), look=Look("Harbour", colour), seen_version=1)
        assert set(refusal.value.error_dict) == {"colour"}
    assert give_look(cast.council, by=cast.roles("scrutiny"), look=Look("Harbour", "#5a1846"), seen_version=1).colour


def test_a_logo_is_a_small_picture(cast: Cast) -> None:
    by = cast.roles("scrutiny")
    refused = (
        Picture(b"%PDF-", "application/pdf"),
        Picture(b"x" * 200_001, "image/png"),
        Picture(b"x", "image/png"),
        Picture(a_picture(size=(700, 100)), "image/png"),
    )
    for logo in refused:
        with pytest.raises(ValidationError) as refusal:
            give_look(cast.council, by=by, look=Look("Harbour", logo=logo), seen_version=1)
        assert set(refusal.value.error_dict) == {"logo"}
    found = give_look(cast.council, by=by, look=Look("Harbour", logo=Picture(a_picture(), "image/png")), seen_version=1)
    assert (found.has_logo, found.version) == (True, 2)
    assert not give_look(found, by=by, look=Look("Harbour", without_logo=True), seen_version=2).has_logo
    assert not Logo.objects.exists()


def test_only_its_scrutiny_officer_changes_it_and_nobody_over_somebody_else(cast: Cast) -> None:
    for person in ("chair", "member", "head", "member_elsewhere", "administrator"):
        with pytest.raises(PermissionDenied):
            give_look(cast.council, by=cast.roles(person), look=Look("Mine"), seen_version=1)
    give_look(cast.council, by=cast.roles("scrutiny"), look=Look("Harbour City"), seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        give_look(cast.council, by=cast.roles("scrutiny"), look=Look("Mine"), seen_version=1)
    assert Council.objects.get(pk=cast.council.pk).name == "Harbour City"


def test_the_page_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(cast: Cast) -> None:
    browser = cast.client("scrutiny")
    refused = browser.post(PAGE, {"name": "Harbour City", "colour": "#FFDD00", "version": "1"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "cannot be read well: contrast 1.2" in page
    assert 'value="Harbour City"' in page
    no_picture = SimpleUploadedFile("logo.png", b"<svg onload='x'>")
    assert browser.post(PAGE, {"name": "x", "version": "1", "logo": no_picture}).status_code == 422
    stale = browser.post(PAGE, {"name": "x", "version": "7"})
    assert (stale.status_code, "somebody else changed this meanwhile" in stale.content.decode()) == (409, True)


def test_pages_have_the_colour_and_the_logo(cast: Cast) -> None:
    browser: Any = cast.client("scrutiny")
    upload = SimpleUploadedFile("logo.png", a_picture())
    saved = browser.post(PAGE, {"name": "Harbour City", "colour": "#5A1846", "logo": upload, "version": "1"})
    assert saved.status_code == 302
    page = browser.get(cast.review.get_absolute_url()).content.decode()
    assert "/councils/harbour/look-2.css" in page
    assert "/councils/harbour/logo-2" in page
    style = cast.client("member").get("/councils/harbour/look-2.css")
    assert "--brand: #5a1846" in style.content.decode()
    assert "immutable" in style.headers["Cache-Control"]
    assert cast.client("member").get("/councils/harbour/logo-2").content == a_picture()
    # Another council is not even told that this one is there.
    assert cast.client("member_elsewhere").get("/councils/harbour/look-2.css").status_code == 404
