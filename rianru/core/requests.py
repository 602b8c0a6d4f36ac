"""The id of the request being answered: logs and facts carry it, so that one can be followed to the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_current: ContextVar[UUID | None] = ContextVar("request_id", default=None)


def current() -> UUID | None:
    """The request's id, or None in a command or job without one."""
    return _current.get()


@contextmanager
def request(id: UUID) -> Iterator[None]:
    """Everything done inside belongs to request `id`."""
    token = _current.set(id)
    try:
        yield
    finally:
        _current.reset(token)
