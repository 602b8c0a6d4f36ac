import pytest

from rianru.kernel.geography import Point, kilometres, read_point

BANGKOK, CHIANG_MAI = Point(13.7563, 100.5018), Point(18.7883, 98.9853)


def test_bangkok_and_chiang_mai_are_582_kilometres_apart():
    assert round(kilometres(BANGKOK, CHIANG_MAI)) == round(kilometres(CHIANG_MAI, BANGKOK)) == 582


def test_a_place_is_nothing_from_itself():
    assert kilometres(BANGKOK, BANGKOK) == 0


def test_half_the_earth_is_no_error():
    assert round(kilometres(Point(0, 0), Point(0, 180))) == 20_015


@pytest.mark.parametrize(
    ("point", "inside"),
    [(BANGKOK, True), (Point(48.8, 2.3), False), (Point(float("nan"), 100), False), (Point(float("inf"), 100), False)],
)
def test_thailand_is_told_from_elsewhere(point, inside):
    assert point.in_thailand is inside


@pytest.mark.parametrize(("typed", "point"), [
    ("19.17,99.90", Point(19.17, 99.9)), (" ๑๙.๑๗ , ๙๙.๙ ", Point(19.17, 99.9)), ("-33,151.", Point(-33, 151)),
    ("19.17", None), ("91,0", None), ("0,181", None), ("nan,0", None), ("1e1,0", None), ("", None), ("1,2,3", None),
    ("1," + "0" * 60, None),
])
def test_a_point_is_read_as_people_copy_it_and_nothing_else_is_one(typed, point):
    assert read_point(typed) == point
