"""Who may answer, for whom, on which version, and what is refused."""

from datetime import timedelta

import pytest

from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import Fact
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.questions import Consent, NotFinished, Single
from rianru.kernel.refusals import NotAllowed, NotFound, SignInFirst
from rianru.kernel.words import T
from rianru.people import actions as people_actions
from rianru.people import queries as people
from rianru.people.actions import Particulars
from rianru.surveys import actions
from rianru.surveys.actions import answer_refusals as refusals
from rianru.surveys.models import Draft, Paper, Quota, Response
from tests.factories import AT, HOUSE, member, person, space
from tests.people import making
from tests.surveys.answered import EVERYTHING, form, survey, version

pytestmark = pytest.mark.django_db
DYE = Single(name="dye", label=T("สี", "Dye"), choices="colours", required=True)


def someone(**more):
    joined = member(**more)
    return joined.person_id, person(key=people.key_of(joined.person_id))


def hand_in(of, actor=ANONYMOUS, *, at=AT, **more):
    return actions.hand_in(actor=actor, at=at, survey_id=of.id, **({"answers": {"dye": "lac"}} | more))


def test_before_it_opens_after_it_closed_and_on_a_version_that_is_gone_nothing_is_taken():
    of = survey(form(DYE), closes_at=AT + timedelta(hours=1))
    with pytest.raises(refusals.SurveyNotOpen):
        hand_in(of, at=AT - timedelta(hours=2))
    with pytest.raises(refusals.SurveyClosed):
        hand_in(of, at=AT + timedelta(hours=1))
    for gone in (new_id(), survey(form(DYE)).versions.get().id):
        with pytest.raises(refusals.VersionGone):
            hand_in(of, version_id=gone)
    with pytest.raises(NotFinished):
        hand_in(of, answers={"dye": "no such dye"})
    with pytest.raises(NotFound):
        actions.hand_in(actor=ANONYMOUS, at=AT, survey_id=new_id(), answers={})
    assert (Response.objects.count(), Fact.objects.filter(verb="surveys.answered").count()) == (0, 0)


def test_a_draft_is_handed_in_on_the_version_on_which_it_was_begun():
    of = survey(form(DYE))
    key = actions.begin_answer(actor=ANONYMOUS, at=AT, survey_id=of.id).key
    version(of, form(DYE, Single(name="more", label=T("อีก", "More"), choices="yes_no", required=True)))
    actions.keep_draft(actor=ANONYMOUS, at=AT, key=key, answers={"dye": "lac", "more": "yes", "unknown": 1})
    assert Draft.objects.get().answers == {"dye": "lac"}
    actions.hand_in_draft(actor=ANONYMOUS, at=AT, key=key)
    assert Response.objects.get().version.number == 1
    with pytest.raises(refusals.DraftGone):
        actions.hand_in_draft(actor=ANONYMOUS, at=AT, key=key)


def test_a_draft_takes_gaps_and_slips_but_not_a_library():
    key = actions.begin_answer(actor=ANONYMOUS, at=AT, survey_id=survey(form(*EVERYTHING)).id).key
    actions.keep_draft(actor=ANONYMOUS, at=AT, key=key, answers={"age": "สี่สิบ", "dye": None})
    with pytest.raises(refusals.AnswersTooLarge):
        actions.keep_draft(actor=ANONYMOUS, at=AT, key=key, answers={"why": "ก" * 100_000})
    assert Draft.objects.get().answers == {"age": "สี่สิบ"}


def test_who_signed_in_goes_on_with_their_draft_under_a_new_key():
    of, (_, mani) = survey(form(DYE), asking="identified"), someone()
    first = actions.begin_answer(actor=mani, at=AT, survey_id=of.id)
    actions.keep_draft(actor=mani, at=AT, key=first.key, answers={"dye": "lac"})
    second = actions.begin_answer(actor=mani, at=AT, survey_id=of.id)
    assert (second.draft_id, second.key == first.key) == (first.draft_id, False)
    with pytest.raises(refusals.DraftGone):
        actions.keep_draft(actor=mani, at=AT, key=first.key, answers={})
    actions.hand_in_draft(actor=mani, at=AT, key=second.key)
    assert people.person_name(Response.objects.get().person_id) == "มานี ใจดี"


