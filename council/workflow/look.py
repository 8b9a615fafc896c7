"""How a council's pages look: its name, its colour and its logo."""

from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction

from council import contrast, rules
from council.models import Council, Logo
from council.roles import Roles
from council.rules import must
from council.workflow.rows import ChangedMeanwhile

LARGEST_LOGO = 200_000
# Times as wide as high: wider ones push the name and the search out of the head of the page.
WIDEST_LOGO = 6
NO_PICTURE = "Choose a PNG, JPEG or WebP picture. This file cannot be read as one"
PICTURES = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True)
class Picture:
    """A picture that was inspected."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class Look:
    """The name that stands on its pages, its colour (empty: the product's own), and a new logo where there is one."""

    name: str
    colour: str = ""
    logo: Picture | None = None
    without_logo: bool = False


@transaction.atomic
def give_look(council: Council, *, by: Roles, look: Look, seen_version: int | None = None) -> Council:
    """Let a council's pages look like this from now on.

    Raises PermissionDenied for somebody who does not set it up, ChangedMeanwhile where somebody else saved first, and
    ValidationError, by field, for a colour that cannot be read and for a logo that is no small picture.
    """
    must(rules.may_set_up(by, council), "The scrutiny officer sets this up.")
    row = Council.objects.select_for_update().get(pk=council.pk)
    if seen_version != row.look_version:
        raise ChangedMeanwhile(row)
    must_be_readable(look.colour)
    if look.logo:
        must_be_a_logo(look.logo)
        kept = {"content": look.logo.content, "content_type": look.logo.content_type}
        Logo.objects.update_or_create(council=row, defaults=kept)
    elif look.without_logo:
        Logo.objects.filter(council=row).delete()
    row.name, row.colour = look.name, look.colour
    row.has_logo = look.logo is not None or (row.has_logo and not look.without_logo)
    row.look_version += 1
    row.save(update_fields=["name", "colour", "has_logo", "look_version"])
    return row


def must_be_readable(colour: str) -> None:
    """Raise ValidationError for what is no colour, and for one that cannot be read."""
    if not colour:
        return
    if not contrast.COLOUR.match(colour):
        raise ValidationError({"colour": "Enter a colour as # and six digits or letters from a to f, like #0b4a60"})
    found = contrast.least_contrast(colour)
    if found < contrast.READABLE:
        raise ValidationError(
            {
                "colour": f"Words in this colour, or white words on it, cannot be read well: contrast {found:.1f}, and "
                f"{contrast.READABLE} is needed. Choose a darker one"
            }
        )


def must_be_a_logo(picture: Picture) -> None:
    """Raise ValidationError for what is no picture, and for one that would slow every page."""
    if picture.content_type not in PICTURES:
        raise ValidationError({"logo": NO_PICTURE})
    if len(picture.content) > LARGEST_LOGO:
        size = f"{len(picture.content) // 1000:,} KB"
        raise ValidationError({"logo": f"The logo must be {LARGEST_LOGO // 1000} KB or less. This one has {size}"})
    # Here and not at the top: a web worker in which nobody brings a picture need not know how to read one.
    from PIL import Image, UnidentifiedImageError

    try:
        width, height = Image.open(BytesIO(picture.content)).size
    except UnidentifiedImageError as error:
        raise ValidationError({"logo": NO_PICTURE}) from error
    if width > WIDEST_LOGO * height:
        raise ValidationError(
            {
                "logo": f"This picture is {width} pixels wide and {height} high, too flat to be seen. "
                f"Choose one that is at most {WIDEST_LOGO} times as wide as high"
            }
        )
