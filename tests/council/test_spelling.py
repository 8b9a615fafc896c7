"""“Did you mean …”: a word that is found nowhere, put right by the words that are there."""

import pytest

from council.spelling import respelled

pytestmark = pytest.mark.once
TEXTS = ("Safeguarding training for school governors", "The Prevent duty", "Social media in schools", "Girls")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("saffeguarding", "Safeguarding"),
        ("Prevnt", "Prevent"),
        ("govenors trainig", "governors training"),
        ("shcools", "schools"),
        ("“sosial” media", "“Social” media"),
        # What begins a word that is there is no mistake, nor is a number; short words are near to too many.
        ("prevent", ""),
        ("scho", ""),
        ("2016", ""),
        ("gil", ""),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_only_a_word_that_is_nowhere_becomes_the_nearest_that_is(asked: str, meant: str) -> None:
    assert respelled(asked, TEXTS) == meant
