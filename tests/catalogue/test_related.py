"""Where a work leads: what is shared, how much it counts, and that it costs the same in any catalogue."""

import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import queries
from rianru.catalogue.actions.headings import catch_up
from rianru.core.actors import ANONYMOUS
from tests.catalogue.making import source, take, work_of
from tests.factories.marc import field, marc

pytestmark = pytest.mark.django_db


def _take(**books):
    """Books by their control numbers: fields each."""
    take([marc(number, f"เรื่อง {number}", *fields) for number, fields in books.items()], source())
    catch_up()


def _found(number):
    """Title of each related work, with what is shared."""
    return {
        one.work.title.removeprefix("เรื่อง "): [(each.kind, each.name) for each in one.shared]
        for one in queries.related(actor=ANONYMOUS, work_id=work_of(number))
    }


def _by(name):
    return field("100", "a", name, ind="0 ")


def _about(name):
    return field("650", "a", name)


def test_works_of_the_same_author_subject_or_series_lead_on_and_say_so():
    _take(
        a=[_by("มาลัย ใจงาม"), _about("ผ้าทอ"), field("490", "a", "ผ้าไทย", "v", "1")],
        b=[_by("มาลัย ใจงาม")], c=[_about("ผ้าทอ")], d=[field("490", "a", "ผ้าไทย", "v", "2")], e=[_about("แมว")],
    )  # fmt: skip
    assert _found("a") == {
        "d": [("series", "ผ้าไทย")], "b": [("author", "มาลัย ใจงาม")], "c": [("subject", "ผ้าทอ")],
    }  # fmt: skip


def test_the_next_volume_comes_first_and_is_called_so():
    _take(**{f"v{number}": [field("490", "a", "ผ้าไทย", "v", f"เล่ม {number}")] for number in (1, 2, 3, 9)})
    found = queries.related(actor=ANONYMOUS, work_id=work_of("v2"))
    assert {one.work.title[-2:] for one in found[:2]} == {"v1", "v3"}
    assert [one.shared[0].after for one in found if one.work.title.endswith("v3")] == [True]
    assert [one.shared[0].after for one in found if not one.work.title.endswith("v3")] == [False, False]
    assert found[-1].work.title.endswith("v9")


def test_what_many_works_share_counts_less_than_what_few_share():
    _take(
        a=[_about("นวนิยาย"), _about("ทอผ้าไทลื้อ")], rare=[_about("ทอผ้าไทลื้อ")],
        **{f"n{number}": [_about("นวนิยาย")] for number in range(20)},
    )  # fmt: skip
    assert next(iter(_found("a"))) == "rare"


def test_two_things_shared_count_more_than_one():
    _take(a=[_about("ผ้า"), _about("สี")], one=[_about("ผ้า")], two=[_about("ผ้า"), _about("สี")], other=[_about("สี")])
    assert next(iter(_found("a").items())) == ("two", [("subject", "ผ้า"), ("subject", "สี")])


def test_another_translation_of_the_same_original_leads():
    shared = [_by("Saint-Exupéry, Antoine de")]
    _take(
        a=[*shared, field("240", "a", "Le petit prince")], b=[*shared, field("240", "a", "Le petit prince")],
        c=[*shared, field("240", "a", "Vol de nuit")],
    )  # fmt: skip
    found = queries.related(actor=ANONYMOUS, work_id=work_of("a"))
    assert [(one.work.title[-1], one.shared[0].kind) for one in found] in (
        [("b", "version"), ("c", "author")], [("c", "author")],  # joined with it, where matching already says so
    )  # fmt: skip


def test_never_more_than_a_dozen_and_never_itself():
    _take(**{f"n{number}": [_by("มาลัย ใจงาม")] for number in range(20)})
    found = _found("n0")
    assert (len(found), "n0" in found) == (12, False)


def test_nothing_shared_leads_nowhere():
    _take(a=[_about("ผ้า")], b=[_about("แมว")])
    assert _found("a") == {}


def test_one_and_many_related_works_take_three_queries():
    _take(
        a=[_about("ผ้า"), _by("มาลัย ใจงาม")], b=[_about("ผ้า")],
        **{f"n{number}": [_by("มาลัย ใจงาม"), _about(f"เรื่อง {number}")] for number in range(6)},
    )  # fmt: skip
    counts = []
    for work_id in (work_of("b"), work_of("a")):
        with CaptureQueriesContext(connection) as seen:
            queries.related(actor=ANONYMOUS, work_id=work_id)
        counts.append(len(seen))
    assert counts == [3, 3]


def test_of_a_heading_only_so_many_works_are_looked_at(monkeypatch):
    monkeypatch.setattr(sys.modules[queries.related.__module__], "MOST_UNDER", 3)
    _take(**{f"n{number}": [_about("ผ้า")] for number in range(9)})
    assert len(_found("n0")) == 3


def test_what_is_too_common_says_nothing(monkeypatch):
    monkeypatch.setattr(sys.modules[queries.related.__module__], "MOST_COMMON", 3)
    _take(**{f"n{number}": [_about("ผ้า")] for number in range(5)})
    assert _found("n0") == {}
