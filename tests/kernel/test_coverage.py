"""The next sites: the greedy rule, the same as brute force, and as good as the theorem says."""

from itertools import combinations
from math import e

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.coverage import choose


@st.composite
def worlds(draw):
    """People at some points, and which candidate reaches which of them."""
    many, candidates = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    people = draw(st.lists(st.integers(0, 5), min_size=many, max_size=many))
    reaches = draw(st.lists(st.lists(st.booleans(), min_size=many, max_size=many), min_size=candidates, max_size=candidates))
    return np.array(people, dtype=np.int64), np.array(reaches, dtype=bool)


def chosen(people, reaches, most):
    sites, points = np.nonzero(reaches)
    return choose(sites, points, people=people, candidates=len(reaches), most=most)


def by_hand(people, reaches, most):
    """The greedy rule as one would say it, a person at a time."""
    reached, steps = set(), []
    for _ in range(most):
        gains = [sum(people[point] for point in range(len(people)) if row[point] and point not in reached) for row in reaches]
        best = max(gains)
        if not best:
            break
        site = gains.index(best)
        reached |= {point for point in range(len(people)) if reaches[site][point]}
        steps.append((site, best))
    return steps


@settings(max_examples=80, deadline=None)
@given(worlds(), st.integers(0, 6))
def test_the_sites_are_those_of_the_greedy_rule_done_by_hand(world, most):
    people, reaches = world
    assert [(one.site, one.gain) for one in chosen(people, reaches, most).sites] == by_hand(people, reaches, most)


@settings(max_examples=80, deadline=None)
@given(worlds(), st.integers(1, 4))
def test_no_choice_exceeds_at_most_and_the_greedy_one_comes_to_63_per_cent_of_the_best(world, most):
    people, reaches = world
    found = chosen(people, reaches, most)
    best = max(
        int(people[reaches[list(sites)].any(axis=0)].sum())
        for sites in combinations(range(len(reaches)), min(most, len(reaches)))
    )
    assert best <= found.at_most
    assert found.reached >= (1 - 1 / e) * best
    assert found.reached <= best


@settings(max_examples=40, deadline=None)
@given(worlds(), st.integers(1, 6))
def test_gains_never_grow(world, most):
    gains = [one.gain for one in chosen(*world, most).sites]
    assert gains == sorted(gains, reverse=True)


def test_of_equals_the_lowest_number_goes_first():
    found = chosen(np.array([3, 3]), np.array([[False, True], [True, False]]), 2)
    assert [one.site for one in found.sites] == [0, 1]


def test_control_the_greedy_rule_is_not_always_the_best_and_says_so():
    people = np.array([2, 3, 3, 2], dtype=np.int64)
    reaches = np.array([[0, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], dtype=bool)  # the last two together reach all ten
    found = chosen(people, reaches, 2)
    assert ([one.site for one in found.sites], found.reached, found.at_most) == ([0, 1], 8, 10)
    assert found.share == 0.8
