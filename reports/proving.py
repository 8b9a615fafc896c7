"""Proof that what was sealed is what it was: each issued file is held against its checksum, and made again."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports import files
from reports.attachments import as_csv
from reports.freezing import drawn, thawed
from reports.frozen import sha256
from reports.models import Copy, Frozen
from reports.pdf import make_pdf
from reports.states import Progress


@dataclass(frozen=True)
class Proved:
    """What was found of one issued file. ``faults`` is empty where all is as it was sealed."""

    copy: Copy
    faults: tuple[str, ...]


def made_again(frozen: Frozen) -> bytes:
    """The PDF of what was frozen, made anew from it alone."""
    html, attached, moment = drawn(frozen)
    return make_pdf(html, lambda page: None, attached, moment).content


def prove(*, again: bool, restore: bool = False) -> Iterator[Proved]:
    """Each issued file. ``again`` makes it once more, ``restore`` puts a lost or damaged one back where that is so."""
    issued = Copy.objects.filter(frozen__is_issued=True, state=Progress.DONE).for_page()
    for copy in issued.order_by("frozen__report__committee", "frozen__report__number", "pk"):
        yield Proved(copy, tuple(faults_of(copy, again=again, restore=restore)))


def faults_of(copy: Copy, *, again: bool, restore: bool) -> Iterator[str]:
    """What is not as it was sealed."""
    if (
        sha256(copy.frozen.data) != copy.frozen.sha256
        or sha256(as_csv(thawed(copy.frozen))) != copy.frozen.table_sha256
    ):
        yield "its data does not have the checksum under which it was sealed"
    try:
        kept = files.path_of(str(copy.file)).read_bytes()
    except FileNotFoundError:
        kept = b""
        yield "its file is lost"
    is_whole = sha256(kept) == copy.sha256
    if kept and not is_whole:
        yield "its file does not have the checksum under which it was sealed"
    if again or (restore and not is_whole):
        yield from second_making(copy, restore=restore and not is_whole)


def second_making(copy: Copy, *, restore: bool) -> Iterator[str]:
    """Make it again, and put it in place of what was lost or damaged."""
    content = made_again(copy.frozen)
    if sha256(content) != copy.sha256:
        yield "made again, it is not the same"
    elif restore:
        files.write(str(copy.file), content)
        files.check_and_move(str(copy.file), content)
        yield "the file was put back, the same to the last byte"
