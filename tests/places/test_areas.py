from datetime import date

import pytest
from django.core.management import call_command

from rianru.core.models import Fact
from rianru.kernel.refusals import NotAllowed
from rianru.places import actions, queries
from rianru.places.models import AbolishedArea, Area, Holiday
from tests.factories import AT, HOUSE, areas, staff

pytestmark = pytest.mark.django_db


def test_the_tree_has_every_province_district_and_subdistrict_and_is_true_everywhere():
    areas()
    codes = dict(Area.objects.values_list("code", "parent_id"))
    assert {length: sum(len(code) == length for code in codes) for length in (2, 4, 6)} == {2: 77, 4: 928, 6: 7436}
    assert [code for code, parent in codes.items() if parent != (code[:-2] or None)] == []


def test_loading_areas_and_holidays_again_changes_nothing_and_records_nothing():
    assert actions.load_areas(actor=HOUSE, at=AT) == 8441
    assert actions.load_holidays(actor=HOUSE, at=AT) == 44
    recorded = Fact.objects.count()
    assert (actions.load_areas(actor=HOUSE, at=AT), actions.load_holidays(actor=HOUSE, at=AT)) == (0, 0)
    assert Fact.objects.count() == recorded == 2


def test_loading_puts_right_what_was_changed_by_hand():
    areas()
    Area.objects.filter(code="56").update(name_th="ผิด")
    assert actions.load_areas(actor=HOUSE, at=AT) == 1
    assert Area.objects.get(code="56").name_th == "พะเยา"


def test_only_the_installation_itself_loads_areas(traces):
    before = traces()
    with pytest.raises(NotAllowed):
        actions.load_areas(actor=staff(), at=AT)
    assert (Area.objects.count(), traces()) == (0, before)


def test_the_command_loads_areas_and_holidays(capsys):
    call_command("load_areas")
    assert (Area.objects.count(), Holiday.objects.count()) == (8441, 44)
    assert "8,441" in capsys.readouterr().out


def test_an_area_carries_its_names_postal_code_and_population_with_its_date():
    areas()
    area = Area.objects.get(code="560101")
    assert (area.name_th, area.name_en, area.postal_code, area.parent_id) == ("เวียง", "Wiang", "56000", "5601")
    assert area.population is not None
    assert area.population_on == date(2021, 12, 31)


def test_a_bangkok_district_is_named_without_its_prefix_as_every_other_district_is():
    areas()
    assert Area.objects.get(code="1001").name_th == "พระนคร"


def test_an_area_is_named_from_small_to_large():
    areas()
    name = queries.area_name("560101")
    assert (name.in_("th"), name.in_("en")) == ("เวียง เมืองพะเยา พะเยา", "Wiang, Mueang Phayao, Phayao")


def test_provinces_come_in_dictionary_order():
    areas()
    names = [province.name_th for province in queries.provinces()]
    assert (names[0], names[-1], len(names)) == ("กระบี่", "อุบลราชธานี", 77)
    assert names.index("เชียงราย") < names.index("ตรัง") < names.index("นครปฐม")


def test_an_abolished_code_leads_to_those_that_took_over():
    areas()
    assert [area.code for area in queries.current_areas("100205")] == ["102901"]
    assert [area.code for area in queries.current_areas("5601")] == ["5601"]
    assert queries.current_areas("999999") == []


def test_every_successor_of_an_abolished_code_is_in_force():
    areas()
    known = set(Area.objects.values_list("code", flat=True))
    successors = {code for row in AbolishedArea.objects.values_list("successors", flat=True) for code in row}
    assert successors - known == set()


def test_holidays_that_fall_on_a_weekend_have_their_substitute():
    actions.load_holidays(actor=HOUSE, at=AT)
    names = dict(Holiday.objects.values_list("day_on", "name_en"))
    assert names[date(2026, 12, 5)] == "Father's Day"
    assert names[date(2026, 12, 7)] == "Father's Day (substitute)"
    assert date(2026, 12, 8) not in names
    assert [day for day, name in names.items() if "substitute" in name and day.weekday() > 4] == []
