"""Proof that what was sealed is what it was: each issued file is held against its checksum, and made again."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports import files
from reports.freezing import drawn, table_of
from reports.frozen import sha256
from reports.models import Copy, Frozen
from reports.pdf import CannotMakePdf, make_pdf
from reports.states import Progress

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
PUT_BACK = "the file was put back, the same to the last byte"


@dataclass(frozen=True)
class Proved:
    """What was found of an issued text and one file of it. ``faults`` is empty where all is as it was sealed."""

    frozen: Frozen
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all is as it was sealed, by now."""
        return not self.faults or self.faults[-1] == PUT_BACK


def made_again(frozen: Frozen) -> bytes:
    """The PDF of what was frozen, made anew from it alone."""
    html, attached, moment = drawn(frozen)
    return make_pdf(html, lambda page: None, attached, moment).content


def prove(*, again: bool, restore: bool = False) -> Iterator[Proved]:
    """Each issued text with each file of it, and those of which none was made.

    ``again`` makes it once more, ``restore`` puts a lost or damaged one back where that is so.
    """
    issued = Frozen.objects.filter(is_issued=True).select_related(
        "report__committee", "report__review", "letter__review", "letter__witness"
    )
    for text in issued.order_by("report__committee", "report__number", "pk"):
        of_data = tuple(faults_of_data(text))
        copies = list(Copy.objects.filter(frozen=text, state=Progress.DONE).for_page().order_by("pk"))
        if not copies:
            yield Proved(text, (*of_data, "its PDF was not made yet"))
        for copy in copies:
            # Data that is not what was sealed makes another file.
            of_file = faults_of_file(copy, again=again and not of_data, restore=restore and not of_data)
            yield Proved(text, (*of_data, *of_file))


def faults_of_data(frozen: Frozen) -> Iterator[str]:
    """What is not as it was sealed in the data."""
    try:
        is_sealed = (sha256(frozen.data), sha256(table_of(frozen))) == (frozen.sha256, frozen.table_sha256)
    except UNREADABLE:
        yield "its data cannot be read"
        return
    if not is_sealed:
        yield "its data does not have the checksum under which it was sealed"


def faults_of_file(copy: Copy, *, again: bool, restore: bool) -> Iterator[str]:
    """What is not as it was sealed in the file."""
    is_whole = False
    try:
        is_whole = sha256(files.path_of(str(copy.file)).read_bytes()) == copy.sha256
    except FileNotFoundError:
        yield "its file is lost"
    except OSError as error:
        yield f"its file cannot be read: {error.strerror}"
    else:
        if not is_whole:
            yield "its file does not have the checksum under which it was sealed"
    if again or (restore and not is_whole):
        yield from second_making(copy, restore=restore and not is_whole)


def second_making(copy: Copy, *, restore: bool) -> Iterator[str]:
    """Make it again, and put it in place of what was lost or damaged."""
    try:
        content = made_again(copy.frozen)
        if sha256(content) != copy.sha256:
            yield "made again, it is not the same"
        elif restore:
            files.write(str(copy.file), content)
            files.check_and_move(str(copy.file), content)
            yield PUT_BACK
    except (CannotMakePdf, files.CannotKeep) as error:
        yield f"it could not be put back: {error}" if restore else f"it could not be made again: {error}"
