import time
from collections import Counter

import pytest

from rianru.core.models import Change, Fact
from rianru.places import queries, sample
from rianru.places.models import City, CityArea, OpeningHours, Space, SpaceImport
from rianru.places.sample import pictures
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_demo_is_built_in_seconds_and_again_without_a_change():
    began = time.process_time()  # its own work, not that of whatever else runs here
    sample.build(at=AT)
    assert time.process_time() - began < 10
    before = (Space.objects.count(), OpeningHours.objects.count(), Fact.objects.count(), Change.objects.count())
    sample.build(at=AT)
    assert (Space.objects.count(), OpeningHours.objects.count(), Fact.objects.count(), Change.objects.count()) == before


def test_the_demo_has_the_network_s_kinds_in_their_numbers_all_of_them_approximate():
    sample.build(at=AT)
    kinds = Counter(Space.objects.values_list("kind", flat=True))
    assert {
        kind: kinds[kind]
        for kind in (
            "provincial_library",
            "provincial_park",
            "school_library",
            "subdistrict_centre",
            "book_house",
            "condominium_library",
            "relearning_space",
        )
    } == {
        "provincial_library": 77,
        "provincial_park": 30,
        "school_library": 76,
        "subdistrict_centre": 300,
        "book_house": 116,
        "condominium_library": 3,
        "relearning_space": 9,
    }
    assert Space.objects.filter(approximate=False).count() == 0
    assert set(queries.space_ids(sample.demo_space_codes())) == set(sample.demo_space_codes())


def test_every_province_has_its_library_in_its_capital_district():
    sample.build(at=AT)
    libraries = Space.objects.filter(kind="provincial_library").values_list("area_id", flat=True)
    assert sorted(libraries) == sorted(f"{province.code}01" for province in queries.provinces())


def test_the_demo_has_thirteen_members_of_unesco_s_network_and_six_pilots_of_the_fund_each_with_areas():
    sample.build(at=AT)
    assert (City.objects.exclude(unesco_since=None).count(), City.objects.filter(pilot=True).count()) == (13, 6)
    assert City.objects.exclude(id__in=CityArea.objects.values("city")).count() == 0
    assert sorted(City.objects.filter(pilot=True).values_list("code", flat=True)) == [
        "bangkok",
        "lamphun",
        "phayao",
        "trang",
        "udon-thani",
        "yala",
    ]


def test_two_builds_of_the_demo_are_the_same():
    sample.build(at=AT)
    first, second = (list(sample.spaces()) for _ in range(2))
    assert first == second


def test_the_demo_shows_drawings_said_in_words_and_a_list_that_was_looked_at_with_what_is_wrong_in_it():
    sample.build(at=AT)
    shown = queries.photos_of(queries.space_ids(["lib-56"])["lib-56"])
    assert [one.alt_th for one in shown] == [pictures.SAYS[scene][0] for scene in ("front", "shelves", "children")]
    assert all(one.alt_en and one.widths[-1] == 960 for one in shown)
    run = SpaceImport.objects.get()
    assert (run.state, run.rows, run.added, run.rejected) == ("checked", 15, 10, 5)
    assert sorted(code for code, rejected, _ in queries.reason_counts(run_id=run.id) if rejected) == [
        "area_not_found", "places.hours_overlap", "places.position_outside", "places.position_swapped", "twice",
    ]


def test_a_drawing_is_the_same_every_time():
    assert pictures.drawn("shelves", pictures.LAC, "a") == pictures.drawn("shelves", pictures.LAC, "a")
    assert pictures.drawn("shelves", pictures.LAC, "a") != pictures.drawn("shelves", pictures.LAC, "b")
