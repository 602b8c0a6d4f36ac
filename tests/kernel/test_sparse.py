"""Sparse rows: the most specific one that says something wins, and a hole is found before anyone falls into it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.sparse import OTHER, Row, Table, differences

DIMENSIONS = ("place", "type", "language")
ANY = Row("any", {}, {"days": 14, "deposit": 1_000})
THAI = Row("thai", {"language": "tha"}, {"deposit": 300})
TOYS = Row("toys", {"type": "toy"}, {"deposit": 1_000, "days": 7})
HERE = Row("here", {"place": "here"}, {"days": 21})


def decided(rows, **case):
    return {name: (one.value, one.row.name) for name, one in Table(DIMENSIONS, rows).decide(case).items()}


def test_every_value_is_decided_by_itself_and_names_its_row():
    assert decided([ANY, THAI, TOYS, HERE], place="there", type="toy", language="tha") == {
        "deposit": (1_000, "toys"), "days": (7, "toys"),
    }
    assert decided([ANY, THAI, TOYS, HERE], place="here", type="toy", language="tha") == {
        "deposit": (1_000, "toys"), "days": (21, "here"),
    }
    assert decided([ANY, THAI, TOYS, HERE], place="here", type="book", language="tha") == {
        "deposit": (300, "thai"), "days": (21, "here"),
    }


def test_what_was_passed_over_is_told_in_order():
    found = Table(DIMENSIONS, [ANY, THAI, TOYS, HERE]).decide({"place": "here", "type": "toy", "language": "tha"})
    assert [row.name for row in found["deposit"].passed_over] == ["thai", "any"]
    assert [row.name for row in found["days"].passed_over] == ["toys", "any"]


def test_a_hole_is_found_also_where_no_row_names_the_value():
    table = Table(DIMENSIONS, [THAI, TOYS, HERE])
    assert [(hole.name, hole.case) for hole in table.holes(["deposit", "days"])] == [
        ("deposit", {"place": "here", "type": OTHER, "language": OTHER}),
        ("days", {"place": OTHER, "type": OTHER, "language": "tha"}),
    ]
    assert Table(DIMENSIONS, [ANY, THAI]).holes(["deposit", "days"]) == []
    both = Table(DIMENSIONS, [THAI, Row("foreign", {"language": "eng"}, {"deposit": 1_000})])
    assert [hole.case for hole in both.holes(["deposit"])] == [{"place": OTHER, "type": OTHER, "language": OTHER}]


def test_what_a_change_changes_is_listed():
    after = [ANY, THAI, Row("toys", {"type": "toy"}, {"deposit": 500, "days": 7})]
    found = differences(Table(DIMENSIONS, [ANY, THAI, TOYS]), Table(DIMENSIONS, after))
    assert [(one.name, one.case["language"], one.before.value, one.after.value) for one in found] == [
        ("deposit", "tha", 1_000, 500), ("deposit", OTHER, 1_000, 500),
    ]
    assert differences(Table(DIMENSIONS, after), Table(DIMENSIONS, after)) == []


def test_a_table_that_could_be_read_in_two_ways_is_none():
    with pytest.raises(ValueError, match="one scope"):
        Table(DIMENSIONS, [ANY, Row("again", {}, {"days": 3})])
    with pytest.raises(ValueError, match="unknown dimensions"):
        Table(DIMENSIONS, [Row("moon", {"moon": "full"}, {})])


SCOPES = st.fixed_dictionaries({}, optional={name: st.sampled_from("ab") for name in DIMENSIONS})
ROWS = st.lists(st.tuples(SCOPES, st.integers(0, 9)), max_size=12).map(
    lambda found: [Row(str(n), scope, {"x": value}) for n, (scope, value) in
                   enumerate({tuple(sorted(one[0].items())): one for one in found}.values())]
)
CASES = st.fixed_dictionaries({name: st.sampled_from("abc") for name in DIMENSIONS})


@given(ROWS, CASES)
def test_the_winner_is_the_one_that_weighs_most(rows, case):
    """Against the rule as librarians are told it: place counts four, type two, language one."""
    weights = {"place": 4, "type": 2, "language": 1}
    fitting = [row for row in rows if all(case[name] == value for name, value in row.scope.items())]
    best = max(fitting, key=lambda row: sum(weights[name] for name in row.scope), default=None)
    found = Table(DIMENSIONS, rows).decide(case)
    assert (found["x"].row if found else None) == best


@given(ROWS, CASES)
def test_a_table_without_holes_says_something_of_every_case(rows, case):
    table = Table(DIMENSIONS, rows)
    named = {name: value if any(row.scope.get(name) == value for row in rows) else OTHER for name, value in case.items()}
    assert table.decide(case).get("x") == table.decide(named).get("x")
    if not table.holes(["x"]):
        assert "x" in table.decide(case)
