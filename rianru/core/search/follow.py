"""The follower: reads the change log and keeps this node's index at most a moment behind."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from uuid import UUID

import orjson
import tantivy
from django.db import connection, transaction

from rianru.core import changes, kinds
from rianru.core.rubbish import looked_for_rarely
from rianru.core.search import schema, store
from rianru.core.search.document import Document
from rianru.core.search.waiting import Waiting, rest

BATCH = 5_000
HEAP, TOGETHER = 64_000_000, 12_500  # bytes of a follower's buffer; documents that fit into it, committed together
REBUILT_WITH, PART = 128_000_000, 25_000  # the same where everything is built anew
MERGED = 8  # segments of a size that become one
PAGE = 2_000
KNOWN = 100_000  # documents of which a follower remembers what they said


class Follower:
    """One writer over one generation. Replaying a change is harmless: a document is deleted by its key, then added."""

    def __init__(self, generation: store.Generation) -> None:
        self.generation = generation
        self.position = generation.position()
        self.waiting = Waiting(self.position)
        self._index = generation.open()
        self._writer: tantivy.IndexWriter | None = None
        self._known: dict[bytes, bytes] = {}  # by id; what a document says has its kind
        self._loose = 0  # objects that were indexed since the last commit
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="committing")
        self._committing: Future[None] | None = None
        self.rest = 0.0  # seconds, after the last turn

    def advance(self, *, limit: int = BATCH) -> int:
        """Applies the next committed changes, whatever they are, and commits the index; how many entries were read."""
        with transaction.atomic():
            entries = changes.read(self.position, limit=limit)
            if not entries:
                return 0
            touched: dict[str, set[UUID]] = defaultdict(set)
            for entry in entries:
                touched[entry.kind].add(entry.object_id)
            for kind, ids in touched.items():
                self._apply(kind, sorted(ids))
        self._commit(entries[-1].position)
        self._committed()
        return len(entries)

    def turn(self, *, at: float, limit: int = BATCH) -> bool:
        """Reads on, and indexes what is due by `at`, in seconds (Waiting); whether there is more to do at once.

        Slices of what was gathered are committed together, with a person's change at once: few segments to be merged.
        """
        began = time.monotonic()
        more = changes.more_coming()  # asked first: what came before the end is read then
        with transaction.atomic():
            entries = changes.read(self.waiting.read, limit=limit)
            self.waiting.add(entries, at=at)
            if len(entries) < limit:
                self.waiting.told(more=more, at=at)
            found = self.waiting.due(at=at)
            for kind, ids in found.items():
                self._apply(kind, sorted(ids))
        self._loose += sum(map(len, found.values()))
        if found and (self.waiting.urgent or not self.waiting.draining or self._loose >= TOGETHER):
            self._commit(self.waiting.reached)
            if self.waiting.urgent or not self.waiting.draining:
                self._committed()
        self.rest = rest(found, took=time.monotonic() - began)
        return bool(found) or len(entries) == limit

    def _apply(self, kind: str, ids: list[UUID]) -> None:
        """Documents that say what they said are left as they are: a copy that is lent is one of several, mostly."""
        gone = set(ids)
        documents = kinds.get(kind).documents if kind in kinds.all_kinds() else None
        rows: list[tuple[str, tantivy.Document]] = []
        for document in documents(ids) if documents else ():
            gone.discard(document.id)
            if not self._said(document):
                rows.append((schema.key(kind, document.id), schema.row(document)))
        self._committed()
        writer = self._writing()
        for key, row in rows:
            writer.delete_documents_by_term("key", key)
            writer.add_document(row)
        for id in gone:
            self._known.pop(id.bytes, None)
            writer.delete_documents_by_term("key", schema.key(kind, id))

    def _said(self, document: Document) -> bool:
        """Whether this writer put the very same document into the index last; from now on it has."""
        digest = blake2b(orjson.dumps(document), digest_size=16).digest()
        same = self._known.pop(document.id.bytes, None) == digest
        self._known[document.id.bytes] = digest
        if len(self._known) > KNOWN:
            del self._known[next(iter(self._known))]
        return same

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
        return self._writer

    def _commit(self, position: changes.Position) -> None:
        """In a thread: while the index is written to disk the next slice is read and cut into words. `_committed` waits
        for its end, and has to be called before anything else is written.
        """
        writer, self._loose = self._writing(), 0

        def commit() -> None:
            writer.commit()
            self.generation.note(position)

        self._committing = self._pool.submit(commit)
        self.position = position

    def _committed(self) -> None:
        """Waits until what was committed is on disk; raises what went wrong."""
        if self._committing is not None:
            committing, self._committing = self._committing, None
            committing.result()

    def close(self) -> None:
        """Waits for merges and gives the writer's memory back."""
        self._committed()
        self._pool.shutdown()
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None


