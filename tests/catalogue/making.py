"""Libraries, sources and imports for tests: places as rows, everything of the catalogue through its actions."""

from collections.abc import Sequence
from io import BytesIO
from itertools import count
from uuid import UUID

from django.core.files import File
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import actions
from rianru.catalogue.models import Import, Item, Record, Source
from rianru.core.actors import Actor
from rianru.kernel.formats import marc
from rianru.kernel.formats.marc.write import write
from tests.factories import AT, HOUSE
from tests.people import making

_number = count(1)


def library(code: str, *, network: str = "north"):
    return making.space(code, within=making.network(network))


def source(
    code: str = "", *, network: str | None = None, space: str = "", holdings: dict | None = None, **more
) -> Source:
    """A source; `network` and `space` are codes, made where they are missing."""
    if space:
        library(space, network=network or "north")
    id = actions.add_source(
        actor=HOUSE,
        at=AT,
        code=code or f"source-{next(_number)}",
        name_th="แหล่งทดสอบ",
        name_en="Test source",
        network_id=making.network(network).id if network else None,
        default_space=space,
        holdings=holdings,
        **more,
    )
    return Source.objects.get(id=id)


def start(
    content: bytes, to: Source, *, actor: Actor = HOUSE, name: str = "books.mrc", queue: bool = False,
    complete: bool = False, columns: Sequence[str] = (),
) -> UUID:
    return actions.start_import(
        actor=actor, at=AT, source_code=to.code, file=File(BytesIO(content), name=name), file_name=name, queue=queue,
        complete=complete, columns=columns,
    )


def run(id: UUID, *, actor: Actor = HOUSE, told=None) -> Import:
    return actions.run_import(actor=actor, clock=lambda: AT, import_id=id, told=told)


def take(records: bytes | Sequence[bytes | marc.Record], to: Source, **more) -> Import:
    """A finished import, of a file or of records."""
    return run(start(content_of(records), to, **more))


def content_of(records: bytes | Sequence[bytes | marc.Record]) -> bytes:
    """A file of records."""
    if isinstance(records, bytes):
        return records
    return b"".join(one if isinstance(one, bytes) else write(one) for one in records)


def counts(done: Import) -> tuple[int, int, int]:
    """Accepted, unchanged, rejected."""
    return done.accepted, done.unchanged, done.rejected


def titles(of: Source) -> dict[str, str]:
    """The title of each record of a source by its control number."""
    return dict(Record.objects.filter(source=of).values_list("control_number", "edition__title"))


def shelves(of: Source) -> list[tuple[str, str, str, str]]:
    """Every item of a source: record, space, barcode, state."""
    found = Item.objects.filter(record__source=of)
    return sorted(found.values_list("record__control_number", "space__code", "barcode", "state"))


def refusals(done: Import) -> list[tuple[int, int, str]]:
    """Number, byte offset and reason of every record not taken."""
    rejected = done.outcome_set.filter(kind="rejected").order_by("number")
    return [(number, offset, reason) for number, offset, [reason] in rejected.values_list("number", "offset", "losses")]


def undo(done: Import, *, told=None) -> Import:
    """Rolls an import back, to its end."""
    actions.undo_import(actor=HOUSE, at=AT, import_id=done.id, queue=False)
    return actions.run_undo(actor=HOUSE, clock=lambda: AT, import_id=done.id, told=told)


def rematch(of: Source | None = None) -> int:
    return actions.rematch(actor=HOUSE, clock=lambda: AT, source=of)


def change(of: Source, **values) -> None:
    """The source with other values, the rest as it was."""
    of.refresh_from_db()
    space = of.default_space.code if of.default_space else ""
    now = {name: getattr(of, name) for name in ("name_th", "name_en", "holdings", "fields", "encoding", "trust")}
    actions.change_source(actor=HOUSE, at=AT, source_id=of.id, **(now | {"default_space": space} | values))
    of.refresh_from_db()


def editions() -> set[frozenset[str]]:
    """The live records by edition, by their control numbers (tests that ask give each number once)."""
    return _groups("edition_id")


def works() -> set[frozenset[str]]:
    """The live records by work."""
    return _groups("edition__work_id")


def _groups(by: str) -> set[frozenset[str]]:
    found: dict[UUID, set[str]] = {}
    for group, number in Record.objects.filter(state="live").values_list(by, "control_number"):
        found.setdefault(group, set()).add(number)
    return {frozenset(group) for group in found.values()}


def groups(*members: str) -> set[frozenset[str]]:
    """`groups("a1 b1", "c1")`, to compare with."""
    return {frozenset(one.split()) for one in members}


def standing() -> dict[str, tuple[UUID, UUID]]:
    """Edition and work of each live record, by its control number."""
    rows = Record.objects.filter(state="live").values_list("control_number", "edition_id", "edition__work_id")
    return {number: (edition, work) for number, edition, work in rows}


def record_of(number: str) -> Record:
    return Record.objects.get(control_number=number)


def edition_of(number: str) -> UUID:
    found = record_of(number).edition_id
    assert found is not None
    return found


def work_of(number: str) -> UUID:
    edition = record_of(number).edition
    assert edition is not None
    return edition.work_id


def asked(seen: CaptureQueriesContext) -> int:
    """How many queries, without those by which the statistics of tables that have grown are gathered now and then."""
    gathered = sum("default_statistics_target" in query["sql"] for query in seen.captured_queries)
    return len(seen) - 4 * gathered
