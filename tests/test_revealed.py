"""What a choice reveals stands in the stylesheet: it has to know the choices by the names that the forms have."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from council.models import Holding
from recommendations.states import IN_TROUBLE, Status

pytestmark = pytest.mark.once


def choices_of(part: str) -> set[str]:
    """The values with which a form shows this part."""
    css = (Path(settings.BASE_DIR) / "static" / "css" / "forms.css").read_text()
    (rule,) = re.findall(rf"^(form:not.*) \.reveal--{part}\b", css, re.MULTILINE)
    return set(re.findall(r'\[value="(\w+)"\]', rule))


@pytest.mark.parametrize(
    ("part", "choices"),
    [
        ("in-trouble", {status.value for status in IN_TROUBLE}),
        ("achieved", {Status.ACHIEVED.value}),
        ("taken-over", set(Holding.Capacity.values)),
        ("vacant", {"vacancy"}),
    ],
)
def test_a_part_of_a_form_is_shown_with_every_choice_that_needs_it(part: str, choices: set[str]) -> None:
    assert choices_of(part) == choices
