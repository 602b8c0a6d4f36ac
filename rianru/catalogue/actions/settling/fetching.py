"""JSON from the database, read from the bytes that came: made into text first, it would be encoded again to be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.db import connection
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.string import TextLoader

from rianru.kernel.matching import Traits


class _Said(Loader):
    def load(self, data: Buffer) -> Any:
        return orjson.loads(data)


class _Traits(Loader):
    def load(self, data: Buffer) -> Traits:
        return Traits(*orjson.loads(data))


@contextmanager
def fetching() -> Iterator[Any]:
    """A cursor of the same transaction that gives jsonb as what it says, uuid as text, which a cast would write twice,
    and varchar, which no column is, as Traits.
    """
    with connection.cursor() as cursor:
        adapters = cursor.cursor.adapters
        adapters.register_loader("jsonb", _Said)
        adapters.register_loader("varchar", _Traits)
        adapters.register_loader("uuid", TextLoader)
        yield cursor
