"""A long report is made in less time and memory, and every byte of it stays what WeasyPrint alone would write."""

import pydyf  # type: ignore[import-untyped]  # it has no types
import pytest
import weasyprint  # type: ignore[import-untyped]  # it has no types
from django.template.loader import render_to_string
from django.templatetags.static import static
from weasyprint.html import UA  # type: ignore[import-untyped]  # it has no types

from recommendations.states import State, Status, VerdictKind
from reports import lighter
from reports.pdf import make_pdf
from scrutiny.configuration.install import BASE_DIR

PART = """<section class="report__chapter chapter"><h1 id="r{n}">Recommendation {n}</h1>
<p><b>R{n}</b> follows <a href="#r1">the first</a>.</p>
<ol class="asks"><li>Note <span class="second">it</span></li></ol>
<ul><li>One</li></ul><table class="table"><thead><tr><th scope="col">Action</th><th scope="col">Officers say</th></tr>
</thead><tbody><tr><th scope="row">{n}.1</th><td><span class="state state--delayed"><img class="mark" alt="Delayed"
src="../marks/delayed.svg">Delayed</span><span class="state-second">since May</span></td></tr></tbody></table>
<svg width="20" height="20" role="img"><title>On track</title><path d="M0 0h20v20H0z"/></svg></section>"""
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>A report</title></head><body>
<section class="cover" data-report="A" data-as-at="B" data-foot="C"><h1>A</h1></section>
{"".join(PART.format(n=n) for n in range(1, 4))}</body></html>"""


@pytest.mark.once
def test_a_pdf_is_the_same_to_the_byte_as_weasyprint_alone_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = make_pdf(PAGE, lambda number: None)
    plain = property(lambda pdf: tuple(f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3]))
    monkeypatch.setattr(lighter, "LighterHTML", weasyprint.HTML)
    monkeypatch.setattr(lighter, "lighten", lambda document: None)
    monkeypatch.setattr(pydyf.PDF, "page_references", plain)
    assert make_pdf(PAGE, lambda number: None) == ours
    assert ours.pages == 4


@pytest.mark.once
def test_nothing_but_rules_about_notes_is_left_out_of_weasyprints_own_stylesheet() -> None:
    assert sum(line.startswith(lighter.NOTES) for line in UA.splitlines()) == 5
    assert UA.count("\n::marker {") == 1


@pytest.mark.once
def test_a_mark_on_paper_is_the_drawing_of_the_screen_whatever_it_says() -> None:
    # An achieved action is drawn as claimed: the committee alone signs off.
    states = {*State.values, *Status.values} - {Status.ACHIEVED}
    marks = {("mark", "state", state, state) for state in states}
    marks |= {("verdict", "verdict", kind, f"verdict-{kind}") for kind in (*VerdictKind.values, "none")}
    for template, name, value, file in marks:
        assert "<svg" in (BASE_DIR / "static/marks" / f"{file}.svg").read_text()
        screen = render_to_string(f"components/{template}.html", {name: value, "word": "So"})
        assert f'src="{static(f"marks/{file}.svg")}" alt="">So</span>' in screen
        paper = render_to_string(f"components/{template}.html", {name: value, "word": "So", "paper": True})
        assert f'src="../marks/{file}.svg" alt="So">So</span>' in paper


@pytest.mark.once
def test_a_block_of_the_screen_is_the_drawing_of_a_share_of_the_width() -> None:
    for state in {*State.values, *Status.values} - {Status.ACHIEVED}:
        drawn = render_to_string("components/mark_block.html", {"state": state})
        kept = (BASE_DIR / "static/marks" / f"block-{state}.svg").read_text()
        inside = [markup.partition(">")[2].rpartition("</svg>")[0].split() for markup in (drawn, kept)]
        assert "".join(inside[0]) == "".join(inside[1]), state
        screen = render_to_string("components/block.html", {"state": state, "title": "So"})
        assert screen.strip() == f'<img src="{static(f"marks/block-{state}.svg")}" alt="So">'
