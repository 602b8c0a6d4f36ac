"""Counts that everyone may see. Whoever knows the rule, and sees what it tells, still cannot tell a small cell."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.disclosure import LEAST, Published, published

pytestmark = pytest.mark.trust  # TRUST row *statistics*


def only_small_ones_hidden(cells):
    """What a first thought would do: the control."""
    total = sum(cells.values())
    return Published(total, {key: None if 0 < count < LEAST else count for key, count in cells.items()})


def disclosed(rule, categories, most):
    """Rows in which a small cell follows from what is told, to one who tries the rule on every row that could be."""
    seen = defaultdict(list)
    for counts in (row for row in product(range(most + 1), repeat=categories) if sum(row) <= most):  # all of a total
        told = rule(dict(enumerate(counts)))
        seen[(told.total, tuple(told.cells.values()))].append(counts)
    return [
        rows[0] for rows in seen.values() for n in range(categories)
        if 0 < rows[0][n] < LEAST and len({row[n] for row in rows}) == 1
    ]


@pytest.mark.parametrize(("categories", "most"), [(2, 60), (3, 45), (4, 28)])
def test_no_small_cell_follows_from_what_is_told(categories, most):
    assert disclosed(published, categories, most) == []


def smallest_covers(cells):
    """Nearly right: the smallest cell covers. That it was the smallest tells too much."""
    return published(dict(sorted(cells.items(), key=lambda cell: cell[1])))


def test_control_covering_with_the_smallest_gives_cells_away():
    def in_order(cells):
        told = smallest_covers(cells)
        return Published(told.total, {key: told.cells[key] for key in cells})

    assert disclosed(in_order, 3, 30) != []


def test_control_hiding_only_small_cells_gives_them_away():
    assert disclosed(only_small_ones_hidden, 3, 20) != []


@pytest.mark.parametrize(("cells", "total", "told"), [
    ({"a": 10, "b": 20}, 30, {"a": 10, "b": 20}),
    ({"a": 0, "b": 20}, 20, {"a": 0, "b": 20}),
    ({"a": 1, "b": 2}, None, {"a": None, "b": None}),  # three people altogether
    ({"a": 3, "b": 40, "c": 9}, 52, {"a": None, "b": None, "c": 9}),  # 40 covers 3: it is named first
    ({"a": 3, "b": 9}, 12, {"a": None, "b": None}),  # too few to be split
    ({"a": 1, "b": 5, "c": 8, "d": 30}, 44, {"a": None, "b": None, "c": None, "d": 30}),  # 6 are left: 1 and 5
    ({"a": -1, "b": 25}, 25, {"a": 0, "b": 25}),
    ({}, 0, {}),
])
def test_what_is_told(cells, total, told):
    assert published(cells) == Published(total, told)


@given(st.dictionaries(st.integers(0, 8), st.integers(0, 200), max_size=6))
def test_what_is_told_is_true_and_adds_up(cells):
    told = published(cells)
    assert all(one is None or one == cells[key] for key, one in told.cells.items())
    assert not any(one is not None and 0 < one < LEAST for one in told.cells.values())
    if told.total is not None:
        assert told.untold + sum(one or 0 for one in told.cells.values()) == sum(cells.values())
