"""Is the right work among the first ten? Judged queries over generated works, near neighbours of every answer included.

`.venv/bin/python -m bench.found [--works 300000] [--set hand|derived|both] [--explain N]`

The demo is built, the generated works and the neighbours are written beside it, the product indexes them all, and its
own search is asked. docs/benchmarks.md says what is in the sets and what counts as right.
"""

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from bench.house import report, scratch_database
from bench.queries import CLASSES, DERIVED, HAND, Judged, read
from bench.queries.demo import demo
from bench.queries.derive import DRAWN_FROM
from bench.queries.laws import laws
from bench.queries.loading import demo_ids, load
from bench.queries.wanted import Keys, Shelf, conditions, folded
from bench.queries.works import Work, beside, generated

WORKS, FIRST = 300_000, 10
ALL, EACH = 0.98, 0.95
SETS = {"hand": HAND, "derived": DERIVED}
Names = dict[UUID, list[str]]
"""The keys of an id: two records of the demo may be of one work."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a query: the keys of the first ten, whether that is right, how long it took in seconds."""

    judged: Judged
    keys: tuple[str, ...]
    right: bool
    seconds: float
    said: str = ""
    """The refusal, where the search refused."""


def main() -> int:
    """Loads, indexes, asks, counts; 0 where every share is reached."""
    asked = argparse.ArgumentParser(prog="python -m bench.found")
    asked.add_argument("--works", type=int, default=WORKS, help="generated works; demo, laws, neighbours on top")
    asked.add_argument("--set", choices=("hand", "derived", "both"), default="both")
    asked.add_argument("--explain", type=int, default=0, metavar="N", help="show N failed queries a class")
    args = asked.parse_args()
    if args.works < DRAWN_FROM:
        asked.error(f"the queries are about the first {DRAWN_FROM} works")
    chosen = [name for name in SETS if args.set in (name, "both")]
    with scratch_database():
        shelf, names, titles = _filled(args.works)
        good = [_judged(name, shelf, names, titles, explain=args.explain) for name in chosen]
    return 0 if all(good) else 1


def _works(count: int) -> Iterator[Work]:
    """The generated works and the laws, and the neighbours of all that a query was made from and of all the demo's.

    Works of one title get them once: else the neighbours of an annual report would be more than the first ten.
    """
    about = {judged.about for judged in read(DERIVED)}
    asked_for = {folded(work.main): work for work in demo()}
    for work in chain(laws(), generated(count)):
        if work.key in about:
            asked_for.setdefault(folded(work.main), work)
        yield work
    yield from beside(asked_for.values())


def _filled(count: int) -> tuple[Shelf, Names, dict[str, str]]:
    """The shelf that knows the truth, the keys of every id, and the title of every key."""
    from rianru.core import jobs
    from rianru.core.search import follow
    from rianru.demo import building

    began = time.perf_counter()
    building.build(at=jobs.now(), told=lambda name: None)
    _told("demo", began)
    began = time.perf_counter()
    asked = {one for path in SETS.values() for judged in read(path) for one in conditions(judged.wanted)}
    shelf, titles = Shelf(demo(), asked=asked), {work.key: work.first.title for work in demo()}
    ids = load(_seen(_works(count), shelf, titles), at=jobs.now()) | demo_ids()
    _told(f"{len(ids)} works in the tables", began)
    began = time.perf_counter()
    _told(f"{follow.rebuild()} documents in the index", began)
    names: Names = defaultdict(list)
    for key, id in ids.items():
        names[id].append(key)
    return shelf, names, titles


def _seen(works: Iterable[Work], shelf: Shelf, titles: dict[str, str]) -> Iterator[Work]:
    """The same works, as they pass put on the shelf of truth: all of them at once are too many to keep."""
    for work in works:
        shelf.add(work)
        titles[work.key] = work.first.title
        yield work


def _told(what: str, began: float) -> None:
    print(f"{what}: {time.perf_counter() - began:.1f} s", file=sys.stderr)


def _judged(name: str, shelf: Shelf, names: Names, titles: dict[str, str], *, explain: int) -> bool:
    rows = read(SETS[name])
    truth = {judged: shelf.right(judged.wanted) for judged in rows}
    lost = [judged for judged, (right, _) in truth.items() if not right]
    assert not lost, lost
    answers = [_asked(judged, names, *truth[judged]) for judged in rows]
    by: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by[answer.judged.kind].append(answer)
    print(f"\n{name:12}{'queries':>8}{'found':>8}{'share':>8}{'ms p50':>8}{'ms p95':>8}", file=sys.stderr)
    for kind in CLASSES:
        _line(kind, by[kind])
    _line("all", answers)
    if explain:
        _explain(by, truth, titles, explain)
    good = [report(f"found.{name}.{kind}", ours=share(by[kind]), at_least=EACH) for kind in CLASSES]
    good.append(report(f"found.{name}.all", ours=share(answers), at_least=ALL))
    return all(good)


def _asked(judged: Judged, names: Names, right: Keys, wrong: Keys) -> Answer:
    from rianru.core.search import ask
    from rianru.kernel.refusals import Refused

    began = time.perf_counter()
    said = ""
    keys: tuple[str, ...] = ()
    try:
        hits = ask.search(judged.query, kind="work", limit=FIRST).hits
        keys = tuple(key for hit in hits[:FIRST] for key in names.get(hit.id, ["?"]))
    except Refused as refused:
        said = type(refused).__name__
    seconds = time.perf_counter() - began
    return Answer(judged, keys, is_right(keys, right, wrong), seconds, said)


def is_right(keys: tuple[str, ...], right: Keys, wrong: Keys) -> bool:
    """One of the right works came, and none of those that must not."""
    return not right.isdisjoint(keys) and wrong.isdisjoint(keys)


def share(answers: list[Answer]) -> float:
    """Of the answers, how many are right: 0 to 1."""
    return sum(answer.right for answer in answers) / len(answers)


def _line(name: str, answers: list[Answer]) -> None:
    times = sorted(answer.seconds * 1000 for answer in answers)
    found, p95 = sum(answer.right for answer in answers), times[int(len(times) * 0.95)]
    print(
        f"{name:12}{len(answers):8}{found:8}{share(answers):8.3f}{statistics.median(times):8.1f}{p95:8.1f}",
        file=sys.stderr,
    )


def _explain(
    by: dict[str, list[Answer]], truth: dict[Judged, tuple[Keys, Keys]], titles: dict[str, str], most: int
) -> None:
    """The failed queries of every class with what was wanted and what came."""
    for kind in CLASSES:
        for answer in [one for one in by[kind] if not one.right][:most]:
            right = sorted(truth[answer.judged][0])
            print(f"\n{kind}: {answer.judged.query}   {answer.judged.wanted}   {answer.said}", file=sys.stderr)
            print(f"  wanted ({len(right)}): {' | '.join(titles[key] for key in right[:3])}", file=sys.stderr)
            print(f"  came: {' | '.join(titles.get(key, key) for key in answer.keys) or '-'}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
