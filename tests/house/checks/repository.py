"""What may not stand in any file of the repository."""

import re
import subprocess
from pathlib import Path

# The last letter in brackets, so that this file does not name them.
HOSTS = [r"files\.pythonhoste[d]", r"registry\.npmj[s]", r"registry\.yarnpk[g]", r"pypi\.org/simpl[e]", "extra-index-ur[l]"]
FOLDERS = ["work", "root", r"home/[a-z][\w-]*", r"Users/\w+"]
ADDRESSES = re.compile("|".join(HOSTS) + r"|(?<![\w.~/{}<-])/(?:" + "|".join(FOLDERS) + r")/(?=[\w.-])")


def repository(root: Path) -> list[Path]:
    """Files that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True)
    paths = (root / name for name in listed.stdout.decode().split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def find_machine_addresses(paths: list[Path], root: Path) -> list[str]:
    """Package hosts and folders of one machine: a clone elsewhere has its own."""
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if hit := ADDRESSES.search(line):
                found.append(f"{path.relative_to(root)}:{number}: {hit[0]}")
    return found
