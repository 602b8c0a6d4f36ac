"""The database refuses by itself what no action should ever write."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rianru.places.models import Area, City, Holiday, HoursException, Network, OpeningHours, Space
from tests.factories import network, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def refused(write):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("code", ["5", "560", "56010", "5601010101", "AB", "5๖"])
def test_an_area_has_a_code_of_two_four_six_or_eight_digits(code):
    assert refused(lambda: Area.objects.create(code=code, name_th="ก", name_en="A", sort_th="ก")) in {
        "places_area_code",
        "places_area_parent",
    }


@pytest.mark.parametrize(
    ("code", "parent"), [("5699", "57"), ("5699", None), ("569999", "56"), ("99", "56"), ("56", "56")]
)
def test_the_parent_of_an_area_is_its_code_without_the_last_two_digits(code, parent):
    space()
    Area.objects.filter(code="99").delete()

    def write():
        if Area.objects.filter(code=code).update(parent=parent) == 0:
            Area.objects.create(code=code, parent_id=parent, name_th="ก", name_en="A", sort_th="ก")

    assert refused(write) == "places_area_parent"


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("kind", "castle", "places_space_kind"),
        ("facilities", ["helipad"], "places_space_facilities"),
        ("lat", 13, "places_space_in_thailand"),
    ],
)
def test_a_space_is_of_a_known_kind_with_known_facilities_and_a_whole_position(field, value, name):
    id = space()
    assert refused(lambda: Space.objects.filter(id=id).update(**{field: value})) == name


def test_a_space_cannot_close_before_it_opens():
    id = space()
    days = {"opened_on": date(2026, 2, 1), "closed_on": date(2026, 1, 1)}
    assert refused(lambda: Space.objects.filter(id=id).update(**days)) == "places_space_days"


def test_cities_and_networks_wear_known_dyes_and_motifs():
    net = network()
    assert refused(lambda: Network.objects.filter(id=net).update(dye="beige")) == "places_network_dye"
    assert refused(lambda: Network.objects.filter(id=net).update(weave="stripe")) == "places_network_weave"
    made = {"code": "c", "name_th": "ก", "name_en": "A"}
    assert refused(lambda: City.objects.create(**made, dye="beige", weave="water")) == "places_city_dye"
    assert refused(lambda: City.objects.create(**made, dye="leaf", weave="stripe")) == "places_city_weave"


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "name"),
    [
        (0, 540, 600, "places_hours_weekday"),
        (8, 540, 600, "places_hours_weekday"),
        (1, 600, 600, "places_hours_span"),
        (1, -1, 600, "places_hours_span"),
        (1, 600, 1441, "places_hours_span"),
        (6, 660, 720, "places_hours_apart"),
        (6, 540, 601, "places_hours_apart"),
        (6, 500, 1300, "places_hours_apart"),
    ],
)
def test_hours_are_spans_within_a_day_and_never_overlap(weekday, opens, closes, name):
    id = space(hours=((6, 600, 1200),))

    def write():
        OpeningHours.objects.create(space_id=id, weekday=weekday, opens=opens, closes=closes)

    assert refused(write) == name


def test_hours_that_touch_and_hours_of_another_space_or_day_are_welcome():
    id, other = space(hours=((6, 600, 1200),)), space(hours=())
    for whose, weekday, opens in ((id, 6, 1200), (id, 7, 600), (other, 6, 600)):
        OpeningHours.objects.create(space_id=whose, weekday=weekday, opens=opens, closes=1440)
    assert OpeningHours.objects.count() == 4


def test_an_exception_belongs_to_a_space_or_to_a_network_and_is_one_a_day():
    id, net, day = space(), network(), date(2026, 12, 7)
    assert refused(lambda: HoursException.objects.create(day_on=day)) == "places_exception_whose"
    both = {"space_id": id, "network_id": net, "day_on": day}
    assert refused(lambda: HoursException.objects.create(**both)) == "places_exception_whose"
    half = {"space_id": id, "day_on": day, "opens": 600}
    assert refused(lambda: HoursException.objects.create(**half)) == "places_exception_span"
    HoursException.objects.create(space_id=id, day_on=day)
    assert refused(lambda: HoursException.objects.create(space_id=id, day_on=day)) == "places_exception_space_day"
    HoursException.objects.create(network_id=net, day_on=day)
    assert refused(lambda: HoursException.objects.create(network_id=net, day_on=day)) == "places_exception_network_day"


def test_a_day_is_one_holiday():
    Holiday.objects.create(day_on=date(2026, 12, 5), name_th="วันพ่อ", name_en="Father's Day")
    again = {"day_on": date(2026, 12, 5), "name_th": "ซ้ำ", "name_en": "Again"}
    assert refused(lambda: Holiday.objects.create(**again)) == "places_holiday_pkey"
