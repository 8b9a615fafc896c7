"""The one kind of failure that people at the keyboard are told about."""


class Trouble(Exception):
    """Something that the person at the keyboard can put right. The message is one line that says how."""
