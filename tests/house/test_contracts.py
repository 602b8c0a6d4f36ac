"""The import contracts themselves: on a copy of the house with empty rooms, in which one import at a time is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checks.tree import HOUSE, sources

LINT = Path(sys.executable).with_name("lint-imports")
APP = "from django.apps import AppConfig\n"


def _lint(root):
    done = subprocess.run(
        [LINT, "--config", HOUSE / "pyproject.toml", "--no-cache"], cwd=root, text=True, capture_output=True, check=False,
        env=os.environ | {"PYTHONPATH": str(root), "COLUMNS": "200"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def bare(tmp_path):
    """Every module of the house, empty."""
    for source in sources(HOUSE, "rianru"):
        path = tmp_path / source.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_the_house_keeps_its_contracts():
    code, said = _lint(HOUSE)
    assert (code, said if code else "") == (0, "")


def test_empty_rooms_break_no_contract(bare):
    code, said = _lint(bare)
    assert (code, said if code else "") == (0, "")


@pytest.mark.parametrize(("module", "line", "contract"), [
    ("places/apps", "import rianru.people.models", "floors"),
    ("kernel/ids", "from rianru.core import facts", "floors"),
    ("core/facts/door", "from rianru.places import queries", "floors"),
    ("web/apps", "import rianru.demo", "floors"),
    ("people/apps", "from rianru.config import settings", "floors"),
    ("catalogue/models", "from rianru.catalogue import actions", "rooms"),
    ("catalogue/rules", "from rianru.catalogue import queries", "rooms"),
    ("places/queries", "from rianru.places import actions", "rooms"),
    ("catalogue/actions", "from rianru.catalogue import jobs", "rooms"),
    ("web/apps", "from rianru.catalogue.models import Work", "faces"),
    ("web/context", "from rianru.people import kinds", "faces"),
    ("web/context", "from rianru.catalogue.jobs import run_import", "faces"),
    ("demo/apps", "from rianru.catalogue import actions", "demo"),
    ("demo/apps", "from rianru.people.models import Account", "demo"),
    ("kernel/ids", "from django.db import models", "kernel"),
    ("kernel/ids", "import psycopg", "kernel"),
])
def test_a_forbidden_import_breaks_its_contract(bare, module, line, contract):
    path = bare / "rianru" / f"{module}.py"
    if not path.exists():
        path = bare / "rianru" / module / "__init__.py"
    path.write_text(line + "\n")
    code, said = _lint(bare)
    assert code == 1
    assert [row.partition(":")[0] for row in said.splitlines() if row.endswith("BROKEN")] == [contract]


def test_a_room_with_no_place_in_the_contract_is_found(bare):
    (bare / "rianru" / "catalogue" / "extras.py").touch()
    code, said = _lint(bare)
    assert code == 1
    assert "extras" in said
