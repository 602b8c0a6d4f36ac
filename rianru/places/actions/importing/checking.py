"""What a file would do, row by row, before anything of it is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import fold, sort_key
from rianru.places import queries
from rianru.places.actions.importing import files
from rianru.places.actions.importing.reasons import Reason
from rianru.places.actions.importing.saying import Areas, Reader, Said, settle
from rianru.places.actions.placing import Neighbours, Placed
from rianru.places.models import OpeningHours, Space, SpaceImport, SpaceImportRow, SpaceOrigin
from rianru.places.queries import scope_of_network

BATCH: Final = 2_000
Kind = SpaceImportRow.Kind
COMPARED: Final = (
    "name_th", "name_en", "kind", "area_id", "lat", "lon", "approximate", "address_th", "address_en", "phone", "email",
    "line_id", "website", "facilities", "access", "ages", "languages", "members_only", "hours",
)
"""What a file may say of a space."""


@dataclass(slots=True)
class Judged:
    """A row and what it would do."""

    row: Said
    kind: str
    space_id: UUID | None = None
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """What is known of the spaces that the rows of a batch may be: by key of the source, and by code."""

    by_key: dict[str, SpaceOrigin] = field(default_factory=dict)
    by_code: dict[str, Space] = field(default_factory=dict)
    by_id: dict[UUID, Space] = field(default_factory=dict)
    hours: dict[UUID, list[list[int]]] = field(default_factory=dict)


def check_import(
    *, actor: Actor, clock: Callable[[], datetime], import_id: UUID, told: Callable[[SpaceImport], None] | None = None
) -> SpaceImport:
    """Looks at every row of a file whose columns are confirmed, from the beginning; the import with its counts."""
    run = SpaceImport.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("places.add_space", actor=actor, at=clock(), scope=scope_of_network(run.source.network_id))
    if run.state != SpaceImport.State.CHECKING:
        return run
    with transaction.atomic():
        SpaceImportRow.objects.filter(run=run).delete()
        run.number = run.added = run.changed = run.unchanged = run.rejected = run.noted = 0
        _save(run)
    check = _Check(run)
    with closing(run.file.open("rb")) as stream:
        sheet = files.look(stream, run.size)
        reader = Reader(run.columns, run.defaults, check.areas)
        found = files.rows(sheet, stream, run.columns)
        while batch := [reader.read(row) for row in islice(found, BATCH)]:
            with transaction.atomic():
                if not SpaceImport.objects.select_for_update().filter(id=run.id, state=run.state).exists():
                    break  # dropped meanwhile
                check.take(batch)
                _save(run)
            if told:
                told(run)
    SpaceImport.objects.filter(id=run.id, state=SpaceImport.State.CHECKING).update(
        state=SpaceImport.State.CHECKED, checked_at=clock()
    )
    run.refresh_from_db()
    return run


def _save(run: SpaceImport) -> None:
    run.save(update_fields=["number", "added", "changed", "unchanged", "rejected", "noted"])


class _Check:
    """A file as it is looked at, batch by batch."""

    def __init__(self, run: SpaceImport) -> None:
        self.run = run
        self.areas = Areas()
        self.there = Neighbours()
        self.lines: dict[str, int] = {}  # keys of this file, and codes of what it would add
        self.spaces: dict[UUID, int] = {}

    def take(self, batch: Sequence[Said]) -> None:
        """Judges rows and keeps what they would do."""
        self._place([row for row in batch if not row.rejected])
        for row in batch:
            if not row.rejected:
                settle(row)
        good = [row for row in batch if not row.rejected]
        known = _known(self.run, good)
        self.there.learn(row.area for row in good)
        judged = [self._judge(row, known) for row in batch]
        _keep(self.run, judged)
        self.run.number += len(judged)
        for one in judged:
            setattr(self.run, one.kind, getattr(self.run, one.kind) + 1)
            self.run.noted += bool(one.row.reasons and one.kind != Kind.REJECTED)

    def _place(self, rows: Sequence[Said]) -> None:
        """Finds the area of rows that have only a position, and refuses positions that cannot be."""
        placed = [row for row in rows if "lat" in row.said]
        points = [(float(row.said["lat"]), float(row.said["lon"])) for row in placed]
        verdicts = queries.verdicts([(row.area or "00", *point) for row, point in zip(placed, points, strict=True)])
        for row, verdict in zip(placed, verdicts, strict=True):
            there = self.areas.said(verdict.lies_in)
            if verdict.found == "swapped":
                row.note("places.position_swapped", space=row.name, lat=row.said["lon"], lon=row.said["lat"])
            elif verdict.found == "outside" or (not verdict.lies_in and not row.area):
                row.note("places.position_outside", space=row.name)
            elif not row.area:
                row.area = verdict.lies_in
                row.note("area_from_point", there=there)
            elif verdict.found == "elsewhere":
                row.note("places.position_elsewhere", space=row.name, there=there, area=self.areas.said(row.area))
            elif verdict.found == "beside":
                row.note("beside", there=there)

    def _judge(self, row: Said, known: _Known) -> Judged:
        if row.rejected:
            return Judged(row, Kind.REJECTED)
        if (line := self.lines.setdefault(f"key {row.key}", row.line)) != row.line:
            return _rejected(row, "twice", line=line)
        origin = known.by_key.get(row.key)
        space = known.by_id.get(origin.space_id) if origin else known.by_code.get(row.code)
        if space is not None and space.network_id != self.run.source.network_id:
            return _rejected(row, "places.code_taken", taken=row.code)
        if space is None:
            return self._new(row)
        if (line := self.spaces.setdefault(space.id, row.line)) != row.line:
            return _rejected(row, "two_rows_one_space", line=line)
        return _again(row, space, origin.said if origin else _said_of(space, known))

    def _new(self, row: Said) -> Judged:
        said = row.said
        placed = Placed(
            row.name, row.area, Decimal(said["lat"]) if "lat" in said else None,
            Decimal(said["lon"]) if "lon" in said else None, said.get("approximate", False),
        )
        twin = self.there.twin_of(placed)
        if twin is not None:
            line = self.lines.get(f"code {twin}")
            return _rejected(row, "twice", line=line) if line else _rejected(
                row, "places.duplicate_space", space=row.name, taken=twin)
        if (line := self.lines.setdefault(f"code {row.code}", row.line)) != row.line:
            return _rejected(row, "places.code_taken", taken=row.code)
        self.there.add(placed, row.code)
        said |= {"code": row.code, **{name: said.get(name) or row.name for name in ("name_th", "name_en")}}
        _named(said, said["name_th"], said["name_en"])
        return Judged(row, Kind.ADDED, new_id())


def _rejected(row: Said, code: str, **values: Any) -> Judged:
    row.note(code, **values)
    return Judged(row, Kind.REJECTED)


def _again(row: Said, space: Space, before: dict[str, Any]) -> Judged:
    """A row of a space that exists: only what it says otherwise than last time is written."""
    if space.closed_on is not None:
        row.note("closed_here")
        return Judged(row, Kind.UNCHANGED, space.id)
    fields = tuple(name for name in COMPARED if name in row.said and row.said[name] != before.get(name))
    if not fields:
        return Judged(row, Kind.UNCHANGED, space.id)
    if {"name_th", "name_en"} & set(fields):
        _named(row.said, *(row.said[one] if one in fields else getattr(space, one) for one in ("name_th", "name_en")))
    return Judged(row, Kind.CHANGED, space.id, fields)


def _named(said: dict[str, Any], name_th: str, name_en: str) -> None:
    said |= {"sort_th": sort_key(name_th), "found_by": fold(f"{name_th} {name_en}")}


def _said_of(space: Space, known: _Known) -> dict[str, Any]:
    """A space as a file would say it."""
    found = {name: getattr(space, name) for name in COMPARED if name != "hours"}
    for name in ("lat", "lon"):
        found[name] = None if found[name] is None else f"{found[name]:.5f}"
    return found | {"hours": known.hours.get(space.id, [])}


def _known(run: SpaceImport, rows: Sequence[Said]) -> _Known:
    """Four queries however many rows."""
    found = _Known({one.key: one for one in SpaceOrigin.objects.filter(
        source=run.source_id, key__in=[row.key for row in rows])})
    codes = [row.code for row in rows if row.key not in found.by_key]
    for space in [*Space.objects.filter(id__in=[one.space_id for one in found.by_key.values()]),
                  *Space.objects.filter(code__in=codes)]:
        found.by_id[space.id] = found.by_code[space.code] = space
    coded = [found.by_code[code].id for code in codes if code in found.by_code]
    for id, *span in OpeningHours.objects.filter(space__in=coded).order_by("weekday", "opens").values_list(
        "space_id", "weekday", "opens", "closes"
    ):
        found.hours.setdefault(id, []).append(span)
    return found


def _keep(run: SpaceImport, judged: Sequence[Judged]) -> None:
    columns = "run_id, number, line, kind, key, name, area, reasons, fields, said, space_id"
    with connection.cursor() as cursor, cursor.copy(f"COPY places_spaceimportrow ({columns}) FROM STDIN") as copy:
        for values in _copied(run, judged):
            copy.write_row(values)


def _copied(run: SpaceImport, judged: Sequence[Judged]) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(judged, run.number + 1):
        row, taken = one.row, one.kind != Kind.REJECTED
        yield (
            run.id, number, row.line, one.kind, row.key, row.name, row.area, _json(row.reasons), list(one.fields),
            _json(row.said) if taken else None, one.space_id,
        )


def _json(value: dict[str, Any] | Sequence[Reason]) -> str:
    return orjson.dumps(value).decode().replace("\\u0000", "")
