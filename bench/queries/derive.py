"""Makes `derived.tsv`: two hundred queries a class from titles, names, numbers and word lists; the same every time.

`.venv/bin/python -m bench.queries.derive` writes it again. Works are drawn by chance of a fixed seed: one in four from
the demo, three in twenty from the titles of laws, the others from the first 15,000 generated ones. A class takes the
works that it can make a query of, and asks for the same at most twice: a library has many annual reports.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable

from bench.queries import CLASSES, DERIVED, Judged, write
from bench.queries.classes import MAKERS
from bench.queries.demo import demo
from bench.queries.laws import laws
from bench.queries.wanted import Shelf
from bench.queries.works import Work, generated

EACH, TWICE, DRAWN_FROM, SEED, MOST_DRAWS = 200, 2, 15_000, 2569, 200_000
Maker = Callable[[Work, random.Random, Shelf], tuple[str, str] | None]


def main() -> int:
    """Writes the table."""
    judged = derived()
    write(DERIVED, judged)
    print(f"{len(judged)} queries", file=sys.stderr)
    return 0


def derived() -> list[Judged]:
    """All of them, class after class."""
    invented = list(generated(DRAWN_FROM))
    shelf = Shelf([*demo(), *laws(), *invented])
    made: list[Judged] = []
    for kind in CLASSES:
        made += _of_class(kind, MAKERS[kind], invented, shelf)
    return made


def _of_class(kind: str, make: Maker, invented: list[Work], shelf: Shelf) -> list[Judged]:
    chance = random.Random(f"{SEED} {kind}")
    found: dict[str, Judged] = {}
    times: Counter[str] = Counter()
    for _ in range(MOST_DRAWS):
        work = chance.choice(chance.choices((demo(), laws(), invented), (25, 15, 60))[0])
        pair = make(work, chance, shelf)
        if pair and pair[0] not in found and times[pair[1]] < TWICE:
            times[pair[1]] += 1
            found[pair[0]] = Judged(*pair[:1], kind, pair[1], work.key)
        if len(found) == EACH:
            return list(found.values())
    raise AssertionError(f"{kind}: only {len(found)}")


if __name__ == "__main__":
    sys.exit(main())
