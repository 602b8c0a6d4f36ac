"""The drawing of the floors, the contract that enforces them and the folders: three that must be one."""

import re
import tomllib
from pathlib import Path

DRAWING = re.compile(r"<!-- floors -->\s*```\w*\n(.*?)```", re.S)


def drawn(document: Path) -> list[set[str]]:
    """Floors of the drawing from top to bottom: the rooms are the boxes on a line."""
    match = DRAWING.search(document.read_text(encoding="utf-8"))
    lines = match[1].splitlines() if match else []
    return [set(rooms) for line in lines if (rooms := re.findall(r"│\s*([a-z_]+)\s*(?=│)", line))]


def contracted(pyproject: Path) -> list[set[str]]:
    """Floors of the import contract, from top to bottom."""
    contracts = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return [{room.strip(" ()") for room in re.split(r"[|:]", layer)} for layer in layers]


def roofed(pyproject: Path) -> set[str]:
    """The apps whose rooms the import contract looks at."""
    contracts = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    rooms = next(contract for contract in contracts if contract["id"] == "rooms")
    return {name.removeprefix("rianru.") for name in rooms["containers"]}


def built(root: Path) -> set[str]:
    """The folders that are there."""
    return {path.parent.name for path in root.glob("rianru/*/__init__.py")}


def find_false_floors(root: Path) -> list[str]:
    """Where drawing, contract and folders differ."""
    plan, rule, folders = drawn(root / "docs" / "architecture.md"), contracted(root / "pyproject.toml"), built(root)
    found = [] if plan == rule else [f"the drawing shows {plan}, the contract {rule}"]
    found += [f"rianru/{room} is on no floor of the contract" for room in sorted(folders.difference(*rule))]
    return found + [f"{room} is in the contract and not in rianru/" for room in sorted(set().union(*rule) - folders)]


def find_roomless_apps(root: Path) -> list[str]:
    """Apps with actions whose rooms no contract looks at."""
    apps = {path.parent.name for path in (*root.glob("rianru/*/actions"), *root.glob("rianru/*/actions.py"))}
    return sorted(apps - roofed(root / "pyproject.toml"))