def rebuild(*, told: Callable[[int], None] | None = None) -> int:
    """Builds a new generation of everything and makes it current; readers notice nothing. How many documents."""
    position = changes.horizon()
    generation = store.begin()
    writer = generation.open().writer(heap_size=REBUILT_WITH, num_threads=1)
    count, part = 0, parts_of(sum(1 for _ in _ids()))
    for document in everything():
        writer.add_document(schema.row(document))
        count += 1
        if count % part == 0:
            writer.commit()
        if told and count % 1000 == 0:
            told(count)
    writer.commit()
    writer.wait_merging_threads()
    generation.note(position)
    store.use(generation)
    return count


def parts_of(documents: int) -> int:
    """How many documents to commit at a time, so that all end in one segment: what is asked of each segment takes its
    time in each. Eight segments of a size are merged into one (tantivy's LogMergePolicy), and eight of those again.
    """
    part = max(documents, 1)
    while part > PART:
        part = -(-part // MERGED)
    return part


def everything() -> Iterator[Document]:
    """Every document of every searchable kind, by pages of ids."""
    for kind, ids in _pages():
        yield from kind.documents(ids) if kind.documents else ()


def _ids() -> Iterator[UUID]:
    for _, ids in _pages():
        yield from ids


def _pages() -> Iterator[tuple[kinds.Kind, list[UUID]]]:
    for kind in kinds.all_kinds().values():
        if kind.documents is None or kind.pages is None:
            continue
        last: UUID | None = None
        while ids := kind.pages(last, PAGE):
            yield kind, ids
            last = ids[-1]


def ready() -> Follower:
    """A follower of the current generation; rebuilds first where there is none, or where it has missed something."""
    generation = store.current()
    if generation is None or generation.position() < changes.pruned_to() or _from_another_database(generation):
        rebuild()
        generation = store.current()
    assert generation is not None
    return Follower(generation)


def _from_another_database(generation: store.Generation) -> bool:
    """A position ahead of every transaction there is: the index belongs to another cluster or to before a restore."""
    return generation.position().xid > changes.horizon().xid + 1


def follow(*, stopped: Callable[[], bool], pause: float = 1.0) -> None:
    """Follows until `stopped()`; wakes on notification, at the latest after `pause` seconds."""
    with store.writing(), looked_for_rarely():
        follower = ready()
        try:
            while not stopped():
                if store.rebuild_was_asked():
                    follower.close()
                    rebuild()
                    follower = ready()
                if not follower.turn(at=time.monotonic()):
                    _wait(pause)
                time.sleep(follower.rest)
        finally:
            follower.close()


def catch_up() -> int:
    """Applies everything that is committed, then returns: for tests, benchmarks and one-off commands."""
    with store.writing():
        follower = ready()
        done = 0
        while read := follower.advance():
            done += read
        follower.close()
    return done


def _wait(pause: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {changes.CHANNEL}")
        raw = connection.connection
    if raw is None:
        time.sleep(pause)
        return
    for _ in raw.notifies(timeout=pause, stop_after=1):
        pass
