"""The demo's evidence over a small house: a network, two rounds, one that waits, a phase; twice is once."""

import pytest

from rianru.evidence import queries, sample
from rianru.evidence.models import Assessment, Phase
from rianru.kernel.dates import day_of
from rianru.places import queries as places
from rianru.places.models import Network, Space
from tests.factories import AT
from tests.people import making

pytestmark = pytest.mark.django_db


def test_built_twice_it_is_there_once(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"
    home = making.network("demo")
    for number in range(7):
        making.space(f"house-{number}", within=home, lying_in="1001")
    making.area("56")
    Space.objects.update(kind="book_house")
    for _ in range(2):
        sample.build(at=AT, network_id=home.id)
    network = Network.objects.get(code="reading-houses")
    assert [row.status for row in places.members(network.id, on=day_of(AT))] == ["active", "pilot", "paused"]
    assert [row.space.code for row in places.asking(network.id)] == ["house-3"]
    assert sorted(Assessment.objects.values_list("state", flat=True)) == ["handed_in", "met", "not_met"]
    met = queries.round_view(Assessment.objects.get(state="met").id)
    assert (met.result.percent, met.assessment.credential_id is not None) == (77, True)
    assert Phase.objects.get().published_at == AT
