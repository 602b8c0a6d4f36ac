"""Libraries, sources and imports for tests: places as rows, everything of the catalogue through its actions."""

from collections.abc import Sequence
from io import BytesIO
from itertools import count
from uuid import UUID

from django.core.files import File

from rianru.catalogue import actions
from rianru.catalogue.models import Import, Item, Record, Source
from rianru.core.actors import Actor
from tests.factories import AT, HOUSE
from tests.people import making

_number = count(1)


def library(code: str, *, network: str = "north"):
    return making.space(code, within=making.network(network))


def source(code: str = "", *, network: str | None = None, space: str = "", holdings: dict | None = None) -> Source:
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
    )
    return Source.objects.get(id=id)


def start(content: bytes, to: Source, *, actor: Actor = HOUSE, name: str = "books.mrc", queue: bool = False) -> UUID:
    return actions.start_import(
        actor=actor, at=AT, source_code=to.code, file=File(BytesIO(content), name=name), file_name=name, queue=queue
    )


def run(id: UUID, *, actor: Actor = HOUSE, told=None) -> Import:
    return actions.run_import(actor=actor, clock=lambda: AT, import_id=id, told=told)


def take(records: bytes | Sequence[bytes], to: Source) -> Import:
    """A finished import."""
    return run(start(records if isinstance(records, bytes) else b"".join(records), to))


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
    return list(done.rejection_set.order_by("number").values_list("number", "offset", "reason"))
