"""A document that cannot be read, and why, in words for the person who chose it."""


class Unreadable(Exception):
    """Nothing was read. The message says why and what to do."""


SCANNED = (
    "This PDF holds pictures of pages and no text, so it cannot be read. Copy the text from the scanned pages with the "
    "program that scanned them, and paste it below."
)
