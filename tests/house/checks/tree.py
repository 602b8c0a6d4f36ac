"""Python files of a tree, read and parsed once."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[3]
SKIPPED = {"node_modules", "vendor", "var", "build", "dist", "__pycache__"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A parsed file; `name` is its path below the tree."""

    name: str
    path: Path
    text: str
    code: ast.Module

    @property
    def module(self) -> str:
        """Its dotted name; that of the package for an `__init__`."""
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def at(self, node: ast.AST) -> str:
        """`file:line` of a node."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def calls(self) -> Iterator[ast.Call]:
        """Every call in it."""
        return (node for node in ast.walk(self.code) if isinstance(node, ast.Call))


def files(root: Path, *patterns: str) -> list[Path]:
    """Files that match, in order, without what is hidden, installed or generated."""
    found = []
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name not in SKIPPED and not name.startswith(".")]
        found += [Path(folder, name) for name in names if any(fnmatch(name, pattern) for pattern in patterns)]
    return sorted(found)


def sources(root: Path, *folders: str) -> list[Source]:
    """Every Python file of the tree, or of these folders in it."""
    return [_parsed(root, path, path.stat().st_mtime_ns)
            for folder in folders or ("",) for path in files(root / folder, "*.py")]


@cache
def _parsed(root: Path, path: Path, changed: int) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(str(path.relative_to(root)), path, text, ast.parse(text, str(path)))


def functions(code: ast.AST) -> Iterator[Function]:
    """Every function, nested ones and methods too."""
    return (node for node in ast.walk(code) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(code: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every name that is imported, dotted and whole: `from a import b` is `a.b`."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module or ''}.{alias.name}") for alias in node.names)


def under(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of these or lies within one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def called(node: ast.Call) -> str:
    """The dotted name of what is called; blank where it is no plain name."""
    parts: list[str] = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    return ".".join([target.id, *reversed(parts)]) if isinstance(target, ast.Name) else ""


def text_of(node: ast.AST | None) -> str | None:
    """A literal text, or None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
