"""Templates that are written as functions give what Django gives, node by node."""

# ruff: noqa: E501  # snippets stand on one line, since a line's end is drawn too
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from recommendations.states import Status
from scrutiny.templating.loading import DrawnNodes, drawn

pytestmark = pytest.mark.once


@dataclass(frozen=True)
class Row:
    """Something with attributes."""

    name: str
    count: int = 0

    def doubled(self) -> int:
        """A function without arguments is called."""
        return self.count * 2

    def times(self, number: int) -> int:
        """One with arguments is not."""
        return self.count * number

    def delete(self) -> str:
        """One that changes something neither."""
        raise AssertionError("A template changed something.")

    delete.alters_data = True  # type: ignore[attr-defined]

    @property
    def broken(self) -> str:
        """What fails as a missing attribute does."""
        return self.nothing_like_it  # type: ignore[attr-defined,no-any-return]


def values() -> dict[str, Any]:
    return {
        "rows": [Row("<b>A & B</b>", 1), Row("it's", 2), Row("", 0)],
        "safe": mark_safe("<i>safe</i>"),  # a constant
        "words": "<u>\"words\" & 'more'</u>",
        "number": 1234567,
        "part": 0.5,
        "day": date(2026, 3, 1),
        "moment": datetime(2026, 7, 1, 12, 30, tzinfo=UTC),
        "none": None,
        "empty": [],
        "pairs": [("a", 1), ("b", 2)],
        "named": {"name": "of a dict", "items": "an item", "0": "zero"},
        "lazy": SimpleLazyObject(lambda: Row("lazy", 3)),
        "made": (number for number in (1, 2)),
        "status": Status.ON_TRACK,
        "Status": Status,
        "call": lambda: Row("called", 4),
        "forloop": {"counter": 9},
    }