def test_nobody_answers_by_name_for_a_stranger_or_without_one():
    of, (stranger, _), (_, mani) = survey(form(DYE), asking="identified"), someone(), someone()
    with pytest.raises(SignInFirst):
        hand_in(of)
    for who in (mani, ANONYMOUS):
        with pytest.raises(NotAllowed):
            hand_in(of, who, person_id=stranger)
        with pytest.raises(NotAllowed):
            actions.begin_answer(actor=who, at=AT, survey_id=of.id, person_id=stranger)
    assert Response.objects.count() == 0


@pytest.fixture
def family(db):
    """A guardian with an account, and her child; the child's own key too."""
    here = space()
    mother = member()
    house = {"actor": HOUSE, "at": AT, "space_id": here}
    own = people_actions.become_member(**house, person_id=mother.person_id, birth_year=1988)
    child = people_actions.register_child(
        **house, guardian_id=own.membership_id, who=Particulars("หนูนา", "ใจดี", day_of(AT).year - 12))
    kid = people.member(child.membership_id)
    assert kid
    return person(key=people.key_of(mother.person_id)), kid.person_id, person(key=kid.key)


@pytest.mark.trust
def test_a_minor_is_asked_by_name_only_with_a_guardian(family):
    mother, child_id, child = family
    of = survey(form(DYE), asking="identified")
    with pytest.raises(refusals.MinorNeedsGuardian):
        hand_in(of, child)
    with pytest.raises(refusals.MinorNeedsGuardian):
        actions.begin_answer(actor=child, at=AT, survey_id=of.id)
    key = actions.begin_answer(actor=mother, at=AT, survey_id=of.id, person_id=child_id).key
    actions.keep_draft(actor=mother, at=AT, key=key, answers={"dye": "lac"})
    actions.hand_in_draft(actor=mother, at=AT, key=key)
    response = Response.objects.get()
    assert (response.person_id, response.agreed_by) == (child_id, mother.key)
    hand_in(survey(form(DYE)), child)  # without a name anybody may


@pytest.mark.trust
def test_staff_enter_for_a_minor_once_they_saw_a_guardian_agree(family):
    _, child_id, _ = family
    of = survey(form(DYE), asking="identified")
    desk = making.acting(making.staff(AT, Role.LIBRARIAN), AT)
    asked = {"actor": desk, "at": AT, "survey_id": of.id, "person_id": child_id, "entering": True}
    with pytest.raises(refusals.MinorNeedsGuardian):
        actions.begin_answer(**asked)
    key = actions.begin_answer(**asked, guardian_agreed=True).key
    assert (Draft.objects.get().person_id, Draft.objects.get().agreed_by) == (child_id, desk.key)
    assert key


def test_staff_enter_only_where_the_survey_is_at_home_and_hand_in_as_staff():
    here = making.space("here", within=making.network("north"))
    of = survey(form(DYE), home=("space", here.id))
    keeper = making.acting(making.staff(AT, Role.CARETAKER, "space", here.id), AT)
    away = making.acting(making.staff(AT, Role.CARETAKER, "space", making.space("there", within=making.network("south")).id), AT)
    for who in (away, ANONYMOUS):
        with pytest.raises(NotAllowed):
            actions.begin_answer(actor=who, at=AT, survey_id=of.id, entering=True)
    key = actions.begin_answer(actor=keeper, at=AT, survey_id=of.id, entering=True, space_id=here.id).key
    actions.keep_draft(actor=keeper, at=AT, key=key, answers={"dye": "lac"})
    with pytest.raises(NotAllowed):
        actions.hand_in_draft(actor=away, at=AT, key=key)
    actions.hand_in_draft(actor=keeper, at=AT, key=key)
    response = Response.objects.get()
    assert (response.way, response.entered_by, response.person_id, response.space_id) == ("staff", keeper.key, None, here.id)


