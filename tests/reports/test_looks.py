"""A council's papers have its colour and its logo, and keep those that they were issued with."""

from io import BytesIO

import pytest
from PIL import Image

from council.workflow import Look, Picture, give_look
from reports.freezing import drawn
from reports.models import Report
from reports.pdf import make_pdf
from tests import factories as f
from tests.conftest import Cast
from tests.reports.conftest import Rows
from tests.reports.test_pdf import nobody_listens, reader
from tests.reports.test_standards import A3, UA, faults

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.usefixtures("few")
def test_the_councils_colour_and_logo_are_on_its_paper_and_stay_as_they_were_when_it_was_frozen(
    cast: Cast, rows: Rows
) -> None:
    picture = BytesIO()
    Image.new("RGBA", (60, 20), "#6a1b4d80").save(picture, "PNG")
    look = Look("Harbour Council", "#6a1b4d", Picture(picture.getvalue(), "image/png"))
    council = give_look(cast.committee.council, by=f.roles(cast.scrutiny), look=look, seen_version=1)
    frozen = rows.frozen(Report.objects.get(pk=rows.draft().pk))
    html, _, moment = drawn(frozen)
    give_look(council, by=f.roles(cast.scrutiny), look=Look("Harbour Council", "#0b4a60"), seen_version=2)
    assert drawn(frozen)[0] == html
    assert "--brand: #6a1b4d" in html
    made = make_pdf(html, nobody_listens, at=moment)
    assert faults(made.content, A3) + faults(made.content, UA) == []
    found = reader(made)
    assert len(found.pages[0].images) == 1
