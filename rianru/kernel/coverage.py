"""Where to put the next sites so that they reach the most people: maximal coverage, by the greedy rule.

Church and ReVelle (1974) named the problem; to solve it exactly is NP-hard. Taking again and again the site that
reaches the most people not reached yet comes to at least 1 - 1/e, 63 %, of the best that so many sites can do
(Nemhauser, Wolsey and Fisher, 1978), and no quick rule promises more (Feige, 1998). How good it was this time is known
better: no choice can beat what is reached plus the largest gains that are left, so `at_most` says what nobody could
surpass.
"""

from dataclasses import dataclass

import numpy as np

from rianru.kernel.nearest import Whole


@dataclass(frozen=True, slots=True)
class Chosen:
    """A site by its number, and the people whom it adds to those reached before it."""

    site: int
    gain: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Sites in the order in which they help most, and how many people no choice of so many sites could exceed."""

    sites: tuple[Chosen, ...]
    at_most: int

    @property
    def reached(self) -> int:
        """People reached by all of them together."""
        return sum(one.gain for one in self.sites)

    @property
    def share(self) -> float:
        """At least this much of the best that is possible; 1 where there is nothing to reach."""
        return self.reached / self.at_most if self.at_most else 1.0


def choose(sites: Whole, points: Whole, *, people: Whole, candidates: int, most: int) -> Choice:
    """At most so many of the candidates; of equals the one with the lowest number; none that reaches nobody new.

    `sites` and `points` pair up: this candidate reaches the people who live at this point.
    """
    waiting = people.astype(np.float64)  # exact: far below 2**53
    chosen: list[Chosen] = []
    at_most = float(people.sum())
    for left in range(most, -1, -1):
        gains = np.bincount(sites, weights=waiting[points], minlength=candidates)
        reached = sum(one.gain for one in chosen)
        at_most = min(at_most, reached + float(np.sort(gains)[-most:].sum()) if most else 0.0)
        best = int(gains.argmax()) if candidates else 0
        if not left or not candidates or not gains[best]:
            break
        chosen.append(Chosen(best, int(gains[best])))
        waiting[points[sites == best]] = 0.0
    return Choice(tuple(chosen), int(at_most))
