"""Pages of passports and challenges: the code that is typed, one's own reading, a board from plan to reward, by forms alone."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.paper_codes import shown
from rianru.learning import actions, queries
from rianru.learning.models import Challenge, Entry, Reward, RewardClaim, Stamp
from rianru.people import actions as people
from rianru.people import queries as members
from rianru.people.actions import Particulars
from tests.people import making
from tests.web.learning.seats_conftest import key, page
from tests.web.members.conftest import _own_folders, desk, net, signed_in

__all__ = ["_own_folders", "desk", "net", "signed_in"]


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def family(net):
    """A mother in her browser, her person, and that of her child."""
    browser, own = net.member("แม่แสง")
    mother = members.member(own.membership_id)
    child = people.register_child(
        actor=making.MACHINE, at=timezone.now(), space_id=net.here.id, guardian_id=own.membership_id,
        who=Particulars("หนูนา", birth_year=timezone.now().year - 7))
    return browser, mother, child


def actor_of(member):
    return Actor("person", member.key)


def house(net):
    return {"actor": making.MACHINE, "at": timezone.now(), "space_id": net.here.id}


def opened(net, **said):
    """A challenge of one stamp, with two bags."""
    today = day_of(timezone.now())
    words = actions.ChallengeSaid("ท่องที่เรียนรู้", today, today + timedelta(days=9), **said)
    id = actions.keep_challenge(**house(net), said=words, goals=[actions.GoalSaid("stamps", 1)],
                                rewards=[actions.RewardSaid("ถุงผ้า", net.here.id, stock=2)])
    actions.turn_challenge(**house(net), challenge_id=id, state="open")
    return id


def test_a_family_takes_its_stamps_by_the_digits_on_the_wall(net, family):
    browser, mother, child = family
    known = actions.keep_paper_code(**house(net))
    typed = known.digits(day_of(timezone.now()))
    asked = page(browser.get(f"/attend/?code={typed}"))
    assert "หนูนา" in asked
    assert "checked" in asked.split("หนูนา")[0]
    assert "ใครอยู่ที่นี่" in page(browser.post("/attend/", {"code": shown(typed)}))  # who, is asked first
    both = {"code": shown(typed), "who": [str(mother.person_id), str(child.person_id)]}
    assert browser.post("/attend/", both).url == "/me/passport/"
    assert "ได้ตราของ" in page(browser.get("/me/passport/"))
    assert "มีตราของ" in page(browser.post("/attend/", both, follow=True))
    assert sorted(Stamp.objects.values_list("person", "kind")) == sorted(
        [(mother.person_id, "visit"), (child.person_id, "visit")])
    wrong = typed[:-2] + str((int(typed[-2]) + 1) % 10) + typed[-1]
    assert "เลขผิดหนึ่งตัว" in page(browser.post("/attend/", both | {"code": wrong}), 400)
    assert Client().get(f"/attend/?code={typed}").status_code == 302


def test_reading_is_noted_once_a_form_and_taken_out_again(family):
    browser, _, child = family
    of = f"/me/passport/?of={child.person_id}"
    form = {"do": "read", "key": key(), "on": day_of(timezone.now()).isoformat(), "minutes": "20", "title": "ปลาบู่ทอง"}
    for _ in range(2):
        assert browser.post(of, form).url == of
    assert Stamp.objects.get().minutes == 20
    assert "ปลา" in page(browser.get(of))
    assert "24 ชั่วโมง" in page(browser.post(of, form | {"key": key(), "minutes": "0"}), 422)
    browser.post(of, {"do": "drop", "stamp": str(Stamp.objects.get().id)})
    assert not Stamp.objects.exists()
    browser.post(of, {"do": "choose", "borrowing": "on"})
    assert queries.choices_of(child.person_id) == (True, False)


def test_a_board_is_laid_looked_at_opened_and_won_and_its_reward_given_once(net, desk, family):
    browser, mother, _ = family
    laid = page(desk.get("/desk/challenges/new/"))
    data = dict(re.findall(r'name="(goal_\d+_needs)" value="(\d+)"', laid))
    names = {f"goal_{n}_kind": kind for n, kind in enumerate(
        ("stamps", "stamps", "books", "minutes", "free", "spaces", "stamps", "activities", "minutes"))}
    today = day_of(timezone.now())
    form = {**data, **names, "key": key(), "title_th": "บิงโกหน้าฝน", "form": "bingo", "size": "9", "unit": "person", "needs": "1",
            "reach": "space", "starts_on": today.isoformat(), "ends_on": today.isoformat(), "goal_3_needs": "1", "goal_5_needs": "1",
            "reward_0_title_th": "ถุงผ้า", "reward_0_space": str(net.here.id), "reward_0_stock": "1"}
    looked = page(desk.post("/desk/challenges/new/", form | {"do": "look", "goal_0_title_th": "ดูก่อนเก็บ"}))
    assert "เก็บ" in looked
    assert not Challenge.objects.exists()
    assert "มากกว่า" not in page(desk.post("/desk/challenges/new/", form | {"needs": "9"}), 422)
    kept = desk.post("/desk/challenges/new/", form | {"do": "keep"}).url
    id = Challenge.objects.get().id
    assert Client().get(f"/challenges/{id}/").status_code == 404  # a draft
    desk.post(kept, {"do": "open"})
    assert "บิงโก" in page(Client().get(f"/challenges/{id}/"))
    assert Client().get(f"/challenges/{id}/board.pdf").content[:5] == b"%PDF-"
    browser.post(f"/challenges/{id}/join/", {"key": key(), "who": [str(mother.person_id)]})
    actions.stamp_by_hand(**house(net), cards=[mother.card], on=today)
    actions.log_reading(actor=actor_of(mother), at=timezone.now(), person_id=mother.person_id, on=today, minutes=5)
    actions.recount(actor=making.MACHINE, at=timezone.now(), challenge_id=id)
    assert "สำเร็จแล้ว" in page(browser.get(f"/me/challenges/{id}/"))
    where = f"/desk/rewards/?card={mother.card}"
    given = page(desk.get(where))
    form = {name: re.search(f'name="{name}" value="([^"]+)"', given).group(1) for name in ("key", "reward", "person")}
    for _ in range(2):
        desk.post(where, form)
    assert RewardClaim.objects.count() == 1
    assert "รับแล้ว" in page(desk.get(where))


def test_a_page_of_groups_tells_totals_of_five_or_more_and_no_names(net, desk):
    id = opened(net, unit="team")
    assert "TestSchool" in page(desk.post(f"/desk/challenges/{id}/", {"do": "team", "name": "TestSchool"}, follow=True))
    [code] = queries.team_codes(**house(net), challenge_id=id).values()
    cards = [net.register(f"Pupil{n}x", birth_year=1990).card for n in range(5)]
    desk.post(f"/desk/challenges/{id}/", {"do": "enter", "cards": "\n".join(cards[:4]), "code": code})
    actions.stamp_by_hand(**house(net), cards=cards, on=day_of(timezone.now()))
    actions.recount(actor=making.MACHINE, at=timezone.now(), challenge_id=id)
    few = page(Client().get(f"/challenges/{id}/"))
    assert ("TestSchool" in few, "Pupil0x" in few, "น้อยกว่า 5" in few) == (True, False, True)
    desk.post(f"/desk/challenges/{id}/", {"do": "enter", "cards": cards[4], "code": code})
    actions.recount(actor=making.MACHINE, at=timezone.now(), challenge_id=id)
    many = page(Client().get(f"/challenges/{id}/"))
    assert ("น้อยกว่า 5" in many, "Pupil" in many, Entry.objects.get().reached) == (False, False, 1)


def test_the_desk_prints_its_code_and_enters_paper_passports(net, desk):
    desk.post("/desk/stamps/", {"do": "keep", "turns": "week", "most": "40"})
    known = queries.code_of_space(net.here.id)
    assert (known.turns, known.most_a_day) == ("week", 40)
    assert shown(known.digits(day_of(timezone.now()))) in page(desk.get("/desk/stamps/"))
    assert [desk.get(f"/desk/stamps/code.pdf{more}").content[:5] for more in ("", "?next=1")] == [b"%PDF-"] * 2
    cards = [net.register(f"คนที่ {n}").card for n in range(2)]
    form = {"do": "paper", "key": key(), "cards": "\n".join([*cards, "999"]), "on": day_of(timezone.now()).isoformat(), "kind": "visit"}
    said = page(desk.post("/desk/stamps/", form, follow=True))
    assert ("ลงใหม่ 2 คน" in said, "ไม่รู้จักบัตร 999" in said, Stamp.objects.count()) == (True, True, 2)
    desk.post("/desk/stamps/", form)
    assert Stamp.objects.count() == 2
    before = known.secret
    desk.post("/desk/stamps/", {"do": "anew"})
    assert queries.code_of_space(net.here.id).secret != before


@pytest.mark.parametrize("number", [1, 3])
def test_a_passport_asks_the_same_number_of_times_however_much_is_in_it(family, django_assert_max_num_queries, number):
    browser, mother, _ = family
    for days in range(number):
        actions.log_reading(actor=actor_of(mother), at=timezone.now(), person_id=mother.person_id, minutes=5,
                            on=day_of(timezone.now()) - timedelta(days=days))
    browser.get("/me/passport/")
    with django_assert_max_num_queries(18):
        page(browser.get("/me/passport/"))


def written(answer):
    """What a PDF says, page by page, and the size of its sheet in millimetres."""
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as found:
        width, height = found[0].get_size()
        pages = [found[n].get_textpage().get_text_range() for n in range(len(found))]
    return pages, (round(width / 72 * 25.4), round(height / 72 * 25.4))


def test_a_booklet_has_the_card_and_room_for_24_stamps_and_is_ones_own(net, desk, family):
    browser, mother, child = family
    [outside, inside], sheet = written(browser.get("/me/passport/booklet.pdf"))
    assert (mother.card_shown in outside, "24" in inside, sheet) == (True, True, (297, 210))
    of_child = written(browser.get(f"/me/passport/booklet.pdf?of={child.person_id}&size=a5"))
    assert (members.member(child.membership_id).card_shown in of_child[0][0], of_child[1]) == (True, (210, 148))
    stranger, _ = net.member("คนอื่น")
    assert stranger.get(f"/me/passport/booklet.pdf?of={child.person_id}").status_code == 404
    visitor, _ = net.visitor()
    assert len(written(visitor.get("/me/passport/booklet.pdf"))[0]) == 2  # without a card there is room for its number
    assert mother.card_shown in written(desk.get(f"/desk/stamps/booklet.pdf?card={mother.card}"))[0][0]
    assert mother.card_shown not in written(desk.get("/desk/stamps/booklet.pdf"))[0][0]
    for wrong in ("999", "%00"):
        assert desk.get(f"/desk/stamps/booklet.pdf?card={wrong}").status_code in (200, 404)
    assert desk.get("/desk/stamps/booklet.pdf?card=999").status_code == 404


def test_more_time_and_more_rewards_are_given_on_the_page_and_less_is_refused_there(net, desk):
    id = opened(net)
    own, reward = Challenge.objects.get(id=id), Reward.objects.get(challenge=id)
    last = (own.ends_on + timedelta(days=5)).isoformat()
    said = page(desk.post(f"/desk/challenges/{id}/", {"do": "extend", "ends_on": last, f"stock:{reward.id}": "1,000"}, follow=True))
    assert ("เห็นวันและจำนวนใหม่" in said, Challenge.objects.get(id=id).ends_on.isoformat()) == (True, last)
    assert Reward.objects.get(id=reward.id).stock == 1_000
    for less in ({"ends_on": own.ends_on.isoformat()}, {f"stock:{reward.id}": "3"}, {f"stock:{reward.id}": "x"}):
        desk.post(f"/desk/challenges/{id}/", {"do": "extend", **less})
    assert (Challenge.objects.get(id=id).ends_on.isoformat(), Reward.objects.get(id=reward.id).stock) == (last, 1_000)
