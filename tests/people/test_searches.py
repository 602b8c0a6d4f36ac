"""Saved searches: each member's own, told once of what arrived, never twice, nothing where nothing is new."""

from datetime import timedelta

import pytest

from rianru.catalogue.models import Edition, Work
from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact, Notice
from rianru.core.search import follow
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.people import actions, queries
from rianru.people.models import SavedSearch
from rianru.people.queries.searches import stop_token
from tests.factories import AT, HOUSE, staff
from tests.people import making

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SITE = "https://rianru.example"


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"


def member(name="มานี", **more):
    joined = making.person(AT - DAY, name, **more)
    return making.acting(joined, AT), joined


def arrive(title, at, *, subjects=()):
    work = Work.objects.create(title=title, title_sort=title[:50], created_at=at)
    Edition.objects.create(work=work, title=title, subjects=list(subjects), format="book")
    follow.rebuild()
    return work.id


def tell(at):
    """What the hourly job does at a moment; how many members were looked at."""
    looked, after = 0, None
    while after := actions.tell_next(actor=HOUSE, at=at, site=SITE, after=after):
        looked += 1
    return looked


def letters():
    return list(Notice.objects.filter(kind="saved_search").order_by("queued_at", "id"))


def save(actor, text="ผ้าทอ", at=AT, **more):
    return actions.save_search(actor=actor, at=at, text=text, **more)


def test_a_letter_says_what_arrived_since_and_the_same_is_never_told_twice():
    manee, _ = member()
    arrive("ผ้าทอเก่า", AT - DAY)
    save(manee)
    assert tell(AT + HOUR) == 0  # nothing is due on the day of saving
    arrive("ผ้าทอเมืองน่าน", AT + 2 * HOUR)
    arrive("ตำนานเมืองเก่า", AT + 2 * HOUR)
    assert tell(AT + DAY) == 1
    [letter] = letters()
    assert letter.subject == "มาใหม่ 1 เรื่องที่คุณรออยู่"
    assert "- ผ้าทอเมืองน่าน" in letter.body
    assert "ผ้าทอเก่า" not in letter.body
    assert "ตำนาน" not in letter.body
    assert f"{SITE}/stop-search/" in letter.body
    assert tell(AT + DAY + HOUR) == 0
    assert tell(AT + 2 * DAY) == 1  # looked at again, and nothing is new
    assert len(letters()) == 1
    arrive("ผ้าทอใหม่ล่าสุด", AT + 2 * DAY + HOUR)
    tell(AT + 3 * DAY)
    assert len(letters()) == 2
    assert "ผ้าทอเมืองน่าน" not in letters()[1].body


def test_what_came_a_moment_ago_waits_for_the_next_letter_so_that_none_is_lost():
    manee, _ = member()
    save(manee)
    arrive("ผ้าทอทันเวลา", AT + HOUR)
    arrive("ผ้าทอเพิ่งมา", AT + DAY - timedelta(minutes=1))
    tell(AT + DAY)
    assert "ผ้าทอทันเวลา" in letters()[0].body
    assert "ผ้าทอเพิ่งมา" not in letters()[0].body
    tell(AT + 2 * DAY)
    assert "ผ้าทอเพิ่งมา" in letters()[1].body


def test_one_letter_a_day_holds_all_searches_in_the_language_of_the_account():
    manee, joined = member()
    actions.set_language(actor=manee, at=AT, person_id=joined.person_id, language="en")
    save(manee, "ผ้าทอ")
    save(manee, "ตำนาน")
    arrive("ผ้าทอเมืองน่าน", AT + HOUR)
    arrive("ตำนานเมืองเก่า", AT + HOUR)
    tell(AT + DAY)
    [letter] = letters()
    assert letter.subject == "2 new for your saved searches"
    assert letter.body.startswith("Hello มานี")
    assert f"{SITE}/en/search/?q=" in letter.body
    own = SavedSearch.objects.get(text="ตำนาน")
    actions.change_search(actor=manee, at=AT + DAY, search_id=own.id, often="weekly")
    actions.change_search(actor=manee, at=AT + DAY, search_id=own.id, often="daily")
    assert tell(AT + DAY + 2 * HOUR) == 0


def test_words_that_only_sound_alike_and_some_of_the_words_are_no_news():
    manee, _ = member()
    save(manee, "ผ้าทอ เมืองน่าน")
    save(manee, "สุนทรภู่")
    arrive("ผ้าทอแพร่", AT + HOUR)
    arrive("สุนทอนพู่", AT + HOUR)
    tell(AT + DAY)
    assert letters() == []


