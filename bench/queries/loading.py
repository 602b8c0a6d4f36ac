"""Works written straight into the tables, by COPY: what an import would leave there, without its minutes.

No records, hence no matching: the truth is known. Everything that the search reads is there: works, editions, copies.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bench.queries.works import Printed, Work
from rianru.kernel.ids import new_id
from rianru.kernel.thai import sort_key

_BATCH = 20_000
_MORE_COPIES = (0, 0, 0, 1, 1, 2, 3)


class Table:
    """One table's columns with their defaults, and the rows that wait for it."""

    def __init__(self, model: Any) -> None:
        self.name: str = model._meta.db_table
        fields = list(model._meta.concrete_fields)
        self._columns = [field.column for field in fields]
        self._defaults = {field.column: _default(field) for field in fields if not field.primary_key}
        self._rows: list[list[object]] = []

    def add(self, **said: object) -> None:
        """A row: columns that are not said have the model's default, and `id` must be said."""
        row = self._defaults | said
        self._rows.append([row[column] for column in self._columns])

    def write(self, cursor: Any) -> None:
        """The waiting rows, by COPY."""
        with cursor.copy(f"COPY {self.name} ({', '.join(self._columns)}) FROM STDIN") as copy:
            for row in self._rows:
                copy.write_row(row)
        self._rows.clear()


def _default(field: Any) -> object:
    """What a column holds that nothing is said of; an empty list or object as PostgreSQL writes both."""
    value = field.get_default()
    return "{}" if value in ([], {}) else value


def load(works: Iterable[Work], *, at: datetime) -> dict[str, UUID]:
    """Writes them in batches and gives every key its work's id. The demo must be there: copies stand at its spaces."""
    from django.db import connection, transaction

    from rianru.catalogue.models import Edition, Item
    from rianru.catalogue.models import Work as Row
    from rianru.places.models import Space

    tables = {"work": Table(Row), "edition": Table(Edition), "item": Table(Item)}
    spaces = list(Space.objects.order_by("id").values_list("id", flat=True))
    ids: dict[str, UUID] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for number, work in enumerate(works, 1):
            ids[work.key] = _add(work, tables, spaces, at)
            if number % _BATCH == 0:
                _write(tables, cursor)
        _write(tables, cursor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return ids


def _write(tables: dict[str, Table], cursor: Any) -> None:
    for table in tables.values():
        table.write(cursor)


def _add(work: Work, tables: dict[str, Table], spaces: Sequence[UUID], at: datetime) -> UUID:
    id, chance = new_id(), random.Random(work.key)
    tables["work"].add(id=id, title=work.first.title, title_sort=sort_key(work.first.title), created_at=at)
    for printed in work.editions:
        edition = new_id()
        tables["edition"].add(id=edition, work_id=id, **_columns(printed))
        for copy, space in enumerate(chance.sample(spaces, 1 + chance.choice(_MORE_COPIES))):
            tables["item"].add(
                id=new_id(), edition_id=edition, space_id=space, call_number=printed.call_number, copy=str(copy + 1),
                shelf="", barcode=f"5{copy}{printed.barcode}" if copy else printed.barcode,
            )
    return id


def _columns(one: Printed) -> dict[str, object]:
    return {
        "title": one.title, "title_sort": sort_key(one.title), "title_main": one.main, "part": one.part,
        "other_titles": [one.other_title] if one.other_title else [], "people": list(one.people),
        "roles": [""] * len(one.people), "statement": one.statement, "subjects": list(one.subjects),
        "series": [one.series] if one.series else [], "series_numbers": [""] if one.series else [], "year": one.year,
        "year_text": str(one.year), "isbns": list(one.isbns), "isbn_notes": [""] * len(one.isbns),
        "publisher": one.publisher, "call_number": one.call_number, "format": one.format, "language": one.language,
        "languages": [one.language],
    }


def demo_ids() -> dict[str, UUID]:
    """The ids of the demo's works, by their numbers."""
    from rianru.catalogue.models import Record

    rows = Record.objects.filter(source__code="demo-library", edition__isnull=False)
    return {
        number.removeprefix("RND-"): id for number, id in rows.values_list("control_number", "edition__work_id")
    }
