"""Safe retry on a stocktake: one barcode scanned by many at once is seen once and taken back once."""

import pytest

from rianru.core.models import Fact
from rianru.lending import actions
from rianru.lending.actions import stocktaking
from rianru.lending.models import Loan, Sighting
from tests.factories import AT
from tests.lending import making
from tests.trust.test_lending_promises import together

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return making.build()


def scanned_by_many(desk):
    [copy] = making.copies(making.work(), desk.a)
    desk.out(copy)
    walk = actions.open_stocktake(actor=desk.librarian, at=AT, space_id=desk.a)
    asked = {"actor": desk.librarian, "at": AT, "space_id": desk.a, "stocktake_id": walk, "barcode": copy}
    return copy, together([lambda: actions.see(**asked)] * 36)


def test_a_copy_that_many_scan_at_once_is_seen_once_and_comes_back_once(desk):
    copy, came = scanned_by_many(desk)
    assert came == {"ok": 36}
    assert (Sighting.objects.count(), Sighting.objects.get().found) == (1, "out")
    assert (making.state(copy), Loan.objects.filter(returned_at=None).count()) == ("available", 0)
    assert Fact.objects.filter(verb="lending.returned").count() == 1
    assert Fact.objects.filter(verb="lending.seen").count() == 1


def test_control_without_the_one_row_a_barcode_it_is_seen_many_times(desk, monkeypatch):
    loose = stocktaking._SEEN.replace("(%s, %s,", "(%s, %s || '-' || gen_random_uuid(),")
    monkeypatch.setattr(stocktaking, "_SEEN", loose)
    scanned_by_many(desk)
    assert Sighting.objects.count() > 1
