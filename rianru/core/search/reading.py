"""The open index of this process."""

import threading
from pathlib import Path

import tantivy

from rianru.core.search import store
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class IndexNotReady(Refused):
    """There is no index on this node yet."""

    code = "core.index_not_ready"
    status = 503
    says = T(
        "กำลังเตรียมดัชนีค้นหา อีกสักครู่ลองใหม่ได้เลย",
        "The search index is being prepared. Try again in a moment.",
    )


class Reader:
    """The open index of this process; follows commits and new generations."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._index: tantivy.Index | None = None
        self._seen = 0

    def searcher(self) -> tantivy.Searcher:
        """What is committed now. Refuses with IndexNotReady."""
        generation = store.current()
        if generation is None:
            raise IndexNotReady()
        with self._lock:
            stamp = (generation.folder / "meta.json").stat().st_mtime_ns
            if self._index is None or self._folder != generation.folder:
                self._index, self._folder = generation.open(), generation.folder
            elif stamp != self._seen:
                self._index.reload()
            self._seen = stamp
            return self._index.searcher()


reader = Reader()
