"""Invented libraries: works, their editions, and how several sources catalogue them, with the truth beside.

Written from the rules of the standards and from how libraries catalogue, before any matching was tuned. Every case
is in `cases` and in docs/benchmarks.md; none is ever taken out.
"""

from bench.libraries.cases import CASES, Case
from bench.libraries.shelves import SEED, Built, Truth, build, read_truth

__all__ = ["CASES", "Case", "SEED", "Built", "Truth", "build", "read_truth"]
