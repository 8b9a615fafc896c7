"""Whether a colour can be read: contrast as WCAG 2.2 counts it (success criterion 1.4.3)."""

import re

COLOUR = re.compile(r"^#[0-9a-f]{6}$")
# What a council's colour stands on, or what stands on it: the page, and the grey of panels.
PAGE, PANEL = "#ffffff", "#f4f6f7"
READABLE = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of a colour such as #0b4a60, from 0 (black) to 1 (white)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str) -> float:
    """How well a council's colour can be read at worst: as links on the page and on panels, and below white words."""
    return min(contrast(colour, PAGE), contrast(colour, PANEL))
