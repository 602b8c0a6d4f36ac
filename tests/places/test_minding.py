"""What keeps a page true: photos that say what they show, and corrections that keepers decide."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rianru.core.actors import ANONYMOUS, Role
from rianru.core.models import Fact, Notice
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotAllowed
from rianru.places import actions, queries
from rianru.places.actions import corrections
from rianru.places.actions.placing import PositionElsewhere, PositionOutside, PositionSwapped
from rianru.places.models import Correction, Space, SpacePhoto
from tests.factories import AT, HOUSE, space, staff
from tests.factories.pictures import picture, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
ADDRESS = "somebody@example.org"


@pytest.fixture
def kept():
    """A space and its keeper."""
    id = space(code="kept")
    return id, staff(role=Role.CARETAKER, scope_kind="space", scope_id=id)


def told(space_id, said="054 123 456", field="phone", **more):
    return actions.suggest_correction(actor=ANONYMOUS, at=AT, space_id=space_id, field=field, said=said, **more)


def test_a_photo_is_drawn_anew_described_put_first_and_removed_with_its_files(kept, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    id, keeper = kept
    own = {"actor": keeper, "at": AT}
    first, second = (
        actions.add_photo(**own, space_id=id, data=picture(width=width), alt_th=words)
        for width, words in ((600, "หน้าอาคาร"), (300, "มุมเด็ก"))
    )
    again = actions.add_photo(**own, space_id=id, data=picture(width=600), alt_th="ประตูหน้า", alt_en="The front door")
    actions.describe_photo(**own, photo_id=second, alt_th="มุมเด็ก", first=True)
    assert [(one.id, one.place, one.alt_en) for one in queries.photos_of(id)] == [(second, 0, ""), (first, 1, "The front door")]
    assert again == first
    shown = queries.photos_of(id)[1]
    file = queries.photo_file(digest=shown.digest, width=shown.widths[0])
    assert file
    assert (file[:4], file[8:12]) == (b"RIFF", b"WEBP")
    actions.remove_photo(**own, photo_id=first)
    assert actions.drop_photo_files(actor=HOUSE, at=AT, digest=shown.digest) == len(shown.widths)
    assert queries.photo_file(digest=shown.digest, width=shown.widths[0]) is None
    assert Fact.objects.filter(space_id=id, verb__startswith="places.photo").count() == 5


@pytest.mark.parametrize(("data", "alt", "refusal"), [
    (picture(), "  ", actions.PhotoUnsaid),
    (b"<svg/>", "รูป", pictures.PictureKindWrong),
    (plain(1_000, 200, "red"), "รูป", actions.PhotoTooSlender),
    (plain(60, 60, "red"), "รูป", pictures.PictureTooSmall),
])
def test_a_photo_that_will_not_do_is_refused_by_name_and_leaves_nothing(kept, data, alt, refusal):
    id, keeper = kept
    with pytest.raises(refusal):
        actions.add_photo(actor=keeper, at=AT, space_id=id, data=data, alt_th=alt)
    assert not SpacePhoto.objects.exists()


def test_a_page_takes_a_dozen_photos_and_those_of_another_space_are_not_the_keepers(kept):
    id, keeper = kept
    SpacePhoto.objects.bulk_create(SpacePhoto(
        space_id=id, digest=f"{n:040x}", width=300, height=300, widths=[120], alt_th="รูป", alt_en="", place=n, added_at=AT,
    ) for n in range(12))
    with pytest.raises(actions.TooManyPhotos):
        actions.add_photo(actor=keeper, at=AT, space_id=id, data=picture(), alt_th="รูป")
    with pytest.raises(NotAllowed):
        actions.add_photo(actor=keeper, at=AT, space_id=space(), data=picture(), alt_th="รูป")


def test_what_somebody_says_is_taken_over_and_told_by_a_letter_that_holds_none_of_it(kept):
    id, keeper = kept
    said = told(id, answer_to=ADDRESS, lang="en")
    assert queries.count_corrections(actor=keeper, at=AT) == 1
    changed = actions.decide_correction(
        actor=keeper, at=AT, correction_id=said, accept=True, take_over=True, url="https://house.example/spaces/kept/"
    )
    [letter] = Notice.objects.filter(kind="places.correction_decided")
    assert (changed, Space.objects.get(id=id).phone) == (("phone",), "054 123 456")
    assert (letter.address, letter.lang) == (ADDRESS, "en")
    assert "https://house.example/spaces/kept/" in letter.body
    assert "054 123 456" not in letter.subject + letter.body
    assert Correction.objects.get(id=said).answer_to == ""
    assert queries.count_corrections(actor=keeper, at=AT) == 0
    with pytest.raises(actions.CorrectionDecided):
        actions.decide_correction(actor=keeper, at=AT, correction_id=said, accept=False, reason="ซ้ำ")


def test_hours_typed_as_a_week_are_taken_over_at_one_tap_and_words_about_them_are_not(kept):
    id, keeper = kept
    actions.set_weekly_hours(actor=keeper, at=AT, space_id=id, hours=[(1, 540, 1020), (6, 540, 1020)])
    week = [(1, 540, 720), (1, 780, 1020), (6, 540, 900)]
    said = told(id, "", "hours", week=week)
    found = Correction.objects.get(id=said)
    assert (found.week, found.was) == ("Mo 09:00-12:00,13:00-17:00; Sa 09:00-15:00", "Mo 09:00-17:00; Sa 09:00-17:00")
    assert told(id, "", "hours", week=week) == said  # the same said again
    assert actions.decide_correction(
        actor=keeper, at=AT, correction_id=said, accept=True, take_over=True) == ("hours",)
    assert queries.week_of(id) == week
    words = told(id, "เสาร์ปิด", "hours")
    assert not queries.can_be_taken_over(Correction.objects.get(id=words))
    assert actions.decide_correction(actor=keeper, at=AT, correction_id=words, accept=True, take_over=True) == ()
    assert queries.week_of(id) == week


@pytest.mark.parametrize(("week", "refusal"), [
    ([], actions.CorrectionUnsaid), ([(1, 540, 720), (1, 700, 800)], actions.HoursOverlap),
    ([(1, 720, 540)], actions.HoursWrong), ([(8, 540, 720)], actions.HoursWrong),
])
def test_a_week_that_cannot_be_is_refused_by_name_and_leaves_nothing(kept, week, refusal):
    with pytest.raises(refusal):
        told(kept[0], "", "hours", week=week)
    assert Correction.objects.count() == 0


THERE = (Decimal("19.16123"), Decimal("99.91234"))


def test_a_position_that_was_marked_is_taken_over_at_one_tap_and_words_about_it_are_not(kept):
    id, keeper = kept
    Space.objects.filter(id=id).update(lat=Decimal("19.19200"), lon=Decimal("99.87870"), approximate=True)
    said = told(id, "", "position", point=(Decimal("19.161234"), THERE[1]))
    found = Correction.objects.get(id=said)
    assert (found.lat, found.lon, found.was) == (*THERE, "19.19200, 99.87870")
    assert told(id, "", "position", point=THERE) == said  # the same said again
    assert told(id, "", "position", point=(THERE[0], Decimal("99.91235"))) != said
    decided = {"actor": keeper, "at": AT, "accept": True, "take_over": True}
    assert actions.decide_correction(**decided, correction_id=said) == ("lat", "lon", "approximate")
    space = Space.objects.get(id=id)
    assert (space.lat, space.lon, space.approximate) == (*THERE, False)
    words = told(id, "อยู่หลังวัด", "position")
    assert not queries.can_be_taken_over(Correction.objects.get(id=words))
    assert actions.decide_correction(**decided, correction_id=words) == ()
    assert Space.objects.get(id=id).lat == THERE[0]


@pytest.mark.parametrize(("point", "refusal"), [
    (None, actions.CorrectionUnsaid), ((THERE[1], THERE[0]), PositionSwapped),
    ((Decimal("8.0"), Decimal("97.1")), PositionOutside), ((Decimal("48.85"), Decimal("2.35")), PositionOutside),
    ((Decimal("13.75"), Decimal("100.5")), PositionElsewhere),
])
def test_a_position_that_cannot_be_is_refused_by_name_and_leaves_nothing(kept, point, refusal):
    with pytest.raises(refusal):
        told(kept[0], "", "position", point=point)
    assert Correction.objects.count() == 0


def test_a_pin_counts_only_where_it_is_about_the_position(kept):
    assert Correction.objects.get(id=told(kept[0], point=THERE)).lat is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(lat=THERE[0], lon=THERE[1])


def test_a_no_needs_a_reason_and_a_number_that_cannot_be_dialled_is_not_taken_over(kept):
    id, keeper = kept
    said = told(id, said="โทรมาเลย")
    for how, refusal in (
        ({"accept": False, "reason": "  "}, actions.CorrectionReasonNeeded),
        ({"accept": True, "take_over": True}, actions.PhoneWrong),
    ):
        with pytest.raises(refusal):
            actions.decide_correction(actor=keeper, at=AT, correction_id=said, **how)
    assert (Correction.objects.get(id=said).state, Space.objects.get(id=id).phone) == ("waiting", "")
    actions.decide_correction(actor=keeper, at=AT, correction_id=said, accept=False, reason="ถามที่นั่นแล้ว")
    assert not Notice.objects.exists()


def test_only_keepers_of_the_space_see_and_decide(kept):
    id, _ = kept
    said = told(id)
    other = staff(role=Role.CARETAKER, scope_kind="space", scope_id=space())
    wide = staff(role=Role.LIBRARIAN)
    assert (queries.correction(actor=other, at=AT, id=said), queries.corrections_for(actor=other, at=AT)) == (None, [])
    assert queries.corrections_for(actor=ANONYMOUS, at=AT) == []
    assert [one.id for one in queries.corrections_for(actor=wide, at=AT)] == [said]
    for actor in (other, ANONYMOUS):
        with pytest.raises(NotAllowed):
            actions.decide_correction(actor=actor, at=AT, correction_id=said, accept=True)


@pytest.mark.parametrize(("said", "more", "refusal"), [
    (" \n ", {}, actions.CorrectionUnsaid),
    ("ซื้อเลย http://a.example http://b.example", {}, actions.CorrectionLooksLikeSpam),
    ("เปิดสาย", {"answer_to": "no address"}, actions.AddressUnreadable),
])
def test_what_says_nothing_looks_like_spam_or_cannot_be_answered_is_refused(kept, said, more, refusal):
    with pytest.raises(refusal):
        told(kept[0], said=said, **more)
    assert not Correction.objects.exists()


def test_a_day_takes_so_many_about_one_space_and_the_same_said_again_is_one(kept, monkeypatch):
    monkeypatch.setattr(corrections, "AT_ONE", 3)
    id = kept[0]
    assert told(id) == told(id)
    told(id, said="054 1"), told(id, said="054 2")
    with pytest.raises(actions.CorrectedEnough):
        told(id, said="054 3")
    later = actions.suggest_correction(
        actor=ANONYMOUS, at=AT + timedelta(hours=25), space_id=id, field="phone", said="054 3"
    )
    assert Correction.objects.count() == 4
    assert Correction.objects.get(id=later).asked_by is None


def test_addresses_are_forgotten_after_ninety_days_or_when_their_owner_goes(kept):
    told(kept[0], answer_to=ADDRESS)
    assert actions.forget_answers(actor=HOUSE, at=AT + timedelta(days=89)) == 0
    assert actions.forget_who_asked(actor=HOUSE, at=AT, email="else@example.org") == 0
    assert actions.forget_who_asked(actor=HOUSE, at=AT, email=ADDRESS.upper()) == 1
    told(kept[0], said="2", answer_to=ADDRESS)
    assert actions.forget_answers(actor=HOUSE, at=AT + timedelta(days=91)) == 1
    assert not Correction.objects.exclude(answer_to="").exists()
