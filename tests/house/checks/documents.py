"""What the documents promise is there, and what is there is documented."""

import ast
import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.house.checks.tree import called, files, sources, text_of

SETTING = re.compile(r"(?:RIANRU_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL)")
IN_SHELL = re.compile(r"\$\{?" + f"({SETTING.pattern})")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)>\s]+)[^)]*\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.S)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)
TARGET = re.compile(r"^([a-z][\w-]*):", re.M)


def settings(root: Path) -> dict[str, str]:
    """Every environment variable that is named in Python or read in a shell script: name → where it is first named."""
    found: dict[str, str] = {}
    for source in sources(root, "rianru", "scripts", "bench"):
        for node in ast.walk(source.code):
            if (name := text_of(node)) and SETTING.fullmatch(name):
                found.setdefault(name, source.at(node))
    for path in [*files(root, "*.sh"), *(one for one in [root / "Makefile", root / ".ci" / "run"] if one.exists())]:
        for name in IN_SHELL.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, str(path.relative_to(root)))
    return dict(sorted(found.items()))


def find_untold_settings(root: Path) -> list[str]:
    """Settings that docs/operations.md does not explain."""
    said = _text(root / "docs" / "operations.md")
    return [f"{where}: {name}" for name, where in settings(root).items() if not re.search(rf"\b{name}\b", said)]


def find_settings_of_nothing(root: Path) -> list[str]:
    """Settings that docs/operations.md explains and nothing reads."""
    known = settings(root)
    told = SETTING.findall(_text(root / "docs" / "operations.md"))
    return [f"docs/operations.md: {name}" for name in dict.fromkeys(told) if name not in known]


def find_stray_environment(root: Path) -> list[str]:
    """The environment read outside rianru/config."""
    return [
        f"{source.at(node)}: {ast.unparse(node)}"
        for source in sources(root, "rianru") if not source.name.startswith("rianru/config/")
        for node in ast.walk(source.code)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
        and node.attr in ("environ", "getenv")
    ]


def find_untold_commands(names: Iterable[str], operations: str) -> list[str]:
    """Commands that the text does not show as `rianru name`."""
    return [name for name in sorted(names) if not re.search(rf"\brianru {re.escape(name)}(?![\w-])", operations)]


def commands(root: Path, *, spoken: dict[str, str]) -> set[str]:
    """What people type after `rianru` for our own commands; `spoken` maps such a name to a command file's."""
    typed = {file: name for name, file in spoken.items()}
    found = {path.stem for path in root.glob("rianru/*/management/commands/*.py") if not path.stem.startswith("_")}
    return {typed.get(name, name.replace("_", "-")) for name in found}


def find_commands_of_nothing(root: Path, known: Iterable[str]) -> list[str]:
    """`rianru name` in the documents where there is no such command."""
    known = set(known)
    return [
        f"{path.relative_to(root)}: rianru {name}" for path in documents(root)
        for code in CODE.findall(path.read_text(encoding="utf-8"))
        for name in re.findall(r"(?:^|[\s`/])rianru ([a-z][a-z_-]+)", code) if name not in known
    ]


def find_goals_of_nothing(root: Path) -> list[str]:
    """`make name` in the documents where the Makefile has no such goal."""
    goals = set(TARGET.findall(_text(root / "Makefile")))
    return [
        f"{path.relative_to(root)}: make {goal}" for path in documents(root)
        for code in CODE.findall(path.read_text(encoding="utf-8"))
        for line in re.findall(r"\bmake((?: [a-z][\w-]*)+)", code) for goal in line.split() if goal not in goals
    ]


def find_dead_links(root: Path) -> list[str]:
    """Links of the documents to files or headings that are not there."""
    found = []
    for path in documents(root):
        for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            name, _, heading = target.partition("#")
            file = (path.parent / name).resolve() if name else path
            there = file.exists() and file.is_relative_to(root.resolve())
            if not there or (heading and file.suffix == ".md" and heading not in _headings(file)):
                found.append(f"{path.relative_to(root)}: {target}")
    return found


def documents(root: Path) -> list[Path]:
    """Every Markdown file."""
    return files(root, "*.md")


def _headings(path: Path) -> set[str]:
    """The anchors that a forge makes of headings."""
    lines = re.findall(r"^#+\s+(.*)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", line.strip().lower()).replace(" ", "-") for line in lines}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def find_unnamed_jobs(root: Path, registered: Iterable[str]) -> list[str]:
    """Jobs that are deferred under a name that no task has, or under one that cannot be read from the source."""
    known, found = set(registered), []
    for source in sources(root, "rianru"):
        for call in source.calls():
            if called(call) in ("jobs.defer", "defer") and call.args and source.name != "rianru/core/jobs.py":
                name = text_of(call.args[0])
                if name not in known:
                    found.append(f"{source.at(call)}: {name or ast.unparse(call.args[0])}")
    return found


def find_unnamed_verbs(root: Path, registered: Iterable[str]) -> list[str]:
    """Facts recorded under a verb that nobody registers."""
    known, found = set(registered), []
    for source in sources(root, "rianru"):
        for call in source.calls():
            name = _verb(call)
            if name is not None and name not in known:
                found.append(f"{source.at(call)}: {name}")
    return found


def _verb(call: ast.Call) -> str | None:
    last = called(call).split(".")[-1]
    if last == "record" and call.args:
        return text_of(call.args[0])
    if last == "NewFact":
        return next((text_of(one.value) for one in call.keywords if one.arg == "verb"), None)
    return None


def find_untold_dependencies(root: Path) -> list[str]:
    """Packages that we ask for and docs/dependencies.md says nothing of."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project.get("dependency-groups", {}).get("dev", [])]
    names = [re.split(r"[^\w-]", one, maxsplit=1)[0] for one in asked]
    if (root / "package.json").exists():
        package = json.loads((root / "package.json").read_text(encoding="utf-8"))
        names += [*package.get("dependencies", {}), *package.get("devDependencies", {})]
    said = _text(root / "docs" / "dependencies.md")
    return [name for name in names if not re.search(rf"(?<![\w@/-]){re.escape(name)}(?![\w/-])", said)]
