"""The id of the request being answered: logs and facts carry it, so that one can be followed to the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

_current: ContextVar[UUID | None] = ContextVar("request_id", default=None)
_read: ContextVar[dict[Any, Any] | None] = ContextVar("request_read", default=None)


def current() -> UUID | None:
    """The request's id, or None in a command or job without one."""
    return _current.get()


@contextmanager
def request(id: UUID) -> Iterator[None]:
    """Everything done inside belongs to request `id`."""
    token, read = _current.set(id), _read.set({})
    try:
        yield
    finally:
        _current.reset(token)
        _read.reset(read)


def note(what: Any, answer: Any) -> None:
    """Keeps an answer of the database until this request ends; nothing in a command or job."""
    if (kept := _read.get()) is not None:
        kept[what] = answer


def noted(what: Any) -> Any:
    """What was kept for this request, or None. Only for what the request itself does not change."""
    kept = _read.get()
    return kept.get(what) if kept else None
