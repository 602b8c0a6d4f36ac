from datetime import date

import pytest

from rianru.core.actors import Role
from rianru.core.models import Fact
from rianru.places import queries
from rianru.places.models import HoursException, Space
from rianru.web.places.forms import HoursField, written
from tests.factories import space, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "acting")]
WEEK = ((6, 540, 720), (6, 780, 1440))


@pytest.fixture
def mine(acting):
    """A space with two spans on Saturday, and its keeper asking."""
    id = space(code="mine", hours=WEEK)
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=id))
    return id


def sent(client, **changed):
    form = client.get("/spaces/mine/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    return client.post(
        "/spaces/mine/edit/", {**{k: v for k, v in values.items() if v is not None}, "do": "save", **changed}
    )


def test_a_visitor_and_the_keeper_of_another_space_are_kept_out(client, acting):
    space(code="mine")
    assert client.get("/spaces/mine/edit/").status_code == 403
    acting(staff(role=Role.CARETAKER, scope_kind="space", scope_id=space()))
    assert client.get("/spaces/mine/edit/").status_code == 403
    assert client.post("/spaces/mine/edit/", {"do": "clear", "day": "2026-12-07"}).status_code == 403


def test_a_keeper_changes_the_telephone_and_the_week_stays_as_it_was_both_spans_of_it(client, mine):
    assert sent(client, phone="054 123 456").status_code == 302
    assert (Space.objects.get(id=mine).phone, queries.week_of(mine)) == ("054 123 456", list(WEEK))
    assert list(Fact.objects.filter(space_id=mine).values_list("verb", flat=True)) == ["places.space_changed"]


def test_a_keeper_sets_the_week_in_thai_digits_and_clears_a_day(client, mine):
    assert sent(client, day_6="", day_7="๙.๓๐-๑๒ น., 13:00 ถึง 24:00").status_code == 302
    assert queries.week_of(mine) == [(7, 570, 720), (7, 780, 1440)]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("phone", "123", "เบอร์โทรนี้โทรไม่ได้"),
        ("day_1", "เช้าถึงเย็น", "อ่านเวลานี้ไม่ออก"),
        ("day_1", "25:00-26:00", "อ่านเวลานี้ไม่ออก"),
        ("day_1", "12:00-9:00", "เวลาปิดต้องหลังเวลาเปิด"),
        ("day_1", "9:00-12:00, 11:00-13:00", "ซ้อนกัน"),
        ("name_th", "", ""),
    ],
)
def test_what_cannot_be_is_said_on_the_page_and_nothing_is_written(client, mine, field, value, says):
    before = (queries.week_of(mine), Fact.objects.count())
    answer = sent(client, **{"address_th": "ใหม่", field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert (queries.week_of(mine), Fact.objects.count(), Space.objects.get(id=mine).address_th) == (*before, "")


def test_a_day_that_differs_is_added_shown_and_taken_back(client, mine):
    given = {"do": "differ", "differs-day": "2026-12-07", "differs-hours": "9-12", "differs-reason_th": "ทำความสะอาด"}
    assert client.post("/spaces/mine/edit/", given).status_code == 302
    [one] = HoursException.objects.all()
    assert (one.day_on, one.opens, one.closes, one.reason_th) == (date(2026, 12, 7), 540, 720, "ทำความสะอาด")
    page = client.get("/spaces/mine/edit/").content.decode()
    assert all(words in page for words in ("7 ธ.ค. 2569", "09:00–12:00", "ทำความสะอาด"))
    assert client.post("/spaces/mine/edit/", {"do": "clear", "day": "2026-12-07"}).status_code == 302
    assert HoursException.objects.count() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"differs-day": "2026-11-20"},
        {"differs-day": ""},
        {"differs-day": "2026-12-07", "differs-hours": "9-10, 11-12"},
    ],
)
def test_a_day_that_has_passed_or_has_two_spans_is_refused(client, mine, given):
    assert client.post("/spaces/mine/edit/", {"do": "differ", **given}).status_code == 422
    assert HoursException.objects.count() == 0


def test_taking_back_a_day_that_was_never_set_is_not_found(client, mine):
    for day in ("2026-12-07", "soon"):
        assert client.post("/spaces/mine/edit/", {"do": "clear", "day": day}).status_code == 404


def test_the_page_speaks_english_too(client, mine):
    page = client.get("/en/spaces/mine/edit/").content.decode()
    assert all(words in page for words in ("Days that differ", "Sat, open", "09:00-12:00, 13:00-24:00"))


def test_what_the_field_writes_it_reads_again():
    field = HoursField(label="")
    for spans in ((), ((0, 1440),), WEEK_SPANS, ((5, 59), (61, 1439))):
        assert field.clean(written(spans)) == spans


WEEK_SPANS = tuple(span[1:] for span in WEEK)
