"""Matching of generated libraries with known truth, and of two exports of one real library.

`.venv/bin/python -m bench.matching [--works N] [--seed N] [--sources N] [--explain N] [--keep FOLDER] [--no-real]`

Everything goes through the product as an outsider would send it: files are imported, `rianru export-matches` says what
was joined, and that is compared with the truth that the generator wrote (docs/benchmarks.md). With RIANRU_DATA set,
gpo-marc8 is then loaded as a second source beside gpo-utf8: records of one number are twins.
"""

import argparse
import gzip
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bench.house import report, scratch_database
from bench.ingest import real_files
from bench.libraries import CASES, SEED, Built, build, read_truth
from bench.libraries.pairs import Key, Placed, by_case, false_pairs, missed_pairs, placed, read_joined, score
from rianru.kernel.formats.marc import Record
from rianru.kernel.formats.marc.doctor import treat
from rianru.kernel.formats.marc.iso2709 import split

WORKS = 20_000
PRECISION, RECALL, TWINS = 0.995, 0.97, 0.99
Joined = dict[Key, tuple[str, str]]


def main() -> int:
    """Builds, imports, exports, compares; 0 where every figure holds."""
    asked = argparse.ArgumentParser(prog="python -m bench.matching")
    asked.add_argument("--works", type=int, default=WORKS)
    asked.add_argument("--sources", type=int, default=6)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--explain", type=int, default=0, metavar="N", help="show N missed and N false pairs a case")
    asked.add_argument("--keep", type=Path, help="folder for the libraries and the export, which then stay")
    asked.add_argument("--no-real", action="store_true", help="leave the real control out")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="rianru-matching-") as name, scratch_database():
        folder = args.keep or Path(name)
        made = build(folder / "libraries", works=args.works, sources=args.sources, seed=args.seed)
        print(f"{made.works} works, {made.editions} editions, {made.records} records", file=sys.stderr)
        for code, path in made.files.items():
            take(code, path)
        good = _compare(made, _export(folder / "matches.tsv"), explain=args.explain)
        real = {} if args.no_real else real_files("gpo-utf8", "gpo-marc8")
        if real:
            good = _control(real, folder) and good
        elif not args.no_real:
            print("ข้ามระเบียนจริง · SKIPPED the real control: RIANRU_DATA is not set", file=sys.stderr)
    return 0 if good else 1


def take(code: str, path: Path) -> None:
    """Imports one file as a source of its own, and says how it went."""
    from django.core.files import File

    from rianru.catalogue import actions
    from rianru.core import jobs
    from rianru.core.actors import system

    actor, began = system("bench"), time.perf_counter()
    actions.add_source(actor=actor, at=jobs.now(), code=code, name_th=code)
    with path.open("rb") as stream:
        id = actions.start_import(
            actor=actor, at=jobs.now(), source_code=code, file=File(stream), file_name=path.name, queue=False
        )
    run = actions.run_import(actor=actor, clock=jobs.now, import_id=id)
    seconds = time.perf_counter() - began
    print(f"{code}: {run.number} records in {seconds:.1f} s, {run.rejected} rejected", file=sys.stderr)


def _export(path: Path) -> Joined:
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("export_matches", out=str(path))
    print(f"export-matches: {time.perf_counter() - began:.1f} s", file=sys.stderr)
    return read_joined(path)


def _compare(made: Built, joined: Joined, *, explain: int) -> bool:
    truth = list(read_truth(made.truth))
    absent = sum((one.source, one.number) not in joined for one in truth)
    print(f"{absent} of {len(truth)} records are not in the export", file=sys.stderr)
    good = [absent == 0]
    for name, works in (("editions", False), ("works", True)):
        rows = placed(truth, joined, works=works)
        found = score(rows)
        good.append(report(f"matching.{name}.precision", ours=found.precision, unit="pairs", at_least=PRECISION))
        good.append(report(f"matching.{name}.recall", ours=found.recall, unit="pairs", at_least=RECALL))
        _table(name, rows)
        if explain:
            _explain(name, rows, made, explain)
    return all(good)


