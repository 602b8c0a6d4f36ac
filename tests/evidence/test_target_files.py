"""Targets in files: row by row what becomes of each, the rest kept, and the same file twice changes nothing."""

import csv
import io

import pytest

from rianru.core.models import Fact
from rianru.evidence import actions, queries
from rianru.evidence.actions import refusals as no
from rianru.evidence.models import PhaseTarget, SpaceTarget
from rianru.kernel.formats.tables import ColumnsMissing
from rianru.kernel.refusals import NotAllowed
from tests.evidence.making import day
from tests.evidence.test_phases import YEAR, kept
from tests.factories import AT
from tests.people import making as people

pytestmark = pytest.mark.django_db


def file(*rows, head=("year", "area", "indicator", "target")):
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


def read(house, data, write=True, phase=None):
    report = actions.read_phase_targets(actor=house.leader, at=AT, phase_id=phase, data=data, write=write)
    return [(row.line, row.outcome, row.reason.in_("en")[:28] if row.reason else "") for row in report.rows]


def targets():
    return {(one.year, one.place, one.indicator): one.number for one in PhaseTarget.objects.all()}


def test_rows_are_kept_and_those_that_cannot_be_say_why(house):
    id = kept(house)
    people.area("560104")
    data = file(
        ("2570", "560104", "visits", "1,200"), ("2570", "ภาคเหนือ", "การยืม", "๙๐๐"), ("2570", "", "activities", "60"),
        ("2570", "990101", "visits", "5"), ("2570", "560104", "buildings", "5"), ("2599", "", "visits", "5"),
        ("2570", "", "visits", "many"), ("2570", "560104", "visits", "7"), ("x", "", "visits", "7"), ("2570", "", "loans", ""))
    assert read(house, data, phase=id) == [
        (2, "new", ""), (3, "new", ""), (4, "new", ""),
        (5, "refused", "Choose an indicator of the l"), (6, "refused", "“Buildings with a trained ca"),
        (7, "refused", "Choose a fiscal year from 25"), (8, "refused", "Give a whole number from 1 t"),
        (9, "refused", "Line 2 says the same thing a"), (10, "refused", "The year “x” could mean seve")]
    assert targets() == {(YEAR, "560104", "visits"): 1200, (YEAR, "north", "loans"): 900, (YEAR, "", "activities"): 60}


def test_a_second_load_changes_nothing_and_a_look_keeps_nothing(house):
    id = kept(house)
    data = file(("2570", "", "visits", "5"), ("2570", "north", "visits", "5"))
    assert [outcome for _, outcome, _ in read(house, data, write=False, phase=id)] == ["new", "new"]
    assert targets() == {}
    read(house, data, phase=id)
    ids = set(PhaseTarget.objects.values_list("id", flat=True))
    assert [outcome for _, outcome, _ in read(house, data, phase=id)] == ["same", "same"]
    other = file(("2570", "", "visits", "6"), ("2570", "north", "visits", "5"))
    assert [outcome for _, outcome, _ in read(house, other, phase=id)] == ["changed", "same"]
    assert (targets(), set(PhaseTarget.objects.values_list("id", flat=True))) == (
        {(YEAR, "", "visits"): 6, (YEAR, "north", "visits"): 5}, ids)


def test_a_mark_takes_a_target_away_looked_at_first_and_a_blank_leaves_it(house):
    id = kept(house)
    read(house, file(("2570", "", "visits", "5"), ("2570", "north", "visits", "5"), ("2570", "", "loans", "7")), phase=id)
    data = file(("2570", "", "visits", "-"), ("2570", "north", "visits", ""), ("2570", "", "loans", "ยกเลิก"),
                ("2570", "", "activities", "0"), ("2599", "", "visits", "-"), ("x", "", "loans", ""),
                ("2570", "", "visits", "none"), ("2570", "", "attendances", ""))
    told = [(2, "gone", ""), (3, "same", "The cell is blank: the targe"), (4, "gone", ""), (5, "same", ""),
            (6, "refused", "Choose a fiscal year from 25"), (8, "refused", "Line 2 says the same thing a")]
    assert read(house, data, write=False, phase=id) == told
    assert len(targets()) == 3
    assert read(house, data, phase=id) == told
    assert targets() == {(YEAR, "north", "visits"): 5}
    assert [outcome for _, outcome, _ in read(house, data, phase=id) if outcome != "refused"] == ["same"] * 4
    assert Fact.objects.filter(verb="evidence.phase_targets_read").order_by("-id").values_list("count", flat=True)[1] == 2


