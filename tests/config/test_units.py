"""What docs/operations.md tells an operator to write down: units that systemd takes, settings and commands that exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.conftest import ROOT

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNIT = re.compile(r"`/etc/systemd/system/([\w-]+\.(?:service|timer))`[^\n]*\n\n```\n(.*?)```", re.DOTALL)
verifier = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="ไม่มี systemd-analyze / no systemd-analyze")


def units() -> dict[str, str]:
    return dict(UNIT.findall(TEXT))


def verified(folder: Path, units: dict[str, str]) -> str:
    """What systemd says of the units, on a machine that has the platform but neither its user nor its settings."""
    program = Path(sys.executable).parent / "rianru"
    for name, text in units.items():
        here = text.replace("/opt/rianru/.venv/bin/rianru", str(program)).replace("/opt/rianru", str(ROOT))
        (folder / name).write_text(here, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", *(str(folder / name) for name in units)], text=True,
                          capture_output=True, check=False, timeout=60)
    lines = [line for line in done.stderr.splitlines() if any(f"/{name}" in line or line.startswith(name) for name in units)]
    return "\n".join(lines)


def test_the_page_shows_the_units_that_it_speaks_of() -> None:
    assert set(units()) == {"rianru.service", "rianru-backup.service", "rianru-backup.timer"}


@verifier
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    assert verified(tmp_path, units()) == ""


@verifier
def test_control_a_misspelt_line_of_a_unit_is_found(tmp_path: Path) -> None:
    planted = units() | {"rianru.service": units()["rianru.service"].replace("KillMode", "KilMode")}
    assert "KilMode" in verified(tmp_path, planted)


def test_commands_of_the_units_exist() -> None:
    from rianru.config import command

    named = re.findall(r"ExecStart=\S+/rianru ([\w-]+)", "\n".join(units().values()))
    assert set(named) == {"run", "backup"}
    assert set(named) <= set(command.OWN)


def test_every_setting_of_the_example_is_one_that_the_program_reads() -> None:
    example, *_ = re.findall(r"`/etc/rianru\.env`[^\n]*\n\n```\n(.*?)```", TEXT, re.DOTALL)
    names = [line.partition("=")[0] for line in example.splitlines() if line]
    known = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in known] == []
    assert len(names) >= 8
