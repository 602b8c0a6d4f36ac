"""What can be earned, and what learners show of what they were given: to programs that have no account."""

import pytest

from rianru.credentials import actions
from rianru.kernel.ids import short
from tests.api.test_reads import HOST
from tests.credentials import making
from tests.credentials.making import AT, LEVELS, STORY, UNITS

pytestmark = pytest.mark.django_db
NOWHERE = "01a20293-0000-7000-8000-000000000000"


@pytest.fixture
def house(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return making.build()


def test_an_achievement_says_what_its_page_does(get, house):
    id = house.define(levels=LEVELS, units=UNITS)
    found = get(f"achievements/{id}").json()
    assert (found["name"], found["hours"], found["credits"], found["months"]) == (
        {"th": STORY.name_th, "en": STORY.name_en}, 6.0, 0.5, 24)
    assert found["criteria"] == {"th": STORY.criteria_th, "en": STORY.criteria_th}
    assert [one["name"]["en"] for one in found["levels"]] == ["Beginner", "Skilled"]
    assert [one["code"] for one in found["units"]] == ["ST-101", ""]
    assert (found["url"], found["api_url"]) == (
        f"{HOST}/credentials/achievements/{id}/", f"{HOST}/api/v1/achievements/{id}")
    for name in ("picture_url", "document_url"):
        assert get(found[name].removeprefix(HOST)).status_code == 200
    assert get(found["issuer"]["document_url"].removeprefix(HOST)).status_code == 200
    assert get("achievements").json()["results"] == [found]


def test_achievements_are_walked_newest_first_without_those_that_ended_and_by_the_space_that_gives_them(get, house):
    every = [house.define() for _ in range(3)]
    own = house.define(issuer_kind="space", issuer_id=house.here)
    actions.end_definition(actor=house.librarian, at=AT, definition_id=every[1])
    assert _walk(get) == [str(one) for one in (own, every[2], every[0])]
    assert _walk(get, space="here") == [str(own)]
    assert get(f"achievements/{every[1]}").json()["ended"] is True
    assert [get(path).status_code for path in (
        "achievements?space=nowhere", f"achievements/{NOWHERE}", "achievements/x")] == [404] * 3


def test_a_credential_is_told_of_as_far_as_its_learner_shows_it(get, house):
    id = house.issue(house.define(levels=LEVELS), level=2)
    address = f"credentials/{short(id)}"
    assert get(address).status_code == 404  # shown to nobody
    learner = _learner(house.mani)
    actions.show_credential(actor=learner, at=AT, credential_id=id, sight="link", shows_name=False, shows_evidence=False)
    found = get(address).json()
    assert (found["standing"], found["holder"], found["level"]["number"], found["number"][:5]) == (
        "standing", None, 2, "2569/")
    assert get(found["document_url"].removeprefix(HOST)).status_code == 200
    actions.show_credential(actor=learner, at=AT, credential_id=id, sight="link", shows_name=True, shows_evidence=False)
    assert get(address).json()["holder"] == "มานี ใจดี"
    actions.revoke_credential(actor=house.librarian, at=AT, credential_id=id, reason="ออกผิดคน")
    told = get(address)
    assert (told.json()["standing"], "ออกผิดคน" in told.content.decode()) == ("revoked", False)
    actions.show_credential(actor=learner, at=AT, credential_id=id, sight="private", shows_name=False, shows_evidence=False)
    assert [get(path).status_code for path in (address, f"credentials/{short(house.mani)}", "credentials/x")] == [404] * 3


def test_a_list_asks_as_often_for_three_as_for_one(get, house, django_assert_num_queries):
    house.define(levels=LEVELS, units=UNITS)
    get("achievements")
    with django_assert_num_queries(4):
        get("achievements", limit=1)
    for _ in range(3):
        house.define(levels=LEVELS, units=UNITS)
    with django_assert_num_queries(4):
        assert len(get("achievements").json()["results"]) == 4


def _walk(get, **given):
    found, cursor = [], ""
    while True:
        page = get("achievements", limit=1, **given, **({"cursor": cursor} if cursor else {})).json()
        found += [one["id"] for one in page["results"]]
        if not (cursor := page["next_cursor"]):
            return found


def _learner(person):
    from rianru.core.actors import Actor
    from rianru.people.queries import known

    return Actor("person", key=known([person])[person].key)
