"""The index folder: `current` names the generation that readers open; a rebuild makes the next beside it."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings

from rianru.core.changes import Position
from rianru.core.search import schema
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

_UNREADABLE = (FileNotFoundError, ValueError, KeyError, TypeError)  # a note that is missing or damaged


class IndexBusy(Refused):
    """Another process writes the index of this node."""

    code = "core.index_busy"
    says = T(
        "มีอีกโปรแกรมหนึ่งกำลังเขียนดัชนีค้นหาอยู่ที่ {folder} รอให้ทำเสร็จ หรือหยุดโปรแกรมนั้นก่อน",
        "Another process is writing the search index at {folder}. Wait for it to finish, or stop it first.",
    )


@dataclass(frozen=True, slots=True)
class Generation:
    """One index on disk with the position in the change log that it has reached."""

    folder: Path

    def open(self) -> tantivy.Index:
        """The index, with our tokenizer."""
        return schema.prepare(tantivy.Index.open(str(self.folder)))

    def position(self) -> Position:
        """What the follower noted after its last commit; the very beginning when it noted nothing."""
        try:
            noted = json.loads((self.folder / "position.json").read_text())
            return Position(noted["xid"], noted["row"])
        except _UNREADABLE:
            return Position()

    def note(self, position: Position) -> None:
        """Notes a position, whole or not at all; after the commit, so that a crash repeats work and loses none."""
        _replace(self.folder / "position.json", json.dumps({"xid": position.xid, "row": position.row}))


def root() -> Path:
    """The folder of all generations on this node."""
    return Path(settings.INDEX_DIR)


def current() -> Generation | None:
    """The generation that readers use, if it is whole and of our version."""
    try:
        noted = json.loads((root() / "current").read_text())
        folder, version = root() / noted["folder"], noted["version"]
    except _UNREADABLE:
        return None
    if version != schema.VERSION or not (folder / "meta.json").exists():
        return None
    return Generation(folder)


def begin() -> Generation:
    """An empty new generation, not yet current."""
    root().mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(path.name[1:]) for path in root().glob("g*") if path.name[1:].isdigit()), default=0)
    folder = root() / f"g{number}"
    folder.mkdir()
    tantivy.Index(schema.build(), path=str(folder))
    return Generation(folder)


def use(generation: Generation) -> None:
    """Makes a generation current and removes the others but the one before it, which a reader may be opening now."""
    before = current()
    _replace(root() / "current", json.dumps({"folder": generation.folder.name, "version": schema.VERSION}))
    kept = {generation.folder, before.folder if before else generation.folder}
    for path in root().glob("g*"):
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Holds the right to write on this node; refuses with IndexBusy while another process has it."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(folder=str(root())) from error
        yield


def ask_for_rebuild() -> None:
    """Leaves a note for the process that holds the right to write."""
    root().mkdir(parents=True, exist_ok=True)
    (root() / "rebuild").touch()


def rebuild_was_asked() -> bool:
    """Whether somebody left that note; taken away by asking."""
    try:
        (root() / "rebuild").unlink()
    except FileNotFoundError:
        return False
    return True


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
