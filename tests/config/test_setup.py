"""scripts/setup.sh with stand-ins for what it calls: what it asks for, and that `.ready` means that all was done."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.config.conftest import ROOT

PYTHON = """#!/bin/sh
echo "python $*" >> "$CALLS"
if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; printf '#!/bin/sh\\necho "uv $*" >> "$CALLS"\\n' > "$3/bin/uv"; chmod +x "$3/bin/uv"; fi
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    (root / "scripts").mkdir(parents=True)
    for name in ("scripts/setup.sh", "Makefile"):
        shutil.copy(ROOT / name, root / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in {"python3": PYTHON, "npm": '#!/bin/sh\necho "npm $*" >> "$CALLS"\nexit "${NPM_ENDS:-0}"\n'}.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return root


def set_up(root: Path, **environment: str) -> tuple[int, list[str]]:
    """The exit code, and the calls since the last time."""
    calls = root.parent / "calls"
    calls.unlink(missing_ok=True)
    given = {"PATH": f"{root.parent / 'bin'}:/usr/bin:/bin", "CALLS": str(calls), "PYTHON": "python3"}
    done = subprocess.run(["sh", str(root / "scripts" / "setup.sh")], env=given | environment, check=False,
                          capture_output=True, text=True, timeout=30)
    assert done.stderr == ""
    return done.returncode, calls.read_text().splitlines()


def pinned() -> str:
    lines = (ROOT / "Makefile").read_text().splitlines()
    return next(line.split(":=")[1].strip() for line in lines if line.startswith("UV_VERSION"))


def test_run_directly_it_takes_the_version_of_the_makefile(checkout: Path) -> None:
    code, calls = set_up(checkout)
    assert code == 0
    assert [call.split()[-1] for call in calls if "pip install" in call and call.startswith("python")] == [f"uv=={pinned()}"]
    assert (checkout / ".venv" / ".ready").exists()


def test_a_given_version_is_used(checkout: Path) -> None:
    assert any(call.endswith("uv==9.9.9") for call in set_up(checkout, UV_VERSION="9.9.9")[1])


def test_of_several_the_first_python_that_is_new_enough_and_can_make_an_environment_is_taken(checkout: Path) -> None:
    old = checkout.parent / "bin" / "python-old"
    old.write_text('#!/bin/sh\necho "old $*" >> "$CALLS"\nexit 1\n')
    old.chmod(0o755)
    code, calls = set_up(checkout, PYTHON="python-nowhere python-old python3")
    assert (code, "python -m venv .venv" in calls) == (0, True)
    assert [call.split()[1] for call in calls if call.startswith("old")] == ["-c"]


def test_control_where_none_fits_it_says_so_and_makes_nothing(checkout: Path) -> None:
    done = subprocess.run(["sh", str(checkout / "scripts" / "setup.sh")], check=False, capture_output=True, text=True, timeout=30,
                          env={"PATH": "/usr/bin:/bin", "CALLS": "/dev/null", "PYTHON": "python-nowhere"})
    assert (done.returncode, "Python is missing" in done.stdout) == (1, True)
    assert not (checkout / ".venv").exists()


def test_an_environment_that_works_is_kept_and_synced_again(checkout: Path) -> None:
    set_up(checkout)
    (checkout / ".venv" / "mine").touch()
    code, calls = set_up(checkout)
    assert (code, (checkout / ".venv" / "mine").exists()) == (0, True)
    assert any(call.startswith("uv pip sync") and "requirements-dev.lock" in call for call in calls)


def test_an_environment_without_pip_is_made_anew(checkout: Path) -> None:
    set_up(checkout)
    python = checkout / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\n[ "$1 $2" != "-m pip" ]\n')
    code, calls = set_up(checkout)
    assert (code, "python -m venv .venv" in calls) == (0, True)


def test_an_installation_that_was_cut_off_is_not_ready(checkout: Path) -> None:
    set_up(checkout)
    ready = checkout / ".venv" / ".ready"
    assert ready.exists()
    assert set_up(checkout, NPM_ENDS="1")[0] == 1
    assert not ready.exists()
    assert set_up(checkout)[0] == 0
    assert ready.exists()
