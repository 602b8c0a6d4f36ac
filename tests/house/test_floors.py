import shutil

import pytest

from tests.house.checks import floors
from tests.house.checks.tree import HOUSE


@pytest.fixture
def copy(tmp_path):
    """The drawing, the contract and empty folders: a house that can be altered."""
    (tmp_path / "docs").mkdir()
    for name in ("docs/architecture.md", "pyproject.toml"):
        shutil.copy(HOUSE / name, tmp_path / name)
    for room in floors.built(HOUSE):
        (tmp_path / "rianru" / room).mkdir(parents=True)
        (tmp_path / "rianru" / room / "__init__.py").touch()
    return tmp_path


def test_drawing_contract_and_folders_are_one():
    assert floors.find_false_floors(HOUSE) == []
    assert floors.find_roomless_apps(HOUSE) == []


def test_the_unaltered_copy_is_in_order(copy):
    assert floors.find_false_floors(copy) == []


def test_a_room_without_a_floor_is_found(copy):
    (copy / "rianru" / "attic").mkdir()
    (copy / "rianru" / "attic" / "__init__.py").touch()
    assert floors.find_false_floors(copy) == ["rianru/attic is on no floor of the contract"]


def test_a_floor_without_a_room_is_found(copy):
    shutil.rmtree(copy / "rianru" / "people")
    assert floors.find_false_floors(copy) == ["people is in the contract and not in rianru/"]


def test_a_drawing_that_lies_is_found(copy):
    drawing = copy / "docs" / "architecture.md"
    text = drawing.read_text()
    swapped = text.replace("│ people ", "│ XXXXXX ").replace("│ places ", "│ people ").replace("│ XXXXXX ", "│ places ")
    assert swapped != text
    drawing.write_text(swapped)
    assert [found[:17] for found in floors.find_false_floors(copy)] == ["the drawing shows"]


def test_an_app_whose_rooms_nobody_looks_at_is_found(copy):
    (copy / "rianru" / "places" / "actions.py").touch()
    (copy / "rianru" / "demo" / "actions.py").touch()
    assert floors.find_roomless_apps(copy) == ["demo"]
