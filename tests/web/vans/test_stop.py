"""The page of a stop: stamps of one's own, and of the visits that are over, where nobody can be told from them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from rianru.kernel.ids import new_id
from rianru.learning import actions
from rianru.places import actions as places
from rianru.places.models import Space, Visit
from tests.factories.vans import stop
from tests.people import making
from tests.web.members.conftest import _own_folders, desk, net, signed_in

__all__ = ["_own_folders", "desk", "net", "signed_in"]


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def here(net):
    """A van that stands at a stop since an hour: the van, the stop's page, the visit."""
    now = timezone.now()
    Space.objects.filter(id=net.here.id).update(kind="mobile_library")
    places.keep_vehicle(actor=making.MACHINE, at=now, space_id=net.here.id)
    where = stop(net.here.id, code="pavilion", area=net.here.area_id)
    visit = places.add_visit(actor=making.MACHINE, at=now, vehicle_id=net.here.id, stop_id=where,
                             arrives_at=now - timedelta(hours=1), leaves_at=now + timedelta(hours=1))
    return "/stops/pavilion/", visit


def took(net, who="แม่แสง"):
    """Somebody in their browser, with the stamp of the van."""
    browser, own = net.member(who)
    now = timezone.now()
    code = actions.keep_paper_code(actor=making.MACHINE, at=now, space_id=net.here.id).digits(timezone.localdate(now))
    browser.post("/attend/", {"code": code, "key": new_id()})
    return browser, own


def test_while_the_van_is_there_its_stamp_is_offered_and_then_stands_on_the_page_of_whoever_took_it(net, here):
    page, visit = here
    places.tap(actor=making.MACHINE, at=timezone.now(), visit_id=visit, key=new_id(), kind="arrive",
               tapped_at=timezone.now(), people=0)
    browser, _ = took(net)
    said = browser.get(page).content.decode()
    assert "รับตราของรอบนี้" in said
    assert "ตราของฉันที่จุดนี้" in said
    other, _ = net.member("ปู่คำ")
    assert "ตราของฉันที่จุดนี้" not in other.get(page).content.decode()


def test_what_a_visit_gave_is_told_to_everybody_from_five_on(net, here, client):
    page, visit = here
    for number in range(4):
        took(net, f"คนที่ {number}")
    over = {"arrives_at": timezone.now() - timedelta(hours=2), "leaves_at": timezone.now() - timedelta(minutes=1)}
    Visit.objects.filter(id=visit).update(people=4, **over)
    said = client.get(page).content.decode()
    assert "รอบที่ผ่านมา" in said
    assert "ตรา 4 ดวง" not in said
    assert "มาที่รถ 4 คน" not in said
    took(net, "คนที่ห้า")
    Visit.objects.filter(id=visit).update(people=12)
    said = client.get(page).content.decode()
    assert "ตรา 5 ดวง" in said
    assert "มาที่รถ 12 คน" in said