def test_weekly_waits_a_week_and_a_pause_is_silent():
    manee, _ = member()
    weekly, paused = save(manee, "ผ้าทอ"), save(manee, "ตำนาน")
    actions.change_search(actor=manee, at=AT, search_id=weekly, often="weekly")
    actions.change_search(actor=manee, at=AT, search_id=paused, paused=True)
    arrive("ผ้าทอเมืองน่าน", AT + HOUR)
    arrive("ตำนานเมืองเก่า", AT + HOUR)
    for day in range(1, 7):
        assert tell(AT + day * DAY) == 0
    assert tell(AT + 7 * DAY) == 1
    assert "ตำนาน" not in letters()[0].body
    actions.change_search(actor=manee, at=AT + 8 * DAY, search_id=paused, paused=False)
    tell(AT + 9 * DAY)
    assert len(letters()) == 1  # what came during the pause is not told later


def test_what_is_chosen_narrows_and_kinds_too():
    manee, _ = member()
    save(manee, "", kind="work", chosen={"subject": ["ย้อมคราม"], "nonsense": ["x"]})
    arrive("ครามในมือแม่", AT + HOUR, subjects=["ย้อมคราม"])
    arrive("เรื่องอื่น", AT + HOUR, subjects=["อาหาร"])
    tell(AT + DAY)
    assert "ครามในมือแม่" in letters()[0].body
    assert "เรื่องอื่น" not in letters()[0].body


def test_a_kill_between_letter_and_mark_sends_once(monkeypatch):
    manee, _ = member()
    save(manee)
    arrive("ผ้าทอเมืองน่าน", AT + HOUR)

    def killed(*args, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("rianru.people.actions.telling.facts.record", killed)
        with pytest.raises(KeyboardInterrupt):
            tell(AT + DAY)
    assert letters() == []
    tell(AT + DAY)
    tell(AT + DAY)
    assert len(letters()) == 1


def test_the_link_of_a_letter_stops_one_or_all_without_signing_in_and_a_made_up_one_nothing():
    manee, _ = member()
    one, other = save(manee, "ผ้าทอ"), save(manee, "ตำนาน")
    token = stop_token(one)
    for wrong in ("", "x", token[:-1], token + "x", stop_token(manee.key)):
        with pytest.raises(actions.StopLinkWrong):
            actions.stop_search(actor=ANONYMOUS, at=AT, token=wrong, every=True)
    assert actions.stop_search(actor=ANONYMOUS, at=AT, token=token) == 1
    assert [row.paused for row in queries.searches(actor=manee)] == [False, True]
    assert actions.stop_search(actor=ANONYMOUS, at=AT, token=token, every=True) == 1
    assert {row.id for row in queries.searches(actor=manee) if row.paused} == {one, other}


def test_nobody_else_sees_or_changes_a_saved_search():
    manee, _ = member()
    own = save(manee)
    for other in (member("ปิติ")[0], staff(), ANONYMOUS, HOUSE):
        assert queries.searches(actor=other) == []
        for act in (actions.remove_search, actions.look_at_search, actions.change_search):
            with pytest.raises((NotFound, NotAllowed)):
                act(actor=other, at=AT, search_id=own)
    assert [row.text for row in queries.searches(actor=manee)] == ["ผ้าทอ"]  # the control: the owner does
    actions.remove_search(actor=manee, at=AT, search_id=own)
    assert queries.searches(actor=manee) == []


def test_what_is_new_is_counted_until_the_owner_looks():
    manee, _ = member()
    own = save(manee)
    arrive("ผ้าทอเมืองน่าน", AT + HOUR)
    assert queries.fresh_in_searches(actor=manee) == 1
    actions.look_at_search(actor=manee, at=AT + 2 * HOUR, search_id=own)
    assert queries.fresh_in_searches(actor=manee) == 0


def test_the_same_search_is_saved_once_and_limits_are_named(monkeypatch):
    manee, _ = member()
    assert save(manee) == save(manee, "  ผ้าทอ ")
    with pytest.raises(actions.SearchEmpty):
        save(manee, " ", chosen={"nonsense": ["x"]})
    monkeypatch.setattr("rianru.people.actions.searches.MOST_SEARCHES", 1)
    with pytest.raises(actions.TooManySearches):
        save(manee, "อีกคำ")
    with pytest.raises(NotAllowed):
        save(ANONYMOUS)
    found = Fact.objects.filter(verb__startswith="people.search_")
    assert set(found.values_list("actor_key", "subject_key", "object_id")) == {(None, None, None)}
