import pytest

from rianru.core.actors import Role
from rianru.core.models import Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.places import actions, queries
from rianru.places.models import City, CityArea, Network
from tests.factories import AT, HOUSE, areas, city, network, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_a_city_holds_its_areas_each_once_and_is_recorded():
    id = city(code="phayao", areas_in=["56", "5701", "56"])
    assert sorted(CityArea.objects.filter(city_id=id).values_list("area_id", flat=True)) == ["56", "5701"]
    fact = Fact.objects.get(verb="places.city_added")
    assert (fact.object_kind, fact.object_id, fact.area, fact.occurred_at) == ("city", id, "56", AT)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"areas": ["56", "999999"]}, actions.AreaUnknown),
        ({"areas": []}, actions.AreasMissing),
        ({"dye": "beige"}, actions.LookUnknown),
        ({"weave": "stripe"}, actions.LookUnknown),
        ({"code": "taken"}, actions.CodeTaken),
    ],
)
def test_add_city_refuses_what_cannot_be_and_leaves_no_trace(given, refusal, traces):
    city(code="taken", areas_in=["57"])
    before = (City.objects.count(), CityArea.objects.count(), traces())
    wanted = {"code": "new", "name_th": "เมือง", "name_en": "City", "areas": ["56"]} | given
    with pytest.raises(refusal):
        actions.add_city(actor=HOUSE, at=AT, **wanted)
    assert (City.objects.count(), CityArea.objects.count(), traces()) == before


def test_only_an_administrator_adds_a_city(traces):
    areas()
    before = traces()
    for actor in (staff(role=Role.LIBRARIAN), staff(role=Role.ADMINISTRATOR, scope_kind="network", scope_id=network())):
        before = traces()
        with pytest.raises(NotAllowed):
            actions.add_city(actor=actor, at=AT, code="new", name_th="เมือง", name_en="City", areas=["56"])
    assert (City.objects.count(), traces()) == (0, before)


def test_a_network_answers_under_its_host_in_any_case():
    id = actions.add_network(actor=HOUSE, at=AT, code="lanna", name_th="ล้านนา", name_en="Lanna", host="Lanna.example")
    found = queries.network_of_host("LANNA.example")
    assert found is not None
    assert (found.id, queries.network_of_host("other.example")) == (id, None)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"code": "one"}, actions.CodeTaken),
        ({"host": "one.example"}, actions.HostTaken),
    ],
)
def test_add_network_says_which_of_code_and_host_is_taken(given, refusal, traces):
    actions.add_network(actor=HOUSE, at=AT, code="one", name_th="หนึ่ง", name_en="One", host="one.example")
    before = traces()
    with pytest.raises(refusal):
        actions.add_network(
            actor=HOUSE, at=AT, **({"code": "two", "host": "two.example"} | given), name_th="สอง", name_en="Two"
        )
    assert (Network.objects.count(), traces()) == (1, before)


@pytest.mark.parametrize(("given", "refusal"), [
    ({"name_th": " "}, actions.NetworkNameMissing), ({"name_th": "ก" * 201}, actions.NetworkNameMissing),
    ({"code": "มี ช่องว่าง"}, actions.CodeWrong), ({"code": "A"}, actions.CodeWrong),
])
def test_a_network_that_nobody_could_find_is_refused(given, refusal, traces):
    before = traces()
    with pytest.raises(refusal):
        actions.add_network(actor=HOUSE, at=AT, **({"code": "two", "name_th": "สอง", "name_en": ""} | given))
    assert (Network.objects.count(), traces()) == (0, before)


def test_a_network_is_called_otherwise_and_keeps_its_address():
    id = actions.add_network(actor=HOUSE, at=AT, code="lanna", name_th="ล้านนา", name_en="", organisation_th="ชมรมล้านนา")
    actions.name_network(actor=HOUSE, at=AT, network_id=id, name_th=" ล้านนา  ตะวันออก", name_en="East Lanna")
    found = Network.objects.select_related("organisation").get()
    assert (found.code, found.name_th, found.name_en) == ("lanna", "ล้านนา ตะวันออก", "East Lanna")
    assert found.organisation is not None
    assert found.organisation.name_th == "ชมรมล้านนา"
    with pytest.raises(NotFound):
        actions.name_network(actor=HOUSE, at=AT, network_id=new_id(), name_th="ใหม่", name_en="")
