"""TRUST row *bad input*, of catalogue files: nothing that a library can hand over crashes, hangs, swells or gets lost.

Every file runs in a process of its own that may take 512 MB, each within five seconds. The same harness is run on a
reader that crashes, one that dawdles, one that swells and one that loses records.
"""

import json
import multiprocessing
import re
import resource
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

import pytest

from rianru.kernel.formats.marc import NotMarc, describe, iso2709, rows
from rianru.kernel.formats.marc.forms import Form, open_form
from rianru.kernel.formats.marc.marcjson import write_json
from rianru.kernel.formats.marc.marcxml import write_xml
from rianru.kernel.formats.marc.rowgroups import MOST_BYTES
from rianru.kernel.formats.marc.write import write
from rianru.kernel.refusals import Refused
from tests.factories.marc import copy, field, marc, record
from tests.factories.mutations import mutations

pytestmark = pytest.mark.trust
SECONDS, MEGABYTES, COUNT, SEED = 5, 512, 10_000, 2569
RECORDS = [
    record(
        f"b{n}", title, field("020", "a", "9789749906477"), field("100", "a", "คึกฤทธิ์ ปราโมช", ind="0 "),
        field("264", "a", "กรุงเทพฯ", "b", "ดอกหญ้า", "c", "2548", ind=" 1"), copy("A", f"B{n}"),
    )
    for n, title in enumerate(["สี่แผ่นดิน", "Café & thé", 'ลิลิต "พระลอ"', "แม่เบี้ย", "1984"], 1)
]  # fmt: skip
TABLE = "เลขทะเบียน,ชื่อเรื่อง,ผู้แต่ง,ISBN,ปีพิมพ์,จำนวน\r\n" + "".join(
    f'B{n},"{one.fields[2].first("a").replace(chr(34), chr(34) * 2)}",คึกฤทธิ์ ปราโมช;วาณิช,9789749906477,2548,2\r\n'
    for n, one in enumerate(RECORDS, 1)
)
HEADING, *ROWS = TABLE.splitlines(keepends=True)
FILES = {
    "iso2709": b"\n".join(map(write, RECORDS)),
    "marcxml": f"<collection>{''.join(write_xml(one, wrapped=False) for one in RECORDS)}</collection>".encode(),
    "marcjson": f"[{','.join(map(write_json, RECORDS))}]".encode(),
    "csv": TABLE.encode(),
    "iso2709, Thai of one byte": b"\n".join(map(write, RECORDS)).replace("สี่แผ่นดิน".encode(), "สี่แผ่นดิน".encode("cp874")),
    "SRU": "".join(f"<record><recordData>{write_xml(one)}</recordData></record>" for one in RECORDS).encode(),
    "JSON lines": "\n".join(map(write_json, RECORDS)).encode(),
    "csv, UTF-16": TABLE.encode("utf-16"),
    "csv, a row for each copy": (HEADING + "".join(f"{row}C{row}D{row}" for row in ROWS)).encode(),
}
_COMMENT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


class Slow(Exception):
    pass


def lost(form: Form, content: bytes, chunks: list[iso2709.Chunk]) -> str:
    """What of the file is in no chunk and yet part of a record; and whether numbers and offsets follow each other."""
    at, gaps = (form.layout.start if form.layout else 0), []
    for n, chunk in enumerate(chunks, 1):
        if chunk.number != n or not at <= chunk.offset <= chunk.end <= len(content):
            return f"chunk {n} is {chunk.number} at {chunk.offset}-{chunk.end} behind {at}"
        if not chunk.too_long and chunk.raw.rstrip(b"\x1d") not in content[chunk.offset : chunk.end]:
            return f"chunk {n} is not what the file has there"
        gaps.append(content[at : chunk.offset])
        at = chunk.end
    gaps.append(content[at:])
    left = b"\n".join(gaps)
    if form.name == "iso2709":
        left = left.translate(None, b"\x00\r\n \t\x1a\x1d\xef\xbb\xbf")
    elif form.name == "marcxml":
        left = b"".join(re.findall(rb"<(?:leader|controlfield|datafield)[\s/>]", _COMMENT.sub(b"", left)))
    elif form.name == "marcjson":
        left = b"".join(re.findall(rb'\{\s*"(?:leader|fields)"\s*:', left))
    elif form.layout:
        left = b"".join(gap for gap in gaps if not rows.blank(gap, form.layout))
    return f"left out: {left[:80]!r}" if left else ""


