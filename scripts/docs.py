"""Writes the documents that are lists of what the code says: refusals, verbs, settings. `--check` only compares.

Needs no database and writes nowhere but to docs/.
"""

from __future__ import annotations

import ast
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from tests.house.checks import documents
from tests.house.checks.tree import called, sources, text_of

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by scripts/docs.py from the code; change it there. -->\n\n"
MANY = re.compile(r"{\w+:[^{}|]*\|([^{}|]*)}")  # what stands behind a number is listed as it is for many
UNLOADED = {"migrations", "wsgi"}  # the one is Django's to load, the other starts to serve


def load_all() -> None:
    """Loads Django and every module of the house, so that nothing that registers itself is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    import django

    import rianru

    django.setup()
    for module in pkgutil.walk_packages(rianru.__path__, "rianru."):
        if not UNLOADED & set(module.name.split(".")):
            import_module(module.name)


def texts() -> dict[str, str]:
    """Each generated document's path below the root, and what it has to say. After `load_all`."""
    return {"docs/refusals.md": refusals(), "docs/verbs.md": verbs(), "docs/settings.md": settings()}


def refusals() -> str:
    """What the house answers when it will not do something."""
    from rianru.kernel.refusals import Refused

    rows = [
        (f"`{code}`", str(kind.status), kind.says.th, MANY.sub(r"\1", kind.says.en), _first_line(kind.__doc__))
        for code, kind in sorted(Refused.registry().items()) if kind.__module__.startswith("rianru.")
    ]
    return _document(
        "Refusals", "What is answered when something will not be done, in the words that people see. The code and the "
        "number (of RFC 9110) are for programs.", ("code", "answer", "ไทย", "English", "when"), rows,
    )


def verbs() -> str:
    """What facts can say."""
    from rianru.core import facts

    rows = [(f"`{name}`", label.th, label.en) for name, label in sorted(facts.verbs().items())
            if not name.startswith("tests.")]
    return _document(
        "Verbs", "Everything that happens is recorded under one of these. Statistics, the audit trail and the activity "
        "stream are counted and told from them.", ("verb", "ไทย", "English"), rows,
    )


def settings() -> str:
    """Environment variables. What they mean is told in operations.md."""
    defaults = _defaults(ROOT)
    rows = [
        (f"`{name}`", f"`{defaults[name]}`" if defaults.get(name) else "", where.partition(":")[0])
        for name, where in documents.settings(ROOT).items()
    ]
    return _document(
        "Settings", "Every environment variable that is read, and where. [Operations](operations.md) says what each is "
        "for.", ("variable", "without it", "read in"), rows,
    )


def _defaults(root: Path) -> dict[str, str]:
    """The literal that stands in for a variable that is not set."""
    found: dict[str, str] = {}
    for source in sources(root, "rianru/config"):
        for call in source.calls():
            name = text_of(call.args[0]) if call.args else None
            other = call.args[1:2] or [one.value for one in call.keywords if one.arg == "default"]
            read = called(call) in ("os.environ.get", "flag", "listed")
            if name and read and other and isinstance(other[0], ast.Constant):
                found.setdefault(name, "" if other[0].value is None else str(other[0].value))
    return found


def _document(title: str, about: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"# {title}\n", f"{about}\n", _row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return NOTE + "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def find_stale(wanted: Mapping[str, str], root: Path) -> list[str]:
    """Documents that are absent or say something else."""
    return [name for name, text in wanted.items()
            if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != text]


def main(given: list[str]) -> int:
    """Exit code 1 where `--check` finds a document that lags."""
    with tempfile.TemporaryDirectory() as var:  # the settings make keys; these are nobody's
        os.environ["RIANRU_VAR"] = var
        load_all()
        wanted = texts()
    stale = find_stale(wanted, ROOT)
    if "--check" not in given:
        for name in stale:
            (ROOT / name).write_text(wanted[name], encoding="utf-8")
        return 0
    for name in stale:
        print(f"✗ {name}", file=sys.stderr)
    if stale:
        print("ไม่ตรงกับโค้ด สั่ง .venv/bin/python scripts/docs.py", file=sys.stderr)
        print("The code says something else: run .venv/bin/python scripts/docs.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
