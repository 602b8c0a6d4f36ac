"""Families of works put on the shelves of several sources, and their catalogues written to files as they come."""

import csv
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from bench.libraries import books, sets
from bench.libraries.cases import CASES, share
from bench.libraries.cataloguing import catalogued
from bench.libraries.editions import Edition, Maker
from bench.libraries.sources import Habits, habits
from rianru.kernel.formats.marc.write import write

SEED, THAI = 2569, 0.8
_HELD = (30, 24, 18, 14, 9, 5)  # weights of one to six sources holding an edition
_WINDOW = 2_000  # records of a source among which the next one of its file is drawn
_ONLY_THAI = frozenset({"yearly_reports", "serial", "grades"})
FAMILIES: dict[str, Callable[[Maker, bool], list[Edition]]] = {
    name: getattr(sets, name, None) or getattr(books, name) for name, case in CASES.items() if case.of == "families"
}


class Truth(NamedTuple):
    """What a record is: `edition` and `work` are the truth's own keys."""

    source: str
    number: str
    edition: str
    work: str
    cases: tuple[str, ...]


@dataclass(slots=True)
class Built:
    """Where everything was written and how much it is."""

    folder: Path
    files: dict[str, Path]
    """Code of a source → its file, ISO 2709 in UTF-8."""
    truth: Path
    """TSV without header: source, control number, edition, work, cases divided by commas."""
    works: int = 0
    editions: int = 0
    records: int = 0
    cases: dict[str, int] = field(default_factory=dict)
    """Records of each case."""


def build(
    folder: Path, *, works: int = 0, records: int = 0, sources: int = 6, seed: int = SEED
) -> Built:
    """Invents at least `works` works, or stops after exactly `records` records; the same arguments give the same bytes.

    Memory: a window of records a source, and some 60 bytes a title.
    """
    libraries = habits(sources)
    made = Built(folder, {one.code: folder / f"{one.code}.mrc" for one in libraries}, folder / "truth.tsv")
    with ExitStack() as stack:
        out = _Files(stack, made, seed)
        for one in _records(libraries, made, works=works, records=records, seed=seed):
            out.add(*one)
        out.end()
    return made


def read_truth(path: Path) -> Iterator[Truth]:
    """The rows of a truth table."""
    with path.open(encoding="utf-8", newline="") as file:
        for source, number, edition, work, cases in csv.reader(file, delimiter="\t"):
            yield Truth(source, number, edition, work, tuple(cases.split(",")) if cases else ())


def families(*, seed: int = SEED) -> Iterator[list[Edition]]:
    """Families without end, each of the case that chance draws by the shares in `cases`."""
    maker = Maker(random.Random(seed))
    names, weights = list(FAMILIES), [share(name) for name in FAMILIES]
    while True:
        name = maker.chance.choices(names, weights)[0]
        yield FAMILIES[name](maker, name in _ONLY_THAI or maker.chance.random() < THAI)


def _records(
    libraries: tuple[Habits, ...], made: Built, *, works: int, records: int, seed: int
) -> Iterator[tuple[Truth, bytes]]:
    chance, counters = random.Random(f"{seed} records"), dict.fromkeys((one.code for one in libraries), 0)
    for family in families(seed=seed):
        if (made.works >= works) if works else (made.records >= records):
            return
        made.works += len({edition.work for edition in family})
        for edition in family:
            made.editions += 1
            for one in _held(edition, libraries, counters, chance, made.editions):
                if records and not works and made.records >= records:
                    return
                yield one


def _held(
    edition: Edition, libraries: tuple[Habits, ...], counters: dict[str, int], chance: random.Random, key: int
) -> Iterator[tuple[Truth, bytes]]:
    """The records of one edition: one a source that holds it, sometimes two."""
    count = min(edition.holders or chance.choices(range(1, 7), _HELD)[0], len(libraries))
    for place, by in enumerate(chance.sample(libraries, count)):
        bare = place in edition.bare
        raw, cases, right = _one(edition, by, counters, chance, bare=bare, first=place == 0)
        twice = right and chance.random() < share("twice_in_source")
        for again in (False, True)[: 1 + twice]:
            if again:
                raw, cases, _ = _one(edition, by, counters, chance, bare=False, first=False, right=True)
            cases |= {"twice_in_source"} if twice else set()
            number = by.number.format(counters[by.code])
            yield Truth(by.code, number, f"e{key}", f"w{edition.work}", tuple(sorted(cases))), raw


def _one(
    edition: Edition, by: Habits, counters: dict[str, int], chance: random.Random, *, bare: bool, first: bool,
    right: bool = False,
) -> tuple[bytes, set[str], bool]:
    counters[by.code] += 1
    number = by.number.format(counters[by.code])
    record, draft = catalogued(edition, by, number, chance, bare=bare, first=first, right=right)
    return write(record), draft.cases, draft.right


class _Files:
    """One file a source, in an order that no longer shows the families; the truth beside them."""

    def __init__(self, stack: ExitStack, made: Built, seed: int) -> None:
        made.folder.mkdir(parents=True, exist_ok=True)
        self._made, self._chance = made, random.Random(f"{seed} order")
        self._files: dict[str, IO[bytes]] = {
            code: stack.enter_context(path.open("wb")) for code, path in made.files.items()
        }
        self._waiting: dict[str, list[bytes]] = {code: [] for code in made.files}
        self._truth = csv.writer(
            stack.enter_context(made.truth.open("w", encoding="utf-8", newline="")), delimiter="\t", lineterminator="\n"
        )

    def add(self, truth: Truth, raw: bytes) -> None:
        self._truth.writerow([*truth[:4], ",".join(truth.cases)])
        self._made.records += 1
        for case in truth.cases:
            self._made.cases[case] = self._made.cases.get(case, 0) + 1
        waiting = self._waiting[truth.source]
        waiting.append(raw)
        if len(waiting) > _WINDOW:
            at = self._chance.randrange(len(waiting))
            waiting[at], waiting[-1] = waiting[-1], waiting[at]
            self._files[truth.source].write(waiting.pop())

    def end(self) -> None:
        for code, waiting in self._waiting.items():
            self._chance.shuffle(waiting)
            self._files[code].writelines(waiting)