def test_what_everyone_sees_keeps_one_target_at_least(house):
    id = kept(house)
    read(house, file(("2570", "", "visits", "5")), phase=id)
    actions.publish_phase(actor=house.leader, at=AT, phase_id=id)
    for write in (False, True):
        with pytest.raises(no.NothingAimedAt):
            read(house, file(("2570", "", "visits", "-")), write=write, phase=id)
    assert len(targets()) == 1
    read(house, file(("2570", "", "visits", "-"), ("2570", "", "loans", "3")), phase=id)
    assert targets() == {(YEAR, "", "loans"): 3}


def test_a_file_of_something_else_and_of_somebody_else_is_refused(house):
    id = kept(house)
    with pytest.raises(ColumnsMissing):
        read(house, b"a,b\n1,2\n", phase=id)
    with pytest.raises(NotAllowed):
        actions.read_phase_targets(actor=house.keeper, at=AT, phase_id=id, data=file(), write=True)


def test_as_many_statements_for_many_rows_as_for_one(house, django_assert_num_queries):
    id = kept(house)
    names = ("visits", "loans", "activities", "attendances", "standards")
    for count in (1, 5):
        with django_assert_num_queries(7):
            read(house, file(*(("2570", "", name, str(count)) for name in names[:count])), phase=id)


def own(house, *rows, actor=None):
    report = actions.read_space_targets(
        actor=actor or house.leader, at=AT, network_id=house.network, write=True,
        data=file(*rows, head=("ปีงบประมาณ", "รหัสสถานที่", "ตัวชี้วัด", "เป้า")))
    return [(row.line, row.outcome, row.reason.in_("en")[:28] if row.reason else "") for row in report.rows]


def test_a_network_sets_what_its_places_aim_at(house):
    people.space("else", within=people.network("south"))
    assert own(house, ("2570", "here", "visits", "300"), ("2570", "else", "visits", "300"), ("2570", "here", "standards", "1"),
               ("2560", "here", "loans", "1"), ("2570", "there", "กิจกรรมที่จัด", "24")) == [
        (2, "new", ""), (3, "refused", "No place of this network has"), (4, "refused", "One place may aim at four th"),
        (5, "refused", "Choose a fiscal year from 25"), (6, "new", "")]
    assert queries.space_targets([house.here, house.there], YEAR) == {
        house.here: {"visits": 300}, house.there: {"sessions": 24}}
    rows = list(queries.network_targets(house.network, YEAR, on=day(AT)))
    assert [row[0::3] for row in rows if row[4]] == [("here", "visits"), ("there", "sessions")]
    assert (len(rows), queries.aiming(house.network, YEAR, on=day(AT))) == (8, 2)


def test_a_network_takes_targets_of_its_places_away_and_of_no_others(house):
    own(house, ("2570", "here", "visits", "300"), ("2570", "here", "loans", "9"), ("2570", "there", "visits", "40"))
    people.space("else", within=people.network("south"))
    assert own(house, ("2570", "here", "visits", "-"), ("2570", "here", "loans", ""), ("2570", "else", "visits", "-")) == [
        (2, "gone", ""), (3, "same", "The cell is blank: the targe"), (4, "refused", "No place of this network has")]
    assert queries.space_targets([house.here, house.there], YEAR) == {
        house.here: {"loans": 9}, house.there: {"visits": 40}}


def test_a_place_sets_its_own_targets_and_nobody_elses(house):
    asked = {"at": AT, "space_id": house.here, "year": YEAR}
    actions.set_space_targets(actor=house.keeper, **asked, numbers={"visits": 300, "loans": 40})
    actions.set_space_targets(actor=house.keeper, **asked, numbers={"visits": 360, "loans": 0})
    assert [(one.indicator, one.number) for one in SpaceTarget.objects.all()] == [("visits", 360)]
    actions.set_space_targets(actor=house.leader, **asked, numbers={"sessions": 12})
    with pytest.raises(NotAllowed):
        actions.set_space_targets(actor=house.stranger, **asked, numbers={"visits": 1})
    for wrong, refusal in (({"visits": -1}, no.NumberWrong), ({"standards": 4}, no.NumberWrong)):
        with pytest.raises(refusal):
            actions.set_space_targets(actor=house.keeper, **asked, numbers=wrong)
    with pytest.raises(no.TargetYearWrong):
        actions.set_space_targets(actor=house.keeper, **(asked | {"year": YEAR - 1}), numbers={"visits": 1})
