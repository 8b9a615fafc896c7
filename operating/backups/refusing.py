"""The one kind of failure that whoever backs up or restores is told about."""


class CannotBackUp(Exception):
    """The archive was not made, and nothing of it is left. The message is a sentence."""


class CannotRestore(Exception):
    """Nothing was restored. The message is a sentence that says why, and where there is a cure, which."""
