"""How a council's papers look. Frozen with what they say, so that a later logo changes no paper that was issued."""

from base64 import b64encode

from council.models import Council, Logo
from reports.imprint import Look


def look_of(council: Council) -> Look | None:
    """Its colour and logo: one query where it has a logo, none otherwise."""
    if not (council.colour or council.has_logo):
        return None
    logo = Logo.objects.filter(council=council).first() if council.has_logo else None
    held = f"data:{logo.content_type};base64,{b64encode(bytes(logo.content)).decode()}" if logo else ""
    return Look(council.colour, held)