SNIPPETS = [
    "{{ words }}{{ safe }}{{ number }}{{ part }}{{ none }}{{ missing }}{{ missing.name }}{{ True }}{{ 'a<b' }}",
    "{{ day }}|{{ moment }}|{{ day|date:'j F Y' }}|{{ moment|date:'H:i' }}|{{ moment|date }}",
    "{{ rows.0.name }}{{ rows.9.name }}{{ rows.0.doubled }}{{ rows.0.times }}{{ rows.0.delete }}{{ rows.0.broken }}",
    "{{ named.name }}{{ named.items }}{{ named.0 }}{{ named.keys }}{{ lazy.name }}{{ lazy.doubled }}{{ call.name }}",
    "{{ status }}{{ status.label }}{{ Status.ON_TRACK.label }}{{ status.value|upper }}",
    "{{ words|upper }}{{ safe|upper }}{{ words|safe }}{{ words|default:'x' }}{{ none|default:'<x>' }}",
    "{{ missing|default:'gone' }}{{ missing|length }}{{ empty|length }}{{ words|truncatewords:1 }}",
    "{{ rows|length|add:number }}{{ words|add:safe }}{{ words|linebreaks }}{{ safe|linebreaks }}",
    "{% autoescape off %}{{ words }}{{ words|upper }}{% for row in rows %}{{ row.name }}{% endfor %}{% endautoescape %}",
    "{% if missing %}a{% elif missing.name %}b{% elif rows.0.broken %}c{% else %}d{% endif %}",
    "{% if number > 5 and not none or missing %}a{% endif %}{% if none > 5 %}b{% else %}c{% endif %}",
    "{% if 'a' in missing %}a{% else %}b{% endif %}{% if status == 'on_track' %}c{% endif %}{% if none is None %}d{% endif %}",
    "{% if words|length > 3 and rows.0.count == 1 %}a{% endif %}{% if missing|length %}b{% else %}c{% endif %}",
    "{% if number < missing %}a{% else %}b{% endif %}{% if not missing %}c{% endif %}{% if missing != none %}d{% endif %}",
    "{% for row in rows %}{{ forloop.counter }}/{{ forloop.revcounter }}{{ forloop.first }}{{ forloop.last }}{{ row.name }}{% endfor %}",
    "{% for row in rows reversed %}{{ row.count }}{{ forloop.parentloop.counter }}{% endfor %}{{ row }}{{ forloop.counter }}",
    "{% for row in rows %}{% for again in rows %}{{ forloop.parentloop.counter }}{{ again.name }}{{ row.name }}{% endfor %}{% endfor %}",
    "{% for row in rows %}{% for row in pairs %}{{ row.0 }}{% endfor %}{{ row.name }}{% endfor %}",
    "{% for row in empty %}a{% empty %}none{{ number }}{% endfor %}{% for row in missing %}a{% empty %}b{% endfor %}",
    "{% for key, value in pairs %}{{ key }}{{ value }}{{ forloop.counter }}{% endfor %}{% for one in made %}{{ one }}{% endfor %}",
    "{% for key, value in named.items %}x{% endfor %}",
    "{% with one=rows.0 two=missing %}{{ one.name }}{{ two }}{% with one=rows.1 %}{{ one.name }}{% endwith %}{{ one.name }}{% endwith %}{{ one }}",
    "{% for row in rows %}{% with row=number %}{{ row }}{% endwith %}{{ row.name }}{% cycle 'a' 'b' %}{% endfor %}",
    "{% load standing %}{% for row in rows %}{% firstof row.name 'none' as row %}{{ row }}{{ row.name }}{% endfor %}",
    "{% load standing %}{{ number|counted:'action' }}{{ day|long_day }}{{ day|ago:day }}{{ missing|long_day }}",
    "{% load standing %}{% query_with named state='a' %}{% query_with named state=words as found %}{{ found }}",
    "{% comment %}{{ words }}{% endcomment %}{# nothing #}{% spaceless %}<p> {{ words }} </p>{% endspaceless %}",
    "{% regroup rows by count as groups %}{% for group in groups %}{{ group.grouper }}{{ group.list|length }}{% endfor %}",
    "{% ifchanged number %}a{% endifchanged %}{% now 'Y' as year %}{{ year|length }}{% filter upper %}{{ words }}{% endfilter %}",
]


def both(source: str) -> tuple[Template, Template]:
    """A template as Django has it, and the same as a function."""
    engine = Engine(libraries={"standing": "recommendations.templatetags.standing"})
    one, other = engine.from_string(source), engine.from_string(source)
    other.nodelist = drawn(other.nodelist)
    return one, other


def outcome(template: Template, context: Context) -> str:
    """What it draws, or the kind of fault."""
    try:
        return str(template.render(context))
    except Exception as fault:  # noqa: BLE001  # whatever it is
        return type(fault).__name__


def fail() -> str:
    """What goes wrong while it is drawn."""
    raise ZeroDivisionError


@pytest.mark.parametrize("source", SNIPPETS)
def test_a_function_draws_what_django_draws(source: str) -> None:
    one, other = both(source)
    assert outcome(other, Context(values())) == outcome(one, Context(values()))
    # Without anything at hand every way is Django's.
    assert outcome(other, Context()) == outcome(one, Context())


@pytest.mark.parametrize("source", ["{{ fail.it }}", "{% if fail %}a{% endif %}", "{% for a in fail %}{% endfor %}"])
def test_what_fails_fails_as_it_does_with_django(source: str) -> None:
    one, other = both(source)
    assert outcome(other, Context({"fail": fail})) == outcome(one, Context({"fail": fail}))


def test_the_site_reads_its_templates_through_the_loader() -> None:
    engine = Engine.get_default()
    template = engine.get_template("recommendations/dashboard.html")
    assert isinstance(template.nodelist, DrawnNodes)
    assert engine.get_template("recommendations/dashboard.html") is template
    with pytest.raises(TemplateSyntaxError):
        engine.from_string("{% if %}")
