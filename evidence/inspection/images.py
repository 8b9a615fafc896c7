"""Whether something is a whole picture, of a size that can be opened, and nothing else."""

from io import BytesIO

from PIL import Image

from evidence.inspection.refusing import Refused, has_markup, refuse_second_file
from evidence.kinds import JPEG, PNG, WEBP, Kind

MOST_PIXELS = 50_000_000
JPEG_SCAN, JPEG_END = b"\xff\xda", b"\xff\xd9"
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
FORMATS = {"PNG": PNG, "JPEG": JPEG, "WEBP": WEBP}
BROKEN = (
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)


def check(content: bytes) -> Kind:
    """Which kind of picture it is. Raises Refused unless it is whole and holds nothing else."""
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as picture:
            kind = FORMATS[str(picture.format)]
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(f"has more than {MOST_PIXELS // 1_000_000} million points. Make it smaller")
            picture.load()
    except BROKEN as error:
        raise Refused("cannot be read as a picture. Save it again") from error
    if not is_whole(kind, content):
        raise Refused("is not a whole picture: it was cut off, or something was added after its end. Save it again")
    if has_markup(content):
        raise Refused("holds a web page or a script. Save it again")
    refuse_second_file(content)
    return kind


def is_whole(kind: Kind, content: bytes) -> bool:
    """Whether it has its end and nothing follows it.

    Pillow cannot be asked: other libraries tell it, for the whole process, to be content with half a picture.
    Telephones put more behind a JPEG, so there only what is dangerous is refused.
    """
    if kind == PNG:
        return content.endswith(PNG_END)
    if kind == WEBP:
        return int.from_bytes(content[4:8], "little") + 8 == len(content)
    return content.rfind(JPEG_END) > content.rfind(JPEG_SCAN)