def _table(name: str, rows: list[Placed]) -> None:
    scores = by_case(rows)
    print(f"\n{name:18}{'records':>9}{'pairs':>9}{'missed':>8}{'recall':>8}{'false':>8}", file=sys.stderr)
    for case in CASES:
        if case in scores:
            one, records = scores[case], sum(case in row.cases for row in rows)
            print(f"{case:18}{records:9}{one.true:9}{one.missed:8}{one.recall:8.4f}{one.false:8}", file=sys.stderr)


def _explain(name: str, rows: list[Placed], made: Built, most: int) -> None:
    """Each pair is shown once, under that of its cases which has fewest examples so far."""
    chosen: dict[tuple[str, str], list[tuple[Placed, Placed]]] = defaultdict(list)
    for kind, across in (("missed", missed_pairs(rows)), ("false", false_pairs(rows))):
        for pair in across:
            case = min(pair[0].cases | pair[1].cases, key=lambda case: (len(chosen[kind, case]), CASES[case].share))
            if len(chosen[kind, case]) < most:
                chosen[kind, case].append(pair)
    wanted = {one.key for pairs in chosen.values() for pair in pairs for one in pair}
    said = _records(made.files, wanted)
    for (kind, case), pairs in sorted(chosen.items()):
        for one, other in pairs:
            print(f"\n{name}: {kind}, {case}\n  {said[one.key]}\n  {said[other.key]}", file=sys.stderr)


def _records(files: dict[str, Path], wanted: Iterable[Key]) -> dict[Key, str]:
    """What some records of some files say, each in one line."""
    wanted, said = set(wanted), {}
    for code, path in files.items():
        if any(key[0] == code for key in wanted):
            with path.open("rb") as stream:
                for chunk in split(stream):
                    record = treat(chunk.raw).record
                    if record is None:
                        continue
                    key = (code, record.control("001").strip())
                    if key in wanted:
                        said[key] = _line(key, record)
    return said


def _line(key: Key, record: Record) -> str:
    tags = ("020", "100", "110", "240", "245", "250", "260", "264", "300", "700", "710")
    fields = [f"{field.tag} {' '.join(text for _, text in field.subfields)}" for field in record.get(*tags)]
    return f"{key[0]} {key[1]} | {' | '.join(fields)}"


def _control(real: dict[str, Path], folder: Path) -> bool:
    """Twins of two real exports: how many share an edition, and which editions hold two numbers."""
    files = {}
    for code, packed in real.items():
        files[code] = folder / f"{code}.mrc"
        files[code].write_bytes(gzip.decompress(packed.read_bytes()))
        take(code, files[code])
    joined = _export(folder / "real.tsv")
    one, other = ({number: row for (code, number), row in joined.items() if code == name} for name in files)
    twins = sorted(one.keys() & other.keys())
    together = sum(one[number][0] == other[number][0] for number in twins)
    print(f"\n{len(twins)} twins, {together} of them in one edition", file=sys.stderr)
    apart = [number for number in twins if one[number][0] != other[number][0]]
    false = _strangers(joined, set(files))
    numbers = {number for group in false for _, number in group} | set(apart[:40])
    first, second = files
    said = _records(files, {(code, number) for code in files for number in numbers})
    for number in apart[:40]:
        print(f"\ntwins apart\n  {said[first, number]}\n  {said[second, number]}", file=sys.stderr)
    for group in false:
        print("\nfalse join?\n" + "\n".join(f"  {said[key]}" for key in group), file=sys.stderr)
    mixed = sum(len({number for _, number in group}) for group in false)
    print(f"{len(false)} editions hold {mixed} different numbers of GPO, listed above", file=sys.stderr)
    return report("matching.twins", ours=together / max(1, len(twins)), unit="of the twins", at_least=TWINS)


def _strangers(joined: Joined, sources: set[str]) -> list[list[Key]]:
    """Editions in which records of these sources have more than one control number: some of them are no twins."""
    groups: dict[str, list[Key]] = defaultdict(list)
    for key, (edition, _) in sorted(joined.items()):
        if key[0] in sources:
            groups[edition].append(key)
    return [group for group in groups.values() if len({number for _, number in group}) > 1]


if __name__ == "__main__":
    sys.exit(main())
