"""TRUST row *erasure*, of surveys: of one who is erased no draft, file, written word, day or place is left, and totals are unchanged.
The control finds them where surveys are not asked.
"""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from rianru.kernel.dates import day_of
from rianru.people import actions as people
from rianru.people import queries
from rianru.people.actions import Particulars, erasing
from rianru.surveys import actions
from rianru.surveys.models import Attachment, Draft, Response
from rianru.surveys.queries.results import results_of
from tests.factories import AT, HOUSE, person, space
from tests.surveys.answered import EVERYTHING, form, survey
from tests.trust.test_erasure import remains

pytestmark = [pytest.mark.django_db, pytest.mark.trust]
WHERE = "560102"  # every list of areas has it
SAID = {"why": "ฉันคือบุญหลงเหลือ", "day": "2026-11-03", "point": "19.1234", "name": "หลักฐานของบุญหลง"}


@pytest.fixture
def someone(db, settings, tmp_path):
    """A member without an account who answered by name, with a file, and has begun another survey."""
    settings.MEDIA_ROOT = tmp_path
    here = space()
    new = people.register_member(
        actor=HOUSE, at=AT, space_id=here, category="adult", who=Particulars("บุญหลงเหลือ", "ไม่ลืม", day_of(AT).year - 40))
    found = queries.member(new.membership_id)
    assert found
    done, begun = (survey(form(*EVERYTHING), asking="identified") for _ in range(2))
    own = person(key=found.key)
    for of in (done, begun):
        key = actions.begin_answer(actor=own, at=AT, survey_id=of.id).key
        actions.keep_draft(actor=own, at=AT, key=key, answers={
            "dye": "lac", "dyes": ["lac"], "age": 40, "why": SAID["why"], "came": SAID["day"], "agreed": True,
            "home": {"area": WHERE, "latitude": float(SAID["point"]), "longitude": 99.9}})
        actions.attach_file(actor=own, at=AT, key=key, column="paper", name=f"{SAID['name']}.pdf", data=b"%PDF-1.4 x")
        if of is done:
            actions.hand_in_draft(actor=own, at=AT, key=key)
    return {"membership_id": new.membership_id, "space_id": here}, done, str(found.person_id)


def erase(who):
    people.erase_member(actor=HOUSE, at=AT + timedelta(hours=1), **who)


def test_nothing_that_leads_to_an_erased_person_is_left_and_totals_are_as_before(someone, django_capture_on_commit_callbacks):
    who, of, person_id = someone
    before = results_of(of, whole=True)
    paths = list(Attachment.objects.values_list("path", flat=True))
    assert len(remains(SAID)) == len(SAID)
    with django_capture_on_commit_callbacks(execute=True):
        erase(who)
    assert remains(SAID | {"id": person_id}) == []
    assert [path for path in paths if default_storage.exists(path)] == []
    assert (Draft.objects.count(), Attachment.objects.count(), Response.objects.get().person_id) == (0, 0, None)
    assert Response.objects.get().answers == {
        "dye": "lac", "dyes": ["lac"], "age": 40, "why": "", "came": "2026-11-01", "agreed": True, "home": {"area": "56"}, "paper": []}
    assert results_of(of, whole=True) == before


def test_totals_that_were_added_up_before_stay_too(someone):
    who, of, _ = someone
    while actions.add_up(actor=HOUSE, at=AT):
        pass
    before = results_of(of, whole=True)
    erase(who)
    assert results_of(of, whole=True) == before


def test_control_where_surveys_are_not_asked_it_all_stays(someone, monkeypatch):
    who, _, _ = someone
    monkeypatch.setattr(erasing, "_joined", [])
    erase(who)
    assert sorted(remains(SAID)) == sorted(SAID)
