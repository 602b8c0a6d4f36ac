"""How many records a second are described on one core: everything, and the headline alone; pymarc beside it.

Records: small Thai ones of ten fields, drawn by a fixed seed, and with RIANRU_DATA the 25,931 real records. Each way is
timed from the bytes of a record, and ours also without the reading. The peer takes what `headline` takes from a
pymarc.Record: title, year and language, without mending anything.
"""

import gzip
import io
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pymarc

from bench.house import report
from rianru.kernel.formats.marc import Field, Record, describe, headline, read, split
from rianru.kernel.formats.marc.write import write

SEED, SMALL, RUNS = 2569, 4_000, 3
LEADER = "00000nam a2200000 a 4500"
WORDS = "ผ้าทอ เมือง น่าน ลาย น้ำ ไหล ประวัติ ศาสตร์ ท้องถิ่น ความรู้ คู่มือ ครู ภาษา ไทย นิทาน พื้นบ้าน ป่า ดิน ข้าว ปลา"
FAMILIES = "ใจดี สุขสันต์ ทองดี ศรีสวัสดิ์ แก้วมณี บุญมา วงศ์ใหญ่ รักเรียน อินทร์แก้ว พงษ์พานิช"


def main() -> int:
    """Measures and prints; 1 when a figure is missed."""
    good = _measure("thai", _thai_records(), full=20_000, alone=40_000)
    folder = os.environ.get("RIANRU_DATA")
    if folder:
        raw = gzip.decompress((Path(folder) / "marc" / "gpo-utf8.mrc.gz").read_bytes())
        good &= _measure("gpo", [chunk.raw for chunk in split(io.BytesIO(raw))], full=12_000, alone=40_000)
    else:
        print("ข้ามระเบียนจริง · without the real records: RIANRU_DATA is not set", file=sys.stderr)
    return 0 if good else 1


def _measure(name: str, raws: Sequence[bytes], *, full: int, alone: int) -> bool:
    peer = _rate(raws, _theirs)
    good = report(
        f"describe.{name}", ours=_rate(raws, describe, before=read), unit="records/s, from a record", at_least=full
    )
    good &= report(
        f"describe.{name}.headline", ours=_rate(raws, headline, before=read), unit="records/s, from a record",
        at_least=alone,
    )  # fmt: skip
    report(
        f"describe.{name}.headline_from_bytes", ours=_rate(raws, lambda raw: headline(read(raw))), peer=peer,
        peer_name="pymarc", unit="records/s",
    )  # fmt: skip
    report(
        f"describe.{name}.from_bytes", ours=_rate(raws, lambda raw: describe(read(raw))), peer=peer,
        peer_name="pymarc, title, year and language alone", unit="records/s",
    )  # fmt: skip
    return good


def _rate(
    raws: Sequence[bytes], way: Callable[[Any], object], before: Callable[[bytes], Any] | None = None
) -> float:
    """Records a second of processor time, the best of RUNS; `before` is done outside the clock.

    One record at a time, as an import goes: thousands kept at once would measure memory and its collector.
    """
    best = 0.0
    for _ in range(RUNS):
        spent = 0.0
        for raw in raws:
            given = before(raw) if before else raw
            began = time.process_time()
            way(given)
            spent += time.process_time() - began
        best = max(best, len(raws) / spent)
    return best


def _theirs(raw: bytes) -> tuple[str | None, str | None, str]:
    record = pymarc.Record(data=raw, to_unicode=True)
    fixed = record.get("008")
    return record.title, record.pubyear, (fixed.data or "")[35:38] if fixed else ""


def _thai_records() -> list[bytes]:
    """Records of ten fields, as a small library writes them."""
    chance = random.Random(SEED)
    return [write(_thai_record(chance, number)) for number in range(SMALL)]


def _thai_record(chance: random.Random, number: int) -> Record:
    words, families = WORDS.split(), FAMILIES.split()
    name = f"{chance.choice(words)}{chance.choice(words)} {chance.choice(families)}"
    year = chance.randrange(2530, 2570)
    title = "".join(chance.choices(words, k=chance.randrange(2, 7)))
    core = f"978616{chance.randrange(10**6):06}"
    return Record(
        LEADER,
        (
            Field("001", data=f"TK{number:07}"),
            Field("008", data=f"{year % 100:02}1121s{year}    th a          000 0 tha d"),
            _field("020", ("a", f"{core}{_check(core)} (ปกอ่อน) :"), ("c", "250 บาท")),
            _field("082", ("a", f"{chance.randrange(1000)}.{number % 99}"), ("b", f"{name[:1]}{number % 999}")),
            _field("100", ("a", f"{name},"), ("e", "ผู้แต่ง")),
            _field("245", ("a", f"{title} :"), ("b", f"{''.join(chance.choices(words, k=4))} /"), ("c", name)),
            _field("250", ("a", f"พิมพ์ครั้งที่ {chance.randrange(1, 9)}.")),
            _field("260", ("a", "กรุงเทพฯ :"), ("b", f"สำนักพิมพ์{chance.choice(words)},"), ("c", f"{year}.")),
            _field("300", ("a", f"{chance.randrange(40, 900)} หน้า :"), ("b", "ภาพประกอบ ;"), ("c", "21 ซม.")),
            _field("650", ("a", "".join(chance.choices(words, k=2))), ("z", chance.choice(words))),
        ),
    )


def _field(tag: str, *subfields: tuple[str, str]) -> Field:
    return Field(tag, indicators="  ", subfields=subfields)


def _check(core: str) -> str:
    return str(-sum(int(digit) * weight for digit, weight in zip(core, (1, 3) * 6, strict=True)) % 10)


if __name__ == "__main__":
    raise SystemExit(main())
