"""`rianru rematch`: every record is read anew from its bytes and placed by the rules as they are today."""

import pytest

from rianru.catalogue import actions
from rianru.catalogue.actions import rereading
from rianru.catalogue.actions.settling import place
from rianru.catalogue.models import Edition, Import, Item, MatchKey, Reading, Record, RecordVersion
from rianru.kernel import reading
from rianru.kernel.matching import Verdict
from tests.catalogue.making import (
    change,
    counts,
    edition_of,
    editions,
    groups,
    library,
    rematch,
    shelves,
    source,
    standing,
    take,
    works,
)
from tests.catalogue.tables import everything
from tests.factories import AT, HOUSE
from tests.factories.marc import book, copy, field, four, gone

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Two editions of one work: one of two sources, one of a third printing."""
    homes = [source("one"), source("two"), source("three")]
    take([four("a1"), book("a2", "กามนิต")], homes[0])
    take([four("b1"), gone("b9")], homes[1])
    take([four("c1", year=2550, isbn="")], homes[2])
    assert (editions(), works()) == (groups("a1 b1", "a2", "c1"), groups("a1 b1 c1", "a2"))
    return homes


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_matching_anew_by_the_same_rules_changes_nothing_at_all(three, monkeypatch, size):
    monkeypatch.setattr(rereading, "BATCH", size)
    before, stood = everything(), standing()
    assert rematch() == 4
    assert (standing(), everything()) == (stood, before)
    assert (RecordVersion.objects.count(), Import.objects.count()) == (0, 3)


def test_one_source_is_matched_anew_and_the_others_are_left_alone(three):
    Reading.objects.all().update(said={"title": "ของเก่า"})
    assert rematch(three[0]) == 2
    titles = dict(Reading.objects.values_list("record__control_number", "said__title"))
    assert titles == {"a1": "สี่แผ่นดิน", "a2": "กามนิต", "b1": "ของเก่า", "c1": "ของเก่า"}


def test_a_record_without_reading_as_the_release_before_left_them_is_read_and_matched(three):
    """Before the readings there were no traits and no keys."""
    MatchKey.objects.all().delete()
    Reading.objects.all().update(traits="[]", keys=[])
    Reading.objects.filter(record__control_number="a1").delete()
    rematch()
    assert (editions(), works()) == (groups("a1 b1", "a2", "c1"), groups("a1 b1 c1", "a2"))
    assert Reading.objects.count() == 4
    assert all(reading.keys for reading in Reading.objects.all())


def test_a_rule_that_parts_editions_takes_effect(three, monkeypatch):
    monkeypatch.setattr(place, "same_edition", lambda *args, **more: Verdict(False, "year"))
    rematch()
    assert editions() == groups("a1", "a2", "b1", "c1")


def test_a_rule_that_parts_works_takes_effect(three, monkeypatch):
    monkeypatch.setattr(place, "same_work", lambda *args, **more: Verdict(False, "title"))
    rematch()
    assert (editions(), works()) == (groups("a1 b1", "a2", "c1"), groups("a1 b1", "a2", "c1"))


def test_a_rule_that_parts_works_takes_effect_where_every_edition_is_of_two_sources(three, monkeypatch):
    take([four("d1", year=2550, isbn="")], source("four"))
    assert (editions(), works()) == (groups("a1 b1", "a2", "c1 d1"), groups("a1 b1 c1 d1", "a2"))
    monkeypatch.setattr(place, "same_work", lambda *args, **more: Verdict(False, "title"))
    rematch()
    assert works() == groups("a1 b1", "a2", "c1 d1")


def test_a_rule_that_joins_takes_effect(three, monkeypatch):
    judged = place.same_edition

    def kinder(one, other, **more):
        found = judged(one, other, **more)
        return Verdict(True, "title_author") if found.because == "year" else found

    monkeypatch.setattr(place, "same_edition", kinder)
    rematch()
    assert editions() == groups("a1 b1 c1", "a2")


def test_a_word_of_a_librarian_outlives_a_change_of_the_rules(three, monkeypatch):
    actions.join_editions(actor=HOUSE, at=AT, left=edition_of("a2"), right=edition_of("c1"))
    monkeypatch.setattr(place, "same_edition", lambda *args, **more: Verdict(False, "year"))
    monkeypatch.setattr(place, "same_work", lambda *args, **more: Verdict(False, "title"))
    rematch()
    assert frozenset({"a2", "c1"}) in editions()


def test_a_mapping_that_changed_reaches_every_record_and_its_copies():
    library("phayao")
    home = source()
    take([book("a1", "กามนิต", field("952", "b", "phayao", "p", "K1"), copy("phayao", "B1"))], home)
    assert shelves(home) == [("a1", "phayao", "B1", "available")]
    change(home, holdings={"preset": "koha"})
    rematch(home)
    assert shelves(home) == [("a1", "phayao", "B1", "absent"), ("a1", "phayao", "K1", "available")]
    assert Item.objects.count() == 2
    assert counts(take([book("a1", "กามนิต", field("952", "b", "phayao", "p", "K1"), copy("phayao", "B1"))], home)) == (0, 1, 0)


def test_a_new_version_of_the_reader_reads_the_same_file_anew_and_once(monkeypatch):
    home = source()
    records = [book("a1", "กามนิต"), book("a2", "ปีศาจ")]
    take(records, home)
    monkeypatch.setattr(reading, "VERSION", reading.VERSION + 1)
    assert take(records, home).accepted == 2
    assert counts(take(records, home)) == (0, 2, 0)


def test_records_that_are_gone_stay_gone():
    home = source()
    take([book("a1", "กามนิต"), book("a2", "ปีศาจ")], home)
    take([gone("a1")], home)
    assert rematch() == 1
    assert (Record.objects.get(control_number="a1").state, editions()) == ("gone", groups("a2"))
    assert Edition.objects.filter(live=True).count() == 1


def test_a_matching_anew_that_stops_and_begins_again_does_no_harm(three, monkeypatch):
    monkeypatch.setattr(rereading, "BATCH", 1)
    before, stood = everything(), standing()

    class Killed(BaseException):
        pass

    def told(count):
        raise Killed

    for _ in range(3):
        with pytest.raises(Killed):
            actions.rematch(actor=HOUSE, clock=lambda: AT, told=told)
    rematch()
    assert (standing(), everything()) == (stood, before)


@pytest.fixture
def placed(monkeypatch):
    """The works that a matching anew places as a whole, by their records."""
    found, honest = [], rereading.settle

    def settle(cursor, *, ids, **more):
        found.append(" ".join(sorted(Record.objects.filter(id__in=ids).values_list("control_number", flat=True))))
        honest(cursor, ids=ids, **more)

    monkeypatch.setattr(rereading, "settle", settle)
    return found


@pytest.mark.parametrize("size", [1, 1000])
def test_every_work_of_several_editions_is_placed_once_however_many_sources_it_is_of(three, placed, monkeypatch, size):
    monkeypatch.setattr(rereading, "BATCH", size)
    monkeypatch.setattr(rereading, "WORKS", size)
    take([four("d1", year=2550, isbn="")], source("four"))
    rematch()
    assert placed == ["a1 b1 c1 d1"]
    rematch(three[2])
    assert placed == ["a1 b1 c1 d1"] * 2
    take([book("e1", "ปีศาจ")], three[2])
    rematch(source("five"))
    assert len(placed) == 2


def test_works_that_come_of_one_while_it_is_placed_are_not_placed_again(three, placed, monkeypatch):
    monkeypatch.setattr(rereading, "WORKS", 1)
    take([four("d1", year=2550, isbn="")], source("four"))
    for number in "56":
        take([four(f"e{number}", year=2560, isbn=""), four(f"f{number}", year=2565, isbn="")], source(f"own-{number}"))
    judged = place.same_work

    def stricter(one, other, **more):
        near = abs((one.year or 0) - (other.year or 0)) < 10
        return judged(one, other, **more) if near else Verdict(False, "title")

    monkeypatch.setattr(place, "same_work", stricter)
    rematch()
    assert (placed, works()) == (["a1 b1 c1 d1 e5 e6 f5 f6"], groups("a1 b1 c1 d1", "a2", "e5 e6 f5 f6"))
