"""Known weaknesses of what is installed, where the advisory data can be reached; said plainly where it cannot.

A weakness fails the run. One that does not touch the product is listed in ACCEPTED with its reason.
"""

import json
import subprocess
import sys

# Advisory -> why it does not touch the product.
ACCEPTED: dict[str, str] = {}
PATIENCE = 120


def audit() -> tuple[list[str], bool]:
    """The weaknesses that were found, and whether the data could be reached."""
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return [], False
    weak = [(d["name"], d["version"], v["id"]) for d in found for v in d.get("vulns", [])]
    return [f"{name} {version}: {advisory}" for name, version, advisory in weak if advisory not in ACCEPTED], True


def main() -> int:
    """The exit code: 1 where a weakness was found."""
    found, reached = audit()
    if not reached:
        print("Not audited: the advisory data could not be reached from here.")
        return 0
    print("\n".join(found) or "No known weakness in what is installed.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
