"""Turns on a waiting list: in order, whole, and nobody waits for ever."""

from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.turns import PASSES, Turn, Waiting, turn


def line(*rows):
    return [Waiting(name, size, passed) for name, size, passed in rows]


def test_the_first_in_line_who_fits_comes_first():
    waiting = line(("a", 1, 0), ("b", 2, 0), ("c", 1, 0))
    assert turn(waiting, free=3, most=20) == Turn(("a", "b"), {}, None)
    assert turn(waiting, free=None, most=None) == Turn(("a", "b", "c"), {}, None)
    assert turn(waiting, free=0, most=20) == Turn((), {}, None)


def test_a_family_is_passed_over_twice_and_then_the_seats_are_kept_for_it():
    family = ("family", 4, 0)
    assert turn(line(family, ("a", 1, 0)), free=1, most=20) == Turn(("a",), {"family": 1}, None)
    one, two = turn(line(family, ("a", 1, 0), ("b", 1, 0), ("c", 1, 0)), free=3, most=20), line(("family", 4, 2), ("c", 1, 0))
    assert one == Turn(("a", "b"), {"family": 2}, "family")
    assert turn(two, free=3, most=20) == Turn((), {}, "family")
    assert turn(two, free=4, most=20) == Turn(("family",), {}, None)


def test_shortly_before_the_beginning_nothing_is_kept():
    assert turn(line(("family", 4, 2), ("a", 1, 0)), free=3, most=20, keeps=False).given == ("a",)


def test_nothing_is_kept_for_a_party_larger_than_the_room():
    assert turn(line(("coach", 40, 2), ("a", 1, 0)), free=3, most=20) == Turn(("a",), {}, None)


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2)), max_size=12), st.integers(0, 12), st.booleans(),
)
def test_never_more_than_is_free_never_out_of_order_among_those_who_fit(rows, free, keeps):
    waiting = [Waiting(n, size, passed) for n, (size, passed) in enumerate(rows)]
    came = turn(waiting, free=free, most=12, keeps=keeps)
    assert sum(waiting[name].size for name in came.given) <= free
    assert list(came.given) == sorted(came.given)
    assert not came.passed.keys() & set(came.given)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8), st.integers(5, 9))
def test_nobody_starves_however_many_small_parties_come_behind(sizes, room):
    """Seats come free one by one and singles keep coming; everyone of the first line is seated after a bounded time."""
    waiting = [Waiting(n, size) for n, size in enumerate(sizes)]
    first, free, seated = set(range(len(sizes))), 0, 0
    for tick in range(100):
        waiting.append(Waiting(1_000 + tick, 1))
        free += 1
        came = turn(waiting, free=free, most=room)
        size = {one.name: one.size for one in waiting}
        free -= sum(size[name] for name in came.given)
        first -= set(came.given)
        seated += len(came.given)
        waiting = [Waiting(one.name, one.size, came.passed.get(one.name, one.passed))
                   for one in waiting if one.name not in came.given]
        if not first:
            break
    assert first == set()
    assert tick <= sum(sizes) + PASSES * len(sizes)
