"""Drawings of dates that stand on a page fifty times, put together without a template for each sign."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from recommendations.drawing import Point, TimelineRow

register = template.Library()

# Each sign around its own middle.
EARLIER = '<path fill="#fff" stroke="#17212b" stroke-width="1.6" d="M0-6L6 0 0 6-6 0z"/>'
CURRENT = '<path fill="#17212b" d="M0-7L7 0 0 7-7 0z"/>'
CLAIMED = (
    '<circle r="8" fill="#fff" stroke="#14603c" stroke-width="1.6"/>'
    '<path stroke="#14603c" stroke-width="1.8" d="M-3.6.2l2.6 2.6 4.8-5"/>'
)
SIGNED_OFF = '<circle r="9" fill="#14603c"/><path stroke="#fff" stroke-width="1.8" d="M-3.8.2l2.8 2.8 5-5.2"/>'
SIGNS = {"earlier": EARLIER, "current": CURRENT, "claimed": CLAIMED, "signed_off": SIGNED_OFF}


@register.simple_tag
def sign(point: Point, y: int = 15) -> SafeString:
    """One sign in a drawing of dates, placed by percentage so that it is never stretched; ``y`` pixels down."""
    return mark_safe(f'<svg x="{point.x}%" y="{y}" overflow="visible">{SIGNS[point.kind]}</svg>')  # noqa: S308  # numbers


@register.simple_tag
def signs() -> SafeString:
    """Every kind of sign by its name, for the rows below to use."""
    return mark_safe("".join(f'<g id="sign-{kind}">{drawing}</g>' for kind, drawing in SIGNS.items()))  # noqa: S308  # ours


@register.simple_tag
def timeline_row(row: TimelineRow) -> SafeString:
    """The drawing in one row of the timeline of actions, 30 pixels high; its dates in words for who does not see it.

    Today's line and the meetings are drawn once, by timeline_head.html, and each kind of sign too; colours and strokes
    are the style's. Every x is a percentage.
    """
    parts = [f'<svg role="img"><title>{escape(row.title)}</title>']
    if row.slipped_to:
        ends = f'x1="{row.slipped_from}%" x2="{row.slipped_to}%"'
        parts.append(
            f'<g><line {ends} y1="9.7" y2="9.7"/><line {ends} y1="20.3" y2="20.3"/></g><svg y="10.5" height="9">'
            f'<line transform="translate(0 4.5) skewX(40)" {ends}/></svg>'
        )
    if row.line_to:
        parts.append(f'<line x2="{row.line_to}%" y1="15" y2="15"/>')
    if row.overdue_to:
        ends = f'x1="{row.overdue_from}%" x2="{row.overdue_to}%"'
        parts.append(f'<line class="late" {ends} y1="15" y2="15"/>')
    parts += [f'<use href="#sign-{point.kind}" x="{point.x}%" y="15"/>' for point in row.points]
    return mark_safe("".join(parts) + "</svg>")  # noqa: S308  # numbers, and words that are escaped
