"""Two windows on one box of words: what is typed in one is not lost under what is typed in the other."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex

NAME_LENGTH = 16


def digest(words: str) -> str:
    """Short, and the same for the same words."""
    return sha256(words.strip().encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Window:
    """One opening of a box: a name of its own, and the digest of the words that stood in it then."""

    name: str
    opened_with: str

    def __str__(self) -> str:
        return f"{self.name}.{self.opened_with}"

    @classmethod
    def on(cls, words: str) -> "Window":
        """The box is opened, with these words in it."""
        return cls(token_hex(NAME_LENGTH // 2), digest(words))

    @classmethod
    def named(cls, said: str) -> "Window | None":
        """As a form sends it back; None where it is none."""
        name, dot, opened_with = said.partition(".")
        return cls(name[:NAME_LENGTH], opened_with) if dot else None

    def overwrites(self, stored: str, typed_in: str, words: str) -> bool:
        """Whether keeping ``words`` loses what was kept from another window since this one was opened."""
        return bool(stored) and typed_in != self.name and digest(stored) not in (self.opened_with, digest(words))
