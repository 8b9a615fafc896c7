"""Makes the secrets of a new install, each in a file of its own: python scrutiny/first_secrets.py FOLDER.

One that is there stays. Whoever keeps secrets elsewhere puts files of these names there, or sets the variables.
"""

import os
import secrets
import sys
from pathlib import Path

NAMES = ("secret-key", "owner-password", "application-password")


def make(folder: Path) -> list[str]:
    """Write those that are missing, and return their names. Only who is let into the folder can read them."""
    made = []
    for name in NAMES:
        try:
            file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        except FileExistsError:
            continue
        with os.fdopen(file, "w") as opened:
            # Letters, digits, - and _: fit for a password in any file.
            opened.write(secrets.token_urlsafe(50))
        made.append(name)
    return made


if __name__ == "__main__":
    print(f"Made: {', '.join(make(Path(sys.argv[1]))) or 'nothing, all are there'}.")
