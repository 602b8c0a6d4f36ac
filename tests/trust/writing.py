"""A writer in a process of its own, for backups under load: imports, and pairs of rows that belong to one moment.

`python -m tests.trust.writing` writes until it is ended, and prints a line for each turn that is committed.
"""

import itertools
import sys
from datetime import UTC, datetime

import django

VERB = "tests.written"


def write() -> None:
    from django.db import transaction

    from rianru.core import facts, notices
    from rianru.core.actors import system
    from rianru.kernel.formats import marc
    from rianru.kernel.ids import new_id
    from rianru.kernel.words import T
    from tests.catalogue import making

    facts.verb(VERB, T("เขียน", "Written"))
    source = making.source(f"load-{new_id().hex[:24]}")
    for turn in itertools.count():
        for _ in range(20):
            at = datetime.now(UTC)
            with transaction.atomic():  # a notice and a fact: one never without the other
                notices.send("tests.written", to_email="someone@example.org", subject=T("ก", "a"), body=T("ก", "a"),
                             lang="th", at=at)
                facts.record(VERB, actor=system("load"), at=at)
        records = [marc.Record("00000nam a2200000 i 4500", (
            marc.Field("001", data=f"load{turn:06}-{n}"),
            marc.Field("008", data="260101s2026    th            000 0 tha d"),
            marc.Field("245", indicators="00", subfields=(("a", f"หนังสือภาระงานเล่มที่ {turn * 5 + n}"),)),
        )) for n in range(5)]
        making.take(records, source)
        sys.stdout.write(f"{turn}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    write()