def printed(of):
    batch = actions.print_papers(actor=HOUSE, at=AT, survey_id=of.id, copies=1, language="th")
    return Paper.objects.get(batch=batch).id


def test_a_sheet_with_gaps_is_taken_as_it_is_but_not_without_its_agreement():
    of = survey(form(DYE, Consent(name="ok", label=T("ยินยอม", "Agree"), required=True)))
    sheet = printed(of)
    with pytest.raises(NotFinished):
        actions.type_in(actor=HOUSE, at=AT, paper_id=sheet, answers={"ok": True})
    with pytest.raises(NotFinished):
        actions.type_in(actor=HOUSE, at=AT, paper_id=sheet, answers={"dye": "lac"}, gaps=True)
    with pytest.raises(NotFinished):
        actions.type_in(actor=HOUSE, at=AT, paper_id=sheet, answers={"ok": True, "dye": "purple"}, gaps=True)
    actions.type_in(actor=HOUSE, at=AT, paper_id=sheet, answers={"ok": True}, gaps=True)
    assert Response.objects.get().answers == {"ok": True}
    with pytest.raises(refusals.SheetTypedIn):
        actions.type_in(actor=HOUSE, at=AT, paper_id=sheet, answers={"ok": True}, gaps=True)


def test_once_a_person_also_of_each_thing_it_is_about_and_of_guests():
    of, (_, mani) = survey(form(DYE), once=True), someone()
    one, other = (actions.About("activity", new_id()) for _ in range(2))
    for about in (one, other):
        hand_in(of, mani, about=about)
        with pytest.raises(refusals.AlreadyAnswered):
            hand_in(of, mani, about=about)
        with pytest.raises(refusals.AlreadyAnswered):
            actions.begin_answer(actor=mani, at=AT, survey_id=of.id, about=about)
    hand_in(of, once_by="participation:1", about=one)
    with pytest.raises(refusals.AlreadyAnswered):
        hand_in(of, once_by="participation:1", about=one)
    assert Response.objects.count() == 3


def test_who_meets_a_full_quota_is_told_before_they_answer_in_vain(client):
    from django.utils import timezone

    now = timezone.now()
    of = survey(form(DYE, Single(name="near", label=T("ใกล้", "Near"), choices="yes_no", required=True)), at=now)
    Quota.objects.create(survey=of, most=1, name_th="คนชอบครั่ง", rule="${dye} = 'lac'")
    hand_in(of, at=now, answers={"dye": "lac", "near": "yes"})
    address = client.post(f"/s/{of.code}/").headers["Location"]
    page = client.post(address, {"asked": ["dye", "near"], "page": "one", "do": "next", "a:dye": "lac"})
    assert (page.status_code, "คนชอบครั่ง" in page.content.decode()) == (409, True)
    Quota.objects.create(survey=of, most=1, name_th="ทุกคน")
    hand_in(of, at=now, answers={"dye": "leaf", "near": "yes"})
    with pytest.raises(refusals.QuotaFull):
        actions.begin_answer(actor=ANONYMOUS, at=now, survey_id=of.id)


def test_a_draft_of_a_survey_that_has_closed_says_so(client):
    from django.utils import timezone

    of = survey(form(DYE), at=timezone.now())
    address = client.post(f"/s/{of.code}/").headers["Location"]
    actions.close_survey(actor=HOUSE, at=timezone.now(), survey_id=of.id)
    for page in (client.get(address), client.post(address, {"asked": ["dye"], "page": "one", "do": "next", "a:dye": "lac"})):
        assert (page.status_code, "ปิดรับคำตอบแล้ว" in page.content.decode()) == (410, True)


def test_drafts_that_nobody_touched_for_sixty_days_go():
    of = survey(form(DYE))
    for days in (0, 59, 61):
        actions.begin_answer(actor=ANONYMOUS, at=AT, survey_id=of.id)
        Draft.objects.filter(id=Draft.objects.latest("id").id).update(
            touched_at=AT - timedelta(days=days))
    assert (actions.tend_drafts(actor=HOUSE, at=AT), actions.tend_drafts(actor=HOUSE, at=AT), Draft.objects.count()) == (1, 0, 2)
