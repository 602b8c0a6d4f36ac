"""Actions: the one way in which anything changes. Read from their source, so that none can be forgotten.

An app's public actions are the functions in `__all__` of its `actions` package, or the public ones of `actions.py`.
What an action calls is followed through the modules of that room, and no further.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.checks.tree import Function, Source, called, sources

ASKS = {"require"}
RECORDS = {"record", "record_many"}


@dataclass
class Room:
    """The modules of one app's `actions`: top-level functions and what each name in each module stands for."""

    public: list[str]
    functions: dict[str, tuple[Source, Function]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)


def find_loose_signatures(root: Path) -> list[str]:
    """Actions that take an argument by position, or lack a type."""
    return [f"{source.at(action)}: {action.name} {fault}"
            for source, action in _actions(root) for fault in _loose(action)]


def _loose(action: Function) -> Iterator[str]:
    given = action.args
    if given.posonlyargs or given.args or given.vararg:
        yield "takes arguments by position"
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    untyped = [one.arg for one in every if one.annotation is None]
    if untyped:
        yield f"has no type for {', '.join(untyped)}"
    if action.returns is None:
        yield "has no return type"


def find_actions_of_nobody(root: Path) -> list[str]:
    """Actions that are not told who acts and when: `actor`, and `at` or (where it takes long) `clock`."""
    found = []
    for source, action in _actions(root):
        told = {one.arg for one in (*action.args.args, *action.args.kwonlyargs)}
        if "actor" not in told or not told & {"at", "clock"}:
            found.append(f"{source.at(action)}: {action.name} takes no {'at' if 'actor' in told else 'actor'}")
    return found


def find_unasked_actions(root: Path) -> list[str]:
    """Actions that nowhere ask `require(…)`."""
    return _lacking(root, ASKS, "never asks require")


def find_unrecorded_actions(root: Path) -> list[str]:
    """Actions that nowhere record a fact."""
    return _lacking(root, RECORDS, "records no fact")


def _lacking(root: Path, wanted: set[str], fault: str) -> list[str]:
    return [
        f"{source.at(action)}: {action.name} {fault}"
        for room in rooms(root) for name in room.public for source, action in [room.functions[name]]
        if not wanted & _reached(room, name, set())
    ]


def _actions(root: Path) -> Iterator[tuple[Source, Function]]:
    return (room.functions[name] for room in rooms(root) for name in room.public)


def rooms(root: Path) -> list[Room]:
    """The `actions` of every app."""
    apps = sorted(path.parent for path in (*root.glob("rianru/*/actions"), *root.glob("rianru/*/actions.py")))
    return [_room([source for source in sources(root, str(app.relative_to(root))) if _in_room(source)]) for app in apps]


def _in_room(source: Source) -> bool:
    return source.module.split(".")[2:3] == ["actions"]


def _room(modules: list[Source]) -> Room:
    room = Room(public=[])
    for source in modules:
        own = [node for node in source.code.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        room.functions |= {f"{source.module}.{one.name}": (source, one) for one in own}
        room.names[source.module] = {one.name: f"{source.module}.{one.name}" for one in own} | _brought(source)
    front = next(source for source in modules if source.module.endswith(".actions"))
    stated = _stated(front)
    known = room.names[front.module]
    public = [name for name in known if not name.startswith("_")] if stated is None else stated
    room.public = [known[name] for name in public if known.get(name) in room.functions]
    return room


def _brought(source: Source) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(source.code) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def _stated(front: Source) -> list[str] | None:
    """The names in `__all__`; None where there is none."""
    for node in front.code.body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
            found: list[str] = ast.literal_eval(node.value)
            return found
    return None


def _reached(room: Room, name: str, seen: set[str]) -> set[str]:
    """The last parts of the names of everything that a function calls, in this room however deep."""
    if name in seen or name not in room.functions:
        return set()
    seen.add(name)
    source, function = room.functions[name]
    names, reached = room.names[source.module], set()
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        first, _, rest = called(call).partition(".")
        reached.add(rest.split(".")[-1] or first)
        whole = names.get(first, first)
        reached |= _reached(room, f"{whole}.{rest}" if rest else whole, seen)
    return reached