def look(content: bytes, read=Form.treat, split=Form.split) -> tuple[Counter, str]:
    """What became of one file: how many records were taken and rejected, or the code of its refusal; and what is wrong."""
    try:
        form = open_form(BytesIO(content))
        chunks = list(split(form, BytesIO(content)))
    except NotMarc as refusal:
        return Counter({refusal.code: 1}), "" if refusal.text("th") and refusal.text("en") else "no words"
    said = Counter(chunks=len(chunks))
    for chunk in chunks:
        found = read(form, chunk.raw)
        if (found.record is None) != bool(found.error):
            return said, f"neither a record nor a reason: {found}"
        said["rejected" if found.error else "accepted"] += 1
        if found.record is not None:
            describe(found.record)
            for form_of in (write, write_xml, write_json):
                try:
                    form_of(found.record)
                except Refused:
                    said["not written"] += 1
    return said, lost(form, content, chunks)


def _too_slow(*_):
    raise Slow


def _watch(inputs, see, seconds, answers) -> None:
    """In a process of its own: looks at every input and sends what it saw."""
    with open("/proc/self/statm") as sizes:
        own, resident = (int(pages) * resource.getpagesize() for pages in sizes.read().split()[:2])
    resource.setrlimit(resource.RLIMIT_AS, (own + MEGABYTES * 1024**2,) * 2)
    signal.signal(signal.SIGPROF, _too_slow)  # seconds of the processor: nothing here waits, and other tests run beside
    said: Counter[str] = Counter()
    wrong, slowest, count = [], 0.0, 0
    for name, content in inputs:
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, seconds)
        count += 1
        try:
            more, fault = see(content)
            said += more
        except BaseException as error:  # noqa: BLE001 (whatever comes out is what is looked for)
            fault = f"{type(error).__name__}: {error}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - started)
        if fault:
            wrong.append(f"{name}: {fault}"[:300])
    before = resident // 1024**2  # what the process of all tests had when it was forked is not ours
    peak = max(0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - before)
    answers.send(json.dumps({"said": said, "wrong": wrong, "slowest": slowest, "peak": peak, "count": count}))


