"""How long a search takes over a million works, with every facet counted, and how that grows.

`RIANRU_DATA=… .venv/bin/python -m bench.search [--works 1000000] [--small 100000] [--no-zebra]`

The works are those of bench/queries, written into the tables, the demo beside them. Queries: one to three words of
titles drawn by a fixed seed, and the most frequent words alone. Each is asked of the engine (twenty hits, all facets),
of the search page, and of two peers that count no facets: PostgreSQL full text over the same tokens with a GIN index,
and Zebra over Z39.50 (bench/zebra.py). What is held to a limit is told by how many hits a query has; how many queries
that were is printed.

Growth: the same queries over `--small` works and over all, compared where they have about as many hits (powers of two).
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench import zebra
from bench.house import report, scratch_database

WORKS, SMALL, SEED = 1_000_000, 100_000, 2569
QUERIES, STARTS = 400, 300
FEW, MANY = 5_000, (100_000, 300_000)  # hits
LIMITS = {"few": 10, "many": 60}  # milliseconds of the engine at the 95th percentile
PAGE_MORE, SUGGESTIONS, GROWTH = 40, 10, 1.5
FEWEST = 8  # queries, for two sizes to be compared


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its hits and how long it took, in milliseconds."""

    query: str
    hits: int
    took: float


def main() -> int:
    """Fills, asks, prints; 0 where every figure holds."""
    given = argparse.ArgumentParser(prog="python -m bench.search")
    given.add_argument("--works", type=int, default=WORKS)
    given.add_argument("--small", type=int, default=SMALL)
    given.add_argument("--no-zebra", action="store_true")
    args = given.parse_args()
    with scratch_database():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        works = _works()
        _fill(islice(works, args.small), demo=True)
        queries = _queries()
        small = _timed(queries, _engine)
        _fill(islice(works, args.works - args.small))
        queries += _frequent()
        large, pages = _timed(queries, _engine), _timed(queries, _page())
        good = [_held(name, large, pages) for name in LIMITS]
        good += [_suggested(), _grown(small, large)]
        _postgres(queries, large)
        if not args.no_zebra:
            _zebra(queries, large)
    return 0 if all(good) else 1


def _works() -> Iterator[object]:
    from bench.queries.works import generated

    return iter(generated(10 * WORKS))


def _fill(works: Iterable[object], *, demo: bool = False) -> None:
    """Writes works beside what is there, and indexes all of it anew."""
    from bench.queries.loading import load
    from rianru.core import jobs
    from rianru.core.search import follow
    from rianru.demo import building

    began = time.perf_counter()
    if demo:
        building.build(at=jobs.now(), told=lambda name: None)
    count = len(load(works, at=jobs.now()))  # type: ignore[arg-type]
    loaded = time.perf_counter()
    documents = follow.rebuild()
    indexed = time.perf_counter() - loaded
    print(f"{count} works written in {loaded - began:.0f} s; {documents} documents indexed in {indexed:.0f} s",
          file=sys.stderr)


def _titles() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM catalogue_work ORDER BY id LIMIT 200000")
        return [title for (title,) in cursor.fetchall()]


def _queries() -> list[str]:
    """One to three words from the beginning of titles."""
    from rianru.kernel.thai import index_tokens

    chance, titles = random.Random(SEED), _titles()
    drawn = (index_tokens(chance.choice(titles)) for _ in range(QUERIES))
    return [" ".join(words[: chance.choice((1, 2, 3))]) for words in drawn if words]


def _frequent() -> list[str]:
    """The words that most titles have, one by one and in pairs."""
    from rianru.kernel.thai import index_tokens

    counts: dict[str, int] = defaultdict(int)
    for title in _titles():
        for word in set(index_tokens(title)):
            counts[word] += 1
    most = sorted(counts, key=lambda word: -counts[word])[:24]
    return [*most, *(f"{one} {other}" for one, other in zip(most[::2], most[1::2], strict=True))]


def _engine(query: str) -> int:
    from rianru.core.search import ask, schema

    return ask.search(query, kind="work", limit=20, facets=(*schema.FACETS, "kind")).total


