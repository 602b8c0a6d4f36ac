"""The encoding doctor: how fast, how often right, never silently wrong; MARC-8 against the same library's UTF-8.

Broken files with known truth come from tests/factories/broken.py. RIANRU_DATA names a folder with
marc/gpo-utf8.mrc.gz and marc/gpo-marc8.mrc.gz (25,931 and 4,955 records of the US Government Publishing Office, joined
on 001); without it what needs them is left out and said so. The peer is pymarc, which only reads.
"""

import gzip
import io
import json
import os
import platform
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from bench.house import report

CASES = 32_000
SMALL = 40_000
SHOWN = 5
SMALL_ONES = (("doctor.small", "clean", 20_000), ("doctor.old_thai", "old Thai bytes, flagged Unicode", None))


def main() -> int:
    """Prints every figure; 0 where all of them hold."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
    with tempfile.TemporaryDirectory(prefix="rianru-bench-") as folder:
        os.environ.setdefault("RIANRU_VAR", folder)
        import django

        django.setup()
        state = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
        print(json.dumps(state), file=sys.stderr)
        good = [*_small(), *_broken()]
        data = os.environ.get("RIANRU_DATA")
        if data:
            packed = Path(data) / "marc"
            good += [*_real(gzip.decompress((packed / "gpo-utf8.mrc.gz").read_bytes())), *_marc8(packed)]
        else:
            print("SKIPPED · ข้าม: RIANRU_DATA is not set; no real records were read", file=sys.stderr)
    return 0 if all(good) else 1


def _small() -> Iterable[bool]:
    from tests.factories import broken

    for name, defect, least in SMALL_ONES:
        yield _rate(name, b"".join(case.raw for case in broken.cases(SMALL, seed=1, only=(defect,))), least)


def _real(raw: bytes) -> Iterable[bool]:
    yield _rate("doctor.gpo", raw)
    told = Counter(code for one in _verdicts(raw) for code in (*one.repairs, *([one.error] if one.error else [])))
    print({"gpo-utf8, said of it": dict(told)}, file=sys.stderr)
    repaired = sum(bool(one.repairs) for one in _verdicts(raw))
    yield report("doctor.gpo_repaired", ours=repaired, unit="records, really broken", at_most=25)


def _rate(name: str, raw: bytes, least: int | None = 20_000) -> bool:
    """Verdicts a second by two processes, beside pymarc reading alone in one."""
    began = time.perf_counter()
    count = len(_verdicts(raw))
    ours = count / (time.perf_counter() - began)
    reading = "pymarc, reading only"
    return report(name, ours=ours, peer=_pymarc(raw), peer_name=reading, unit="records/s", at_least=least)


def _verdicts(raw: bytes) -> list[Any]:
    from rianru.kernel.formats.marc import clinic
    from rianru.kernel.formats.marc.forms import Form

    return list(clinic.verdicts(io.BytesIO(raw), Form("iso2709"), processes=2))


def _pymarc(raw: bytes) -> float:
    import pymarc

    began = time.perf_counter()
    count = sum(1 for _ in pymarc.MARCReader(io.BytesIO(raw)))
    return count / (time.perf_counter() - began)


def _broken() -> Iterable[bool]:
    """Every defect: title, year and language beside the truth."""
    from tests.factories import broken

    cases = list(broken.cases(CASES, seed=2))
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, list[Any]] = defaultdict(list)
    began = time.perf_counter()
    for case in cases:
        for outcome, told in _judged(case):
            outcomes[case.defect][("mendable " if case.mendable else "lost ") + outcome] += 1
            if outcome == "silent" or (outcome == "reported" and case.mendable):
                wrong[case.defect].append((outcome, case.truth.shown, told))
    seconds = time.perf_counter() - began
    for name, counts in sorted(outcomes.items()):
        print(f"  {name}: {dict(counts)}", file=sys.stderr)
        for one in wrong[name][:SHOWN]:
            print(f"      {one}", file=sys.stderr)
    total = sum(outcomes.values(), Counter[str]())
    mendable = sum(count for name, count in total.items() if name.startswith("mendable"))
    silent = total["mendable silent"] + total["lost silent"]
    theirs, rate = _peer(cases)
    yield report("doctor.broken_rate", ours=len(cases) / seconds, peer=rate, peer_name="pymarc, reading only",
                 unit="records/s, one process, every one broken")
    yield report("doctor.right", ours=total["mendable right"] / mendable, peer=theirs, peer_name="pymarc, title alone",
                 unit="share of what can be mended", at_least=0.99)
    yield report("doctor.silently_wrong", ours=silent, unit=f"of {len(cases)}", at_most=0)


def _judged(case: Any) -> list[tuple[str, Any]]:
    from rianru.kernel.formats.marc import NotMarc, headline, split
    from rianru.kernel.formats.marc.doctor import treat

    truths = [case.truth, *([case.after] if case.after else [])]
    try:
        chunks = list(split(io.BytesIO(case.raw)))
    except NotMarc:
        return [("reported", "no MARC")] * len(truths)
    if len(chunks) != len(truths):
        return [("silent", f"{len(chunks)} records")] * len(truths)
    found = []
    for chunk, truth in zip(chunks, truths, strict=True):
        treated = treat(chunk.raw)
        told = headline(treated.record) if treated.record else None
        right = told == (truth.shown, truth.year, truth.language)
        found.append(("right" if right else "reported" if treated.trouble else "silent", (told, treated.trouble)))
    return found


def _peer(cases: list[Any]) -> tuple[float, float]:
    """pymarc on the same files: the share of those that can be mended whose title it has right; its rate."""
    import pymarc

    right = mendable = 0
    began = time.perf_counter()
    with redirect_stderr(io.StringIO()):
        for case in cases:
            mendable += case.mendable
            try:
                read = next(iter(pymarc.MARCReader(io.BytesIO(case.raw))), None)
                title = read["245"]["a"] if read is not None else ""
            except (KeyError, pymarc.exceptions.PymarcException, ValueError, IndexError):
                continue
            right += case.mendable and title.rstrip(" /:") == case.truth.title.rstrip(" /:")
    return right / mendable, len(cases) / (time.perf_counter() - began)


def _marc8(packed: Path) -> Iterable[bool]:
    """The pairs: both sides through the doctor, and ours against the other side's bytes as they are."""
    from rianru.kernel.formats.marc.doctor import treat

    theirs = {_number(raw): raw for raw in _records(packed / "gpo-utf8.mrc.gz")}
    pairs = [(raw, theirs[_number(raw)]) for raw in _records(packed / "gpo-marc8.mrc.gz") if _number(raw) in theirs]
    same = untouched = 0
    for raw, other in pairs:
        ours, beside = treat(raw), treat(other)
        mine, its = _texts(ours.record), _texts(beside.record)
        plain = [unicodedata.normalize("NFC", body.decode("utf-8")) for body in other[:-1].split(b"\x1e")[1:-1]]
        untouched += mine == plain
        same += mine == its
        if mine != its:
            print(f"  {_number(raw)}: {ours.repairs} {ours.losses} / {beside.repairs} {beside.losses}", file=sys.stderr)
            for one, two in zip(mine, its, strict=False):
                if one != two:
                    print(f"      MARC-8 {one[:160]!r}\n      UTF-8  {two[:160]!r}", file=sys.stderr)
    yield report("doctor.marc8", ours=same, unit=f"of {len(pairs)} pairs identical, both treated", at_least=4_940)
    yield report("doctor.marc8_as_given", ours=untouched, unit=f"of {len(pairs)} identical to the UTF-8 file as it is",
                 at_least=4_940)


def _records(path: Path) -> list[bytes]:
    from rianru.kernel.formats.marc import split

    return [chunk.raw for chunk in split(io.BytesIO(gzip.decompress(path.read_bytes())))]


def _number(raw: bytes) -> str:
    return raw.split(b"\x1e", 2)[1].decode("ascii").strip()


def _in_nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _texts(record: Any) -> list[str]:
    return [
        _in_nfc(field.data or field.indicators + "".join(f"\x1f{code}{value}" for code, value in field.subfields))
        for field in record.fields
    ]


if __name__ == "__main__":
    sys.exit(main())
