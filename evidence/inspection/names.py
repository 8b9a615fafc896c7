"""The name under which a file is shown: what it was called, without what could mislead or break anything."""

import re
import unicodedata

from evidence.kinds import Kind

LONGEST = 100
FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
# Taken off the end, however many: the true one is put there.
EXTENSIONS = re.compile(
    r"\.(pdf|docx?|docm|dotm?|xlsx?|xlsm|xlsb|pptx?|pptm|rtf|od[tsp]|png|jpe?g|gif|webp|bmp|tiff?|svgz?|csv|tsv|txt|xml|"
    r"x?html?|mht|js|mjs|vbs|wsf|hta|php\d?|phtml|asp|aspx|jsp|cgi|pl|py|rb|sh|bat|cmd|ps1|exe|com|scr|msi|dll|lnk|jar|"
    r"app|iso|zip|rar|7z|gz|tar|eml|msg)\s*$",
    re.IGNORECASE,
)


def shown_name(given: str, kind: Kind) -> str:
    """The name that a person gave, cleaned, with the extension that the content has."""
    stem = plain(given)
    while (shorter := EXTENSIONS.sub("", stem)) != stem:
        stem = shorter
    stem = stem.strip(" .")[: LONGEST - len(kind.extension) - 1].strip(" .")
    return f"{stem or 'proof'}.{kind.extension}"


def plain(given: str) -> str:
    """The last part of a path, without characters that nobody sees or that a disk refuses."""
    last = re.split(r"[/\\]", given)[-1] if re.search(r"[^/\\.\s]", re.split(r"[/\\]", given)[-1]) else ""
    seen = "".join(c for c in unicodedata.normalize("NFC", last) if not unicodedata.category(c).startswith("C"))
    return " ".join(FORBIDDEN.sub("-", seen).split())


def quoted(given: str) -> str:
    """The name as a message says it, before anything is known of the content."""
    name = plain(given)
    return f"“{name if len(name) <= 60 else name[:57] + '…'}”" if name else "This file"
