"""Nearest points and points within reach: the same answers as measuring each against each."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel import geography
from rianru.kernel.nearest import kilometres, nearest, points, within

degrees = st.tuples(st.floats(5, 21), st.floats(97, 106))
# A coarse grid beside real numbers: equal distances and equal places come up often.
grid = st.tuples(st.integers(5, 9).map(float), st.integers(97, 101).map(float))
some = st.lists(st.one_of(degrees, grid), min_size=1, max_size=25)


def measured(starts, others):
    return np.array([
        [geography.kilometres(geography.Point(*one), geography.Point(*other)) for other in others] for one in starts
    ])


@settings(max_examples=60, deadline=None)
@given(some, some)
def test_the_nearest_is_what_measuring_each_against_each_finds(starts, others):
    found, km = nearest(points(starts), points(others))
    table = kilometres_table(starts, others)
    assert found.tolist() == table.argmin(axis=1).tolist()
    assert km.tolist() == table.min(axis=1).tolist()


def kilometres_table(starts, others):
    one, other = points(starts), points(others)
    wide = type(one)(one.lat[:, None], one.lon[:, None])
    return kilometres(wide, other)


@settings(max_examples=60, deadline=None)
@given(some, some, st.floats(0, 900))
def test_within_reach_is_what_measuring_each_against_each_finds(starts, others, km):
    table = kilometres_table(starts, others)
    wanted = [(int(one), int(other)) for one, other in zip(*np.nonzero(table <= km), strict=True)]
    assert list(zip(*map(np.ndarray.tolist, within(points(starts), points(others), km)), strict=True)) == wanted


@settings(max_examples=40, deadline=None)
@given(some, some)
def test_kilometres_are_those_of_the_house(starts, others):
    assert np.allclose(kilometres_table(starts, others), measured(starts, others), rtol=0, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(some, some, degrees)
def test_one_more_space_is_farther_from_nobody(starts, others, another):
    _, before = nearest(points(starts), points(others))
    _, after = nearest(points(starts), points([*others, another]))
    assert (after <= before).all()


def test_of_equals_the_first_is_the_nearest():
    found, km = nearest(points([(15.0, 100.0)]), points([(16.0, 100.0), (15.0, 100.0), (15.0, 100.0)]))
    assert (found.tolist(), km.tolist()) == ([1], [0.0])


def test_nothing_is_within_reach_of_nothing():
    assert [one.tolist() for one in within(points([]), points([(15.0, 100.0)]), 5)] == [[], []]


def test_control_the_nearest_in_degrees_is_not_the_nearest_on_the_ground():
    start, others = points([(20.0, 100.0)]), points([(20.0, 101.0), (20.97, 100.0)])
    assert (others.lat - 20.0)[1] < (others.lon - 100.0)[0]  # by degrees the second would be
    assert nearest(start, others)[0].tolist() == [0]
