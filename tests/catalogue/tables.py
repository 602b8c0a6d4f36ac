"""Every table of the catalogue by content: without ids and moments, so that two histories can be compared.

`python -m tests.catalogue.tables` prints a digest of each, of the installation that RIANRU_VAR names.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from typing import Any
from uuid import UUID

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    import django

    django.setup()

from rianru.catalogue.actions import columns
from rianru.catalogue.models import (
    Decision,
    Doubt,
    Edition,
    Import,
    Item,
    MatchKey,
    Missing,
    Outcome,
    Reading,
    Record,
    RecordVersion,
    Work,
)

_COUNTS = (
    "file_name", "form", "size", "offset", "number", "accepted", "repaired", "damaged", "deleted", "unchanged", "rejected",
    "unplaced", "missing", "withdrawn", "state",
)  # fmt: skip
_ITEM = ("space__code", "listed_at__code", "barcode", "call_number", "copy", "shelf", "status", "price", "note", "state")
Name = tuple[str, str]


def everything(*, gone: bool = True) -> dict[str, Any]:
    """What each table holds. Without `gone`: only what readers may see, as it is before an import and after its undoing."""
    names = {id: (code, number) for id, code, number in Record.objects.values_list("id", "source__code", "control_number")}
    live = set(Record.objects.filter(state="live").values_list("id", flat=True))
    kept = names if gone else {id: name for id, name in names.items() if id in live}
    found = {
        "records": _records(kept), "readings": _readings(kept), "keys": _keys(kept), "items": _items(kept, gone),
        "editions": _editions(names, live), "works": _works(names, live),
        "decisions": sorted((one.level, one.same, names[one.left_id], names[one.right_id]) for one in Decision.objects.all()),
    }
    if gone:
        found |= {
            "versions": _versions(names), "outcomes": _outcomes(), "imports": sorted(Import.objects.values_list(*_COUNTS)),
            "missing": sorted((file, names[id]) for file, id in Missing.objects.values_list("run__file_name", "record_id")),
            "doubts": sorted([*sorted((names[one.left_id], names[one.right_id])), one.because] for one in Doubt.objects.all()),
        }
    return found


def grouping() -> dict[str, set[frozenset[Name]]]:
    """Which live records are together, as editions and as works."""
    rows = Record.objects.filter(state="live").values_list("source__code", "control_number", "edition_id", "edition__work_id")
    found: dict[str, dict[UUID, set[Name]]] = {"editions": {}, "works": {}}
    for code, number, edition, work in rows:
        found["editions"].setdefault(edition, set()).add((code, number))
        found["works"].setdefault(work, set()).add((code, number))
    return {level: {frozenset(group) for group in groups.values()} for level, groups in found.items()}


def _records(names: dict[UUID, Name]) -> dict[Name, tuple]:
    fields = ("state", "form", "encoding", "repairs", "losses", "read_with", "taken_by__file_name")
    rows = Record.objects.filter(id__in=names)
    return {
        names[one.id]: (bytes(one.raw), bytes(one.digest), one.state, one.form, one.encoding, one.repairs, one.losses,
                        one.read_with, one.taken_by.file_name)
        for one in rows.select_related("taken_by").only("raw", "digest", *fields)
    }


def _readings(names: dict[UUID, Name]) -> dict[Name, tuple]:
    rows = Reading.objects.filter(record__in=names)
    return {
        names[one.record_id]: (one.said, one.traits, sorted(one.keys)) for one in rows
    }


def _keys(names: dict[UUID, Name]) -> Counter:
    return Counter((names[id], key) for id, key in MatchKey.objects.values_list("record_id", "key") if id in names)


def _items(names: dict[UUID, Name], gone: bool) -> Counter:
    rows = Item.objects.all() if gone else Item.objects.exclude(state="absent")
    return Counter(
        (names.get(record), *values) for record, *values in rows.values_list("record_id", *_ITEM)
        if record is None or record in names
    )


def _editions(names: dict[UUID, Name], live: set[UUID]) -> dict[frozenset[Name], tuple]:
    members: dict[UUID, set[Name]] = {}
    for id, edition in Record.objects.filter(id__in=live).values_list("id", "edition_id"):
        members.setdefault(edition, set()).add(names[id])
    return {
        frozenset(members[one.id]): (
            one.live, {part: names[UUID(record)] for part, record in one.said_by.items()},
            *(_value(one, name) for name in columns.NAMES),
        )
        for one in Edition.objects.filter(id__in=members)
    }


def _value(edition: Edition, name: str) -> Any:
    """Lists that are gathered from several records come in the order of their ids, which is that of arrival."""
    value = getattr(edition, name)
    return sorted(value) if isinstance(value, list) else value


def _works(names: dict[UUID, Name], live: set[UUID]) -> dict[frozenset[Name], tuple]:
    members: dict[UUID, set[Name]] = {}
    for id, work in Record.objects.filter(id__in=live).values_list("id", "edition__work_id"):
        members.setdefault(work, set()).add(names[id])
    return {frozenset(members[one.id]): (one.title, one.title_sort) for one in Work.objects.filter(id__in=members)}


def _versions(names: dict[UUID, Name]) -> Counter:
    return Counter(
        (names[one.record_id], bytes(one.raw), bytes(one.digest), one.form, one.state, one.taken_by.file_name,
         one.replaced_by.file_name)
        for one in RecordVersion.objects.select_related("taken_by", "replaced_by")
    )


def _outcomes() -> list[tuple]:
    rows = Outcome.objects.order_by("run__file_name", "number")
    return list(rows.values_list(
        "run__file_name", "number", "offset", "kind", "control_number", "title", "encoding", "repairs", "losses"
    ))


def digests() -> dict[str, str]:
    """A digest of each table, with its number of rows in front."""
    return {
        part: f"{len(found)} {hashlib.sha256(repr(_ordered(found)).encode()).hexdigest()[:16]}"
        for part, found in everything().items()
    }


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted(((_ordered(key), _ordered(one)) for key, one in value.items()), key=repr)
    if isinstance(value, set | frozenset):
        return sorted((_ordered(one) for one in value), key=repr)
    return [_ordered(one) for one in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    sys.stdout.write(json.dumps(digests()))