def _page() -> Callable[[str], int]:
    """Asks the search page at the server; one client, since each new one sets the whole site up again."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")

    def ask(query: str) -> int:
        assert client.get("/search/", {"q": query}).status_code == 200
        return 0

    return ask


def _timed(queries: Sequence[str], ask: Callable[[str], int]) -> list[Asked]:
    """Each query once, after a round that warms up."""
    for query in queries[:40]:
        ask(query)
    found = []
    for query in queries:
        began = time.perf_counter()
        hits = ask(query)
        found.append(Asked(query, hits, (time.perf_counter() - began) * 1000))
    return found


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=0.0)


def _is(name: str, hits: int) -> bool:
    return hits <= FEW if name == "few" else MANY[0] <= hits <= MANY[1]


def _held(name: str, engine: Sequence[Asked], pages: Sequence[Asked]) -> bool:
    """The engine, and the page, for queries with few hits or with many."""
    both = [(one, page) for one, page in zip(engine, pages, strict=True) if _is(name, one.hits)]
    if len(both) < 2:
        print(f"ข้าม · SKIPPED: no queries with {name} hits", file=sys.stderr)
        return name == "many"
    hits = sorted(one.hits for one, _ in both)
    print(f"{name}: {len(both)} queries, {hits[0]} to {hits[-1]} hits, median {hits[len(hits) // 2]}", file=sys.stderr)
    limit = LIMITS[name]
    ours, page = _p95([one.took for one, _ in both]), _p95([page.took for _, page in both])
    return all([
        report(f"search.engine.{name}", ours=ours, unit="ms p95, all facets", at_most=limit),
        report(f"search.page.{name}", ours=page, unit="ms p95 at the server", at_most=limit + PAGE_MORE),
    ])


def _suggested() -> bool:
    """Beginnings of titles, three letters and more."""
    from rianru.core import kinds
    from rianru.core.search.suggest import suggestions

    chance, titles = random.Random(SEED), _titles()
    groups = [own for scope in kinds.SCOPES if (own := kinds.in_scope(scope))]
    starts = [chance.choice(titles)[: chance.randint(3, 16)] for _ in range(STARTS)]
    times = _timed(starts, lambda text: len(suggestions(text, kinds=groups)))
    some = sum(one.hits > 0 for one in times)
    print(f"suggestions: {some} of {len(times)} beginnings had some", file=sys.stderr)
    return report("search.suggestions", ours=_p95([one.took for one in times]), unit="ms p95", at_most=SUGGESTIONS)


def _grown(small: Sequence[Asked], large: Sequence[Asked]) -> bool:
    """How much longer a query takes over all works than over few, where both have about as many hits."""
    sizes = []
    for answers in (small, large):
        by: dict[int, list[float]] = defaultdict(list)
        for one in answers:
            by[one.hits.bit_length()].append(one.took)
        sizes.append(by)
    shared = [step for step in sizes[0] if min(len(sizes[0][step]), len(sizes[1][step])) >= FEWEST]
    ratios = {step: statistics.median(sizes[1][step]) / statistics.median(sizes[0][step]) for step in sorted(shared)}
    for step, ratio in ratios.items():
        print(f"  under {2**step} hits: {ratio:.2f} ({len(sizes[0][step])} and {len(sizes[1][step])} queries)",
              file=sys.stderr)
    return report("search.growth", ours=statistics.median(ratios.values()) if ratios else 99.0,
                  unit="times as long, at as many hits", at_most=GROWTH)


def _documents() -> Iterator[tuple[str, str, str, str, str]]:
    """(id, title, names, subjects and series, text) of every work, as the index is given them."""
    from rianru.core.search import follow

    for one in follow.everything():
        if one.kind == "work":
            yield one.id.hex, one.title, one.people, f"{one.subjects} ; {one.series}", one.text


def _postgres(queries: Sequence[str], large: Sequence[Asked]) -> None:
    """PostgreSQL over the same tokens: the twenty best by rank, and the count."""
    from django.db import connection, transaction

    from rianru.kernel.thai import index_tokens

    times = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE peer (words tsvector)")
        rows = list(_documents())
        with cursor.copy("COPY peer FROM STDIN") as copy:
            for row in rows:
                copy.write_row([" ".join(f"'{word}'" for word in index_tokens(" ".join(row[1:])))])
        cursor.execute("CREATE INDEX ON peer USING gin (words)")
        cursor.execute("ANALYZE peer")
        for query in queries:
            wanted = " & ".join(f"'{word}'" for word in index_tokens(query))
            began = time.perf_counter()
            cursor.execute(
                "SELECT ts_rank(words, q), count(*) OVER () FROM peer, to_tsquery('simple', %s) AS q WHERE words @@ q "
                "ORDER BY 1 DESC LIMIT 20", [wanted],
            )
            cursor.fetchall()
            times.append((time.perf_counter() - began) * 1000)
    _beside("PostgreSQL full text, same tokens, no facets", large, times)


def _zebra(queries: Sequence[str], large: Sequence[Asked]) -> None:
    """Zebra over Z39.50, asked for the count alone; it sorts by nothing."""
    from rianru.kernel.thai import index_tokens

    if not zebra.installed():
        print("ข้าม · SKIPPED: zebraidx (Debian idzebra-2.0) is not installed", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="rianru-zebra-") as name:
        folder = Path(name)
        done = zebra.index([_marc(folder / "works.mrc")], folder / "zebra")
        print(f"Zebra: {done.records} records in {done.seconds:.0f} s", file=sys.stderr)
        times = zebra.timed(folder / "zebra", [index_tokens(query) for query in queries])
    _beside("Zebra over Z39.50, no facets, no ranking", large, times)


def _marc(path: Path) -> Path:
    """The works as MARC 21: title, names, subjects, summary."""
    from rianru.kernel.formats.marc import Field, Record
    from rianru.kernel.formats.marc.write import write

    with path.open("wb") as file:
        for id, title, people, subjects, text in _documents():
            fields = [("245", "a", title), ("700", "a", people), ("650", "a", subjects), ("520", "a", text)]
            file.write(write(Record(
                leader="00000nam a2200000 a 4500",
                fields=(Field("001", id),
                        *(Field(tag, subfields=((code, said),)) for tag, code, said in fields if said)),
            )))
    return path


def _beside(name: str, large: Sequence[Asked], theirs: Sequence[float]) -> None:
    for size in LIMITS:
        both = [(one.took, other) for one, other in zip(large, theirs, strict=True) if _is(size, one.hits)]
        if len(both) > 1:
            ours, peer = _p95([took for took, _ in both]), _p95([took for _, took in both])
            report(f"search.beside.{size}", ours=ours, peer=peer, peer_name=name, unit="ms p95")


if __name__ == "__main__":
    sys.exit(main())