def watched(inputs: Iterable[tuple[str, Any]], see=look, seconds=SECONDS) -> dict:
    """What became of many files: counts, faults, the longest time in seconds, the largest memory in MB."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    child = fork.Process(target=_watch, args=(inputs, see, seconds, there))
    child.start()
    there.close()
    try:
        found = json.loads(here.recv())
    finally:
        child.join(30)
    assert child.exitcode == 0
    return found


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_thousand_broken_files_crash_nothing_and_no_record_is_lost(capsys):
    found = watched(mutations(FILES, COUNT, seed=SEED))
    with capsys.disabled():
        sys.stdout.write(f"\n{found['said']}, slowest {found['slowest']:.3f} s, peak {found['peak']} MB\n")
    assert (found["wrong"], found["count"]) == ([], COUNT)
    assert found["said"]["accepted"] + found["said"]["rejected"] == found["said"]["chunks"]
    assert (found["slowest"] < SECONDS, found["peak"] < MEGABYTES) == (True, True)
    assert min(found["said"]["accepted"], found["said"]["rejected"]) > COUNT // 4  # neither all well nor all refused


def test_control_the_files_are_whole_before_they_are_broken():
    found = watched(FILES.items())
    assert (found["wrong"], found["said"]["accepted"], found["said"].get("rejected", 0)) == ([], 5 * len(FILES), 0)


def test_control_the_same_seed_breaks_the_same_files_and_breaks_almost_all_of_them():
    first, again = (list(mutations(FILES, 400, seed=7)) for _ in range(2))
    assert first == again
    assert sum(content in FILES.values() for _, content in first) < 40


def _crashes(form, raw):
    if b"4" in raw:
        raise IndexError("planted")
    return form.treat(raw)


def _dawdles(form, raw):
    if b"1984" in raw:
        ends = time.process_time() + SECONDS * 2
        while time.process_time() < ends:
            pass
    return form.treat(raw)


def _swells(form, raw):
    if b"1984" in raw:
        bytearray(2 * MEGABYTES * 1024**2)
    return form.treat(raw)


def _loses(form, stream, **where):
    return (chunk for chunk in form.split(stream, **where) if chunk.number != 2)


def _shifts(form, stream, **where):
    for chunk in form.split(stream, **where):
        yield iso2709.Chunk(chunk.number, chunk.offset + (chunk.number == 2), chunk.raw, chunk.end)


def _says_nothing(form, raw):
    found = form.treat(raw)
    found.record = None
    return found


def test_control_a_crash_is_caught():
    assert "IndexError: planted" in watched(FILES.items(), see=partial(look, read=_crashes))["wrong"][0]


def test_control_a_slow_reader_is_caught():
    found = watched([("iso2709", FILES["iso2709"])], see=partial(look, read=_dawdles))
    assert (found["wrong"], found["slowest"] > SECONDS / 2) == (["iso2709: Slow: "], True)


def test_control_a_reader_that_swells_is_caught():
    assert watched([("csv", FILES["csv"])], see=partial(look, read=_swells))["wrong"] == ["csv: MemoryError: "]


@pytest.mark.parametrize("name", FILES)
def test_control_a_lost_record_is_caught_in_every_form(name):
    [fault] = watched([(name, FILES[name])], see=partial(look, split=_loses))["wrong"]
    assert "chunk 2 is 3" in fault or "left out" in fault
    renumbered = watched([(name, FILES[name])], see=partial(look, split=_renumbers))["wrong"]
    assert len(renumbered) == 1
    assert "left out" in renumbered[0]


def _renumbers(form, stream, **where):
    for n, chunk in enumerate(_loses(form, stream, **where), 1):
        yield iso2709.Chunk(n, chunk.offset, chunk.raw, chunk.end, chunk.cut)


def test_control_a_wrong_offset_and_a_silent_rejection_are_caught():
    assert "is not what the file has there" in watched([("x", FILES["iso2709"])], see=partial(look, split=_shifts))["wrong"][0]
    assert "neither a record nor a reason" in watched([("x", FILES["iso2709"])], see=partial(look, read=_says_nothing))["wrong"][0]


LONG = marc("b9", "ยาว", field("500", "a", "x"))


class Repeated:
    """A file of one piece many times over, which nobody has to keep."""

    def __init__(self, head: bytes, piece: bytes, count: int) -> None:
        self.head, self.piece, self.at = head, piece, 0
        self.size = len(head) + len(piece) * count

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.at = offset + (self.at if whence == 1 else 0)
        return self.at

    def seekable(self) -> bool:
        return True

    def read(self, size: int = 1 << 20, /) -> bytes:
        start, self.at = self.at, min(self.size, self.at + size)
        skipped = max(start - len(self.head), 0) // len(self.piece) * len(self.piece)
        made = self.head + self.piece * ((self.at - skipped) // len(self.piece) + 1)
        return made[start - skipped : self.at - skipped]


LARGE = "ก" * 33_000  # 99 kB
ROW = f'"{LARGE}\n",x\r\n'.encode()
PIECES = {
    "iso2709": (b"", LONG.replace(b"\x1fax\x1e", b"\x1fa" + b"y" * 99_000 + b"\x1e")),
    "marcxml": (b"<collection>", write_xml(record("c1", LARGE), wrapped=False).encode()),
    "marcjson": (b"[", write_json(record("c1", LARGE)).encode() + b","),
    "csv": ("ชื่อเรื่อง,ผู้แต่ง\r\n".encode(), ROW + ROW.replace(b"x", b"y")),
    "csv, copies of one book": ("ชื่อเรื่อง,ผู้แต่ง\r\n".encode(), ROW * (MOST_BYTES // len(ROW))),
}
RECORDS_IN = {"csv": 2}  # one piece


def _cut(name: str) -> tuple[Counter, str]:
    """Cuts 600 MB into records, going on anew from the middle."""
    head, piece = PIECES[name]
    count = (600 << 20) // len(piece)
    file = Repeated(head, piece, count)
    form = open_form(file)
    records = count * RECORDS_IN.get(name, 1)
    [middle] = deque(islice(form.split(file), records // 2), maxlen=1)
    [last] = deque(form.split(file, offset=middle.end, number=middle.number), maxlen=1)
    right = (last.number, len(last.raw) > 90_000) == (records, True)
    return Counter(chunks=last.number), "" if right else f"{last.number} of {records}"


@pytest.mark.slow
@pytest.mark.parametrize("name", PIECES)
def test_a_file_larger_than_the_memory_is_cut_and_gone_on_with_from_its_middle(name):
    found = watched([(name, name)], see=_cut, seconds=100)
    assert (found["wrong"], found["peak"] < MEGABYTES // 2) == ([], True)


def _xml(inside: str) -> bytes:
    return f"<collection>{write_xml(RECORDS[0])}<record>{inside}</record>{write_xml(RECORDS[1])}</collection>".encode()


def _csv(line: str, encoding: str = "utf-8") -> bytes:
    return f"ชื่อเรื่อง,ผู้แต่ง,ISBN\r\nสี่แผ่นดิน,คึกฤทธิ์,\r\n{line}\r\nแม่เบี้ย,วาณิช,\r\n".encode(encoding)


BOMB = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else chr(97)[1:]};" * 10}">' for n in range(1, 10)
) + "]>"
KNOWN_BAD = {
    "empty": (b"", {"marc.form_unknown": 1}),
    "one byte": (b"0", {"marc.form_unknown": 1}),
    "NULs": (bytes(100_000), {"marc.form_unknown": 1}),
    "a zip": (b"PK\x03\x04" + bytes(100), {"marc.form_unknown": 1}),
    "an XML bomb": (BOMB.encode() + FILES["marcxml"], {"marc.unsafe_xml": 1}),
    "an XML bomb behind a long comment": (
        b"<!--" + b" " * 300_000 + b"-->" + BOMB.encode() + FILES["marcxml"], {"marc.unsafe_xml": 1}),
    "XML, no tag": (_xml('<datafield ind1="0" ind2="0"><subfield code="a">x</subfield></datafield>'),
                    {"accepted": 2, "rejected": 1}),
    "XML, a tag that ends another": (_xml("<leader></controlfield>"), {"accepted": 2, "rejected": 1}),
    "XML, attributes without end": (_xml('<datafield tag="245"' + ' x="1"' * 100_000), {"accepted": 2, "rejected": 1}),
    "XML, a million elements": (_xml("<x>" * 300_000), {"accepted": 2, "rejected": 1}),
    "XML, references without end": (_xml("<leader>" + "&amp" * 300_000), {"accepted": 2, "rejected": 1}),
    "XML, a record of 3 MB": (FILES["marcxml"].replace("สี่แผ่นดิน".encode(), "ก".encode() * 1_000_000), {"accepted": 5}),
    "XML, cut in the middle": (FILES["marcxml"][: len(FILES["marcxml"]) // 2], {"accepted": 2, "rejected": 1}),
    "JSON, deep": (b"[" + write_json(RECORDS[0])[:-1].encode() + b',"x":' + b"[" * 900_000, {"rejected": 1}),
    "JSON, a record of 3 MB": (FILES["marcjson"].replace("สี่แผ่นดิน".encode(), "ก".encode() * 1_000_000), {"accepted": 5}),
    "JSON, cut in the middle": (FILES["marcjson"][: len(FILES["marcjson"]) // 2], {"accepted": 2, "rejected": 1}),
    "CSV with formulas": (_csv("=cmd|'/C calc'!A0,+1,@x"), {"accepted": 3}),
    "CSV with a byte order mark": (_csv("a,b,c", "utf-8-sig"), {"accepted": 3}),
    "CSV in CP874": (_csv("a,b,c", "cp874"), {"accepted": 3}),
    "CSV without a title": (b"author,isbn\na,b\n", {"marc.columns_wrong": 1}),
    "CSV, a cell of 200 kB": (_csv("x" * 200_000 + ",b,c"), {"accepted": 2, "rejected": 1}),
    "CSV, the same book again": (_csv("แม่เบี้ย,วาณิช,\r\nแม่เบี้ย,วาณิช,"), {"accepted": 2}),
    "CSV, a broken row among copies": (_csv("แม่เบี้ย,วาณิช,\r\nx,y,z,?"), {"accepted": 3, "rejected": 1}),
    "CSV, copies beyond all measure": (
        b"title,copies\n" + b"a,200\n" * 5_000 + b"b,1\n", {"accepted": 2}),
    "CSV, too many cells": (_csv("a,b,c,d"), {"accepted": 2, "rejected": 1}),
    "CSV, a row of 9 MB": (_csv("x" * (9 << 20)), {"accepted": 2, "rejected": 1}),
    "CSV of quotation marks": (b"title,x\n" + b'"' * 2_000_001, {"marc.no_records": 1}),
    "CSV of quotation marks and a letter": (b"title,x\n" + b'"' * 2_000_001 + b"x", {"rejected": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN_BAD)
def test_files_that_are_known_to_be_bad_end_as_they_should(name):
    content, expected = KNOWN_BAD[name]
    found = watched([(name, content)])
    said = {key: value for key, value in found["said"].items() if key not in ("chunks", "not written")}
    assert (found["wrong"], said) == ([], expected)
    assert (found["slowest"] < SECONDS, found["peak"] < MEGABYTES) == (True, True)


ISO_BAD = {
    "a leader of nonsense": b"?" * 24 + write(RECORDS[0])[24:] + write(RECORDS[1]),
    "a leader of nonsense in the middle": write(RECORDS[0]) + b"?" * 24 + write(RECORDS[1])[24:] + write(RECORDS[2]),
    "cut in the middle": FILES["iso2709"][: len(FILES["iso2709"]) // 2],
    "cut in a letter": FILES["iso2709"][: FILES["iso2709"].index("สี่".encode()) + 1],
    "a record of 3 MB": write(RECORDS[0]) + LONG.replace(b"\x1fax\x1e", b"\x1fa" + b"y" * 3_000_000 + b"\x1e") + write(RECORDS[1]),
    "a record of 20 MB": write(RECORDS[0]) + LONG.replace(b"\x1fax\x1e", b"\x1fa" + b"y" * (20 << 20)) + write(RECORDS[1]),
    "field marks without end": write(RECORDS[0]) + b"\x1e" * 2_000_000 + b"\x1d" + write(RECORDS[1]),
    "subfield marks without end": write(RECORDS[0]) + write(RECORDS[1])[:-2] + b"\x1f" * 2_000_000 + b"\x1e\x1d",
}  # fmt: skip


@pytest.mark.parametrize("name", ISO_BAD)
def test_iso_2709_that_is_known_to_be_bad_ends_as_records_and_reasons(name):
    found = watched([(name, ISO_BAD[name])])
    assert found["wrong"] == []
    assert (found["slowest"] < SECONDS, found["peak"] < MEGABYTES) == (True, True)
    said = found["said"]
    if "marc.not_marc" not in said:
        assert said.get("accepted", 0) + said.get("rejected", 0) == said["chunks"] > 0
