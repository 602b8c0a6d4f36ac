import random
from itertools import combinations

import pytest

from bench.libraries import Truth
from bench.libraries.pairs import Placed, Score, by_case, false_pairs, missed_pairs, placed, read_joined, score


def _placed(*rows):
    return [Placed(("s", str(n)), true, found, frozenset(cases)) for n, (true, found, *cases) in enumerate(rows)]


def test_what_is_joined_as_it_should_be_counts_one():
    found = score(_placed(("a", "x"), ("a", "x"), ("b", "y")))
    assert found == Score(1, 1, 1)
    assert (found.precision, found.recall, found.missed, found.false) == (1.0, 1.0, 0, 0)


def test_a_group_cut_in_two_misses_pairs_and_joins_no_false_ones():
    found = score(_placed(("a", "x"), ("a", "x"), ("a", "y"), ("a", "y")))
    assert found == Score(6, 2, 2)
    assert (found.precision, found.recall) == (1.0, 2 / 6)


def test_two_groups_made_one_join_false_pairs_and_miss_none():
    found = score(_placed(("a", "x"), ("a", "x"), ("b", "x"), ("b", "x")))
    assert found == Score(2, 6, 2)
    assert (found.precision, found.recall) == (2 / 6, 1.0)


def test_where_nothing_is_joined_nothing_is_false():
    assert score(_placed(("a", "x"), ("a", "y"))).precision == 1.0
    assert score(_placed(("a", "x"), ("b", "y"))).recall == 1.0


def test_counting_over_groups_gives_what_listing_every_pair_gives():
    chance = random.Random(5)
    rows = [Placed(("s", str(n)), f"t{chance.randrange(12)}", f"f{chance.randrange(12)}",
                   frozenset(chance.sample("pqr", chance.randrange(3)))) for n in range(150)]
    pairs = list(combinations(rows, 2))

    def listed(chosen):
        true = [one.true == other.true for one, other in chosen]
        found = [one.found == other.found for one, other in chosen]
        return Score(sum(true), sum(found), sum(both and of for both, of in zip(true, found, strict=True)))

    assert score(rows) == listed(pairs)
    assert by_case(rows) == {
        case: listed([pair for pair in pairs if case in pair[0].cases | pair[1].cases]) for case in "pqr"
    }


def test_a_case_counts_the_pairs_in_which_one_record_has_it():
    rows = _placed(("a", "x", "slip"), ("a", "y"), ("a", "y"), ("b", "z", "other"))
    assert by_case(rows) == {"slip": Score(2, 0, 0), "other": Score(0, 0, 0)}


def test_examples_are_pairs_that_were_missed_and_pairs_that_are_false():
    rows = _placed(("a", "x"), ("a", "y"), ("b", "y"), ("c", "z"))
    assert [(one.key[1], other.key[1]) for one, other in missed_pairs(rows)] == [("0", "1")]
    assert [(one.key[1], other.key[1]) for one, other in false_pairs(rows)] == [("1", "2")]


def test_a_group_gone_wrong_gives_a_few_examples_only():
    rows = _placed(*[(f"t{n}", "all") for n in range(2_000)])
    assert len(list(false_pairs(rows, each=7))) == 7


@pytest.mark.parametrize("headings", ["", "source\tcontrol number\tedition\twork\n", "\ufeffsource\tcontrol_number\tedition_id\twork_id\n"])
def test_an_export_is_read_with_and_without_headings(tmp_path, headings):
    path = tmp_path / "m.tsv"
    path.write_text(headings + "a\t1\te-1\tw-1\nb\tx y\te-1\tw-1\n", encoding="utf-8")
    assert read_joined(path) == {("a", "1"): ("e-1", "w-1"), ("b", "x y"): ("e-1", "w-1")}


def test_an_export_with_a_record_twice_or_a_column_missing_is_refused(tmp_path):
    path = tmp_path / "m.tsv"
    for text, told in (("a\t1\te1\tw1\na\t1\te2\tw2\n", "m.tsv:2: a 1 comes twice"), ("a\t1\te1\n", "m.tsv:1: 3 columns")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=told):
            read_joined(path)


def test_a_record_that_is_not_in_the_export_is_joined_to_nothing():
    truth = [Truth("a", "1", "e1", "w1", ()), Truth("b", "2", "e1", "w1", ()), Truth("c", "3", "e1", "w1", ())]
    joined = {("a", "1"): ("7", "8"), ("b", "2"): ("7", "8")}
    assert score(placed(truth, joined, works=False)) == score(placed(truth, joined, works=True)) == Score(3, 1, 1)
