"""A file that is not kept, and the signs of a file that is two things at once."""

import zipfile
from io import BytesIO

# What makes a browser, or a server, run a file as something else. Lower case.
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<iframe", b"<?php", b"<body", b"javascript:")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
# Readers of PDF look for its beginning this far into a file.
HEAD = 1024


class Refused(Exception):
    """This file is not kept. Says why and what to do, in words for the person who chose it."""


def has_markup(content: bytes) -> bool:
    """Whether it holds what a browser would run as a page."""
    lowered = content.lower()
    return any(sign in lowered for sign in MARKUP)


def refuse_second_file(content: bytes) -> None:
    """Raise Refused where a file that is no archive and no PDF is one as well."""
    is_archive = zipfile.is_zipfile(BytesIO(content)) or any(sign in content for sign in ARCHIVES)
    if is_archive or b"%PDF-" in content[:HEAD]:
        raise Refused("holds a second file inside. Save it again from the program that made it")
