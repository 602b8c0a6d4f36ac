"""Cross-tables: whoever knows every margin and the rule still cannot tell a small cell. TRUST row *statistics*."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.disclosure import LEAST
from rianru.kernel.questions.crossing import Crossed, crossed

pytestmark = pytest.mark.trust


def table(counts, wide):
    return {divmod(place, wide): count for place, count in enumerate(counts)}


def told(counts, wide):
    return crossed(range(len(counts) // wide), range(wide), table(counts, wide))


def only_small_ones_hidden(rows, cols, counts):
    """What a first thought would do: the control."""
    return Crossed(sum(counts.values()), {key: None if 0 < count < LEAST else count for key, count in counts.items()})


def worked_out(rule, counts, wide):
    """Whether a cell that is not told follows from its row or its column."""
    cells = rule(range(len(counts) // wide), range(wide), table(counts, wide)).cells
    lines = defaultdict(list)
    for (row, col), value in cells.items():
        if value is None:
            lines["row", row].append((row, col))
            lines["col", col].append((row, col))
    small = {key for key, count in table(counts, wide).items() if 0 < count < LEAST}
    return any(len(line) == 1 and line[0] in small for line in lines.values())


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 4), st.integers(2, 4), st.data())
def test_no_small_cell_is_told_nor_alone_in_its_row_or_column(tall, wide, data):
    counts = data.draw(st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 20, 300]), min_size=tall * wide, max_size=tall * wide))
    published = told(counts, wide)
    for key, count in table(counts, wide).items():
        assert published.cells[key] in ({None} if 0 < count < LEAST else {None, count})
    assert not worked_out(crossed, counts, wide)


def test_no_small_cell_of_two_by_two_follows_from_margins_where_the_table_is_split():
    rule = crossed
    found = []
    seen = defaultdict(list)
    for counts in product(range(10), repeat=4):
        a, b, c, d = counts
        cells = tuple(rule(range(2), range(2), table(counts, 2)).cells.values())
        seen[(a + b, c + d, a + c, b + d, cells)].append(counts)
    for (*_, cells), tables in seen.items():
        if any(cell is not None and cell > 0 for cell in cells):  # otherwise nothing but the margins is told
            found += [tables[0] for place in range(4)
                      if 0 < tables[0][place] < LEAST and len({each[place] for each in tables}) == 1]
    assert found == []


def test_control_hiding_small_cells_alone_gives_them_away():
    assert worked_out(only_small_ones_hidden, [2, 20, 20, 20], 2)
    assert not worked_out(crossed, [2, 20, 20, 20], 2)


@pytest.mark.parametrize(("counts", "total", "cells"), [
    ([10, 20, 0, 30], 60, [10, 20, 0, 30]), ([0, 0, 0, 0], 0, [0, 0, 0, 0]), ([1, 1, 1, 1], None, [None] * 4),
    ([3, 20, 20, 20, 9, 9], 81, [None, None, None, None, 9, 9]),  # the first rectangle covers
    ([3, 20, 0, 20], 43, [None] * 4),  # nothing can cover: nobody stands on the third corner
])
def test_a_table_as_everyone_may_see_it(counts, total, cells):
    published = told(counts, 2)
    assert (published.total, list(published.cells.values())) == (total, cells)
