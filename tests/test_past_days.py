"""An address that asks for a past day is answered on every page: it shows that day, or says that it shows today."""

import pytest

from tests import factories as f
from tests.test_doors import Street, built, knocked, street
from tests.test_nothing_leaks import read_doors

__all__ = ["built", "street"]

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

PAST = f.days(-40).isoformat()
SHOWS_IT, SHOWS_TODAY = "You are looking at the past", "This page shows today"
FRAME = b'<nav class="nav"'


@pytest.mark.parametrize("person", ["officer", "chair", "scrutiny"])
def test_each_page_shows_the_past_day_or_says_that_it_shows_today(street: Street, person: str) -> None:
    met = {SHOWS_IT: 0, SHOWS_TODAY: 0}
    for door in read_doors(person):
        if door.whose not in ("ours", "-"):
            continue
        address = street.address(door)
        address += f"{'&' if '?' in address else '?'}as_at={PAST}"
        response, content = knocked(street.cast, door, address, person)
        if response.status_code != 200 or FRAME not in content:
            continue
        said = [words for words in met if words.encode() in content]
        assert len(said) == 1, (address, said)
        met[said[0]] += 1
        menu = content.partition(FRAME)[2].partition(b"</ul>")[0].decode().split('href="')[2:]
        assert all(f"as_at={PAST}" in link.partition('"')[0] for link in menu), address
    assert met[SHOWS_IT] > 8 and met[SHOWS_TODAY] > 12
