"""What it takes to read the real report, as text, as a Word document and as a PDF.

    REVIEW_TEXT=prevent-duty-review.txt python -m bench.importing

Seconds of work (of the reader and of what it starts) and the most memory that it had at once, in MB.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.intake.making import as_docx, as_pdf

SECONDS, MEGABYTES = 5, 300
# What `python -m intake.reading FILE` does, and then the seconds of work and the most memory in MB that it took. The
# kernel's VmHWM counts from the program's start; the usage that a parent is told also counts what the parent took.
MEASURED = """
import resource, runpy, sys
runpy.run_module("intake.reading", run_name="__main__")
usages = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
own = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
worked = sum(usage.ru_utime + usage.ru_stime for usage in usages)
print(worked, max(int(own), usages[1].ru_maxrss) / 1024, file=sys.stderr)
"""


def is_within(kind: str, content: bytes) -> bool:
    """Read one file in a process of its own, and print what that took; whether it is what is promised."""
    with tempfile.NamedTemporaryFile() as report:
        Path(report.name).write_bytes(content)
        begun = time.monotonic()
        command = [sys.executable, "-c", MEASURED, report.name]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.monotonic() - begun
    worked, most = (float(figure) for figure in told.stderr.split())
    print(f"{kind}: {worked:.1f} s of work, {seconds:.1f} s, at most {most:.0f} MB", flush=True)
    return worked <= SECONDS and most <= MEGABYTES


if __name__ == "__main__":
    text = Path(os.environ["REVIEW_TEXT"]).read_text(encoding="utf-8")
    kinds = {"text": text.encode(), "docx": as_docx(text), "pdf": as_pdf(text)}
    within = [is_within(kind, content) for kind, content in kinds.items()]
    sys.exit(not all(within))
