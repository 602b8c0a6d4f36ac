"""One batch is written while the next is looked up and placed: two connections, each with work of its own.

Each batch is still one transaction, in the order of the file: whatever is killed, a beginning of the file is stored
whole and the rest not at all. What the batch before decided and has not committed, the next is told
(settling.Unwritten), so that it decides as if it had waited. A batch that changes or drops known records goes alone.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from types import TracebackType
from typing import Self

from django.db import DatabaseError, InterfaceError, connection, connections

from rianru.catalogue.actions import storing
from rianru.catalogue.actions.batches import Batch
from rianru.catalogue.actions.settling import Decided, Turn, Unwritten
from rianru.catalogue.models import Import

Write = Callable[[Batch, Decided | None], None]


class Ahead:
    """Takes batches in their order. `write` stores one, in the writer's thread or in the caller's, never in both at
    once; `done` is called in the caller's, behind each, before the next is begun. `common`: see settling.Fresh.

    Between two batches it holds the turn to decide (settling.Turn), unless somebody waits for it.
    """

    def __init__(self, run: Import, *, common: set[int], write: Write, done: Callable[[Batch], None]) -> None:
        self._run, self._common, self._write, self._done = run, common, write, done
        self._turn = Turn()
        self._unwritten = Unwritten()
        self._under_way: tuple[Batch, Future[None]] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writing")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._writer.submit(connections.close_all)
            self._writer.shutdown(wait=True)
        finally:
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:  # away: so is the turn
                self._turn.give(cursor)

    def take(self, batch: Batch) -> None:
        """Decides where a batch belongs, waits for the one before, and begins to write this one."""
        decided = self._decided(batch) if batch.arrived else None
        self.finish()
        if decided or not batch.arrived:
            self._under_way = batch, self._writer.submit(copy_context().run, self._write, batch, decided)
            self._unwritten = decided.unwritten() if decided else Unwritten()
        else:
            self._write(batch, None)
            self._done(batch)
        self._let_others()

    def finish(self) -> None:
        """Waits until all is written. Raises what the writer raised."""
        if self._under_way:
            batch, writing = self._under_way
            self._under_way = None
            writing.result()
            self._done(batch)
            self._unwritten = Unwritten()

    def _decided(self, batch: Batch) -> Decided | None:
        with connection.cursor() as cursor:
            self._turn.take(cursor)
        return storing.ahead(
            run=self._run, arrived=batch.arrived, common=self._common, unwritten=self._unwritten
        )

    def _let_others(self) -> None:
        with connection.cursor() as cursor:
            if self._turn.waited_for(cursor):
                self.finish()
                self._turn.give(cursor)
