"""A member's lists: made by the first tap, in order, with notes, taken off and back, shared or not, and nobody else's."""

import threading

import pytest
from django.db import connections

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import keeping, lists
from rianru.catalogue.models import ListEntry, ReadingList, Record
from rianru.core.actors import ANONYMOUS
from rianru.core.models import Fact
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.catalogue.making import source, take
from tests.core.searching import add
from tests.factories import AT, HOUSE, staff
from tests.factories.marc import field, marc
from tests.people import making

pytestmark = pytest.mark.django_db


def reader(name="มานี", **more):
    """A member, and the actor that stands for them."""
    return making.acting(making.person(AT, name, **more), AT)


def keep(actor, work, onto=None):
    return actions.keep_work(actor=actor, at=AT, work_id=work, list_id=onto)


def titles(actor, list_id):
    return [row.title for row in queries.own_list(actor=actor, id=list_id, limit=100).rows]


def test_the_first_tap_makes_want_to_read_private_and_a_second_changes_nothing():
    manee, work = reader(), add("พระอภัยมณี")
    first, again = keep(manee, work), keep(manee, work)
    assert (first.new, again.new, first.entry_id) == (True, False, again.entry_id)
    [own] = queries.lists(actor=manee)
    assert (own.want, own.sharing, own.entries, own.name.in_("th")) == (True, "private", 1, "อยากอ่าน")
    assert queries.kept_ids(actor=manee) == {work}


def test_what_is_kept_last_stands_first_and_moves_up_down_and_to_the_top():
    manee = reader()
    works = [add(f"เรื่องที่ {n}") for n in range(4)]
    kept = [keep(manee, work) for work in works]
    own = kept[0].list_id
    assert titles(manee, own) == ["เรื่องที่ 3", "เรื่องที่ 2", "เรื่องที่ 1", "เรื่องที่ 0"]
    actions.move_entry(actor=manee, at=AT, entry_id=kept[0].entry_id, way="up")
    assert titles(manee, own) == ["เรื่องที่ 3", "เรื่องที่ 2", "เรื่องที่ 0", "เรื่องที่ 1"]
    actions.move_entry(actor=manee, at=AT, entry_id=kept[3].entry_id, way="down")
    actions.move_entry(actor=manee, at=AT, entry_id=kept[1].entry_id, way="down")  # the last one stays
    assert titles(manee, own) == ["เรื่องที่ 2", "เรื่องที่ 3", "เรื่องที่ 0", "เรื่องที่ 1"]
    actions.move_entry(actor=manee, at=AT, entry_id=kept[1].entry_id, way="top")
    assert titles(manee, own) == ["เรื่องที่ 1", "เรื่องที่ 2", "เรื่องที่ 3", "เรื่องที่ 0"]


def test_what_is_taken_off_comes_back_with_its_note_and_place():
    manee = reader()
    kept = [keep(manee, add(f"เรื่องที่ {n}")) for n in range(3)]
    actions.note_entry(actor=manee, at=AT, entry_id=kept[1].entry_id, note="  ครูแนะนำ\nบทที่ 3 ")
    actions.let_go(actor=manee, at=AT, entry_id=kept[1].entry_id)
    assert titles(manee, kept[0].list_id) == ["เรื่องที่ 2", "เรื่องที่ 0"]
    actions.bring_back(actor=manee, at=AT, entry_id=kept[1].entry_id)
    rows = queries.own_list(actor=manee, id=kept[0].list_id, limit=9).rows
    assert [(row.title, row.note) for row in rows] == [
        ("เรื่องที่ 2", ""), ("เรื่องที่ 1", "ครูแนะนำ\nบทที่ 3"), ("เรื่องที่ 0", ""),
    ]


def test_pages_of_a_list_go_by_key_and_ask_as_often_for_three_as_for_one(django_assert_max_num_queries):
    manee = reader()
    own = next(iter([keep(manee, add(f"เรื่องที่ {n}")) for n in range(5)])).list_id
    seen, after = [], None
    while True:
        page = queries.own_list(actor=manee, id=own, after=after, limit=2)
        seen += [row.title for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == [f"เรื่องที่ {n}" for n in (4, 3, 2, 1, 0)]
    with django_assert_max_num_queries(5):
        queries.own_list(actor=manee, id=own, limit=5)


def test_lists_have_names_and_a_removed_one_comes_back_within_a_week_only():
    manee = reader()
    own = actions.make_list(actor=manee, at=AT, name="  อ่านกับลูก ")
    keep(manee, add("นิทานก่อนนอน"), own)
    actions.remove_list(actor=manee, at=AT, list_id=own)
    assert queries.lists(actor=manee) == []
    actions.restore_list(actor=manee, at=AT, list_id=own)
    assert [(one.name, one.entries) for one in queries.lists(actor=manee)] == [("อ่านกับลูก", 1)]
    actions.remove_list(actor=manee, at=AT, list_id=own)
    assert actions.forget_removed(actor=HOUSE, at=AT + lists.KEPT_FOR) == 0
    assert actions.forget_removed(actor=HOUSE, at=AT + lists.KEPT_FOR * 2) == 2
    with pytest.raises(NotFound):
        actions.restore_list(actor=manee, at=AT, list_id=own)
    assert ListEntry.objects.count() == 0


def test_refusals_leave_no_trace(monkeypatch):
    manee, work = reader(), add("พระอภัยมณี")
    monkeypatch.setattr(lists, "MOST_LISTS", 1)
    monkeypatch.setattr(keeping, "MOST_ENTRIES", 1)
    with pytest.raises(actions.ListNameMissing):
        actions.make_list(actor=manee, at=AT, name=" \u200b ")
    wanted = keep(manee, work).list_id
    before = Fact.objects.count()
    for refusal, act in (
        (actions.TooManyLists, lambda: actions.make_list(actor=manee, at=AT, name="อีก")),
        (actions.ListFull, lambda: keep(manee, add("ลิลิตพระลอ"))),
        (actions.ListStays, lambda: actions.remove_list(actor=manee, at=AT, list_id=wanted)),
        (actions.ListStays, lambda: actions.rename_list(actor=manee, at=AT, list_id=wanted, name="ชื่ออื่น")),
        (NotFound, lambda: keep(manee, new_id())),
        (NotAllowed, lambda: keep(ANONYMOUS, work)),
        (NotAllowed, lambda: actions.make_list(actor=ANONYMOUS, at=AT, name="ใคร")),
    ):
        with pytest.raises(refusal):
            act()
    assert (Fact.objects.count(), ReadingList.objects.count(), ListEntry.objects.count()) == (before, 1, 1)


# Whose it is


def test_nobody_but_the_owner_sees_or_changes_a_private_list():
    manee, others = reader(), [reader("ปิติ"), staff(), ANONYMOUS, HOUSE]
    kept = keep(manee, add("พระอภัยมณี"))
    own = actions.make_list(actor=manee, at=AT, name="ลับ")
    for other in others:
        assert queries.lists(actor=other) == []
        assert queries.own_list(actor=other, id=own, limit=9) is None
        assert queries.public_list(actor=other, id=own, limit=9) is None
        assert queries.kept_ids(actor=other) == frozenset()
        assert queries.kept_works(actor=other, limit=9) == []
        assert queries.export_lists(actor=other) == []
        for act in (
            lambda other=other: actions.rename_list(actor=other, at=AT, list_id=own, name="x"),
            lambda other=other: actions.share_list(actor=other, at=AT, list_id=own, sharing="public", grown_up=True),
            lambda other=other: actions.remove_list(actor=other, at=AT, list_id=own),
            lambda other=other: actions.let_go(actor=other, at=AT, entry_id=kept.entry_id),
            lambda other=other: actions.note_entry(actor=other, at=AT, entry_id=kept.entry_id, note="x"),
            lambda other=other: actions.move_entry(actor=other, at=AT, entry_id=kept.entry_id, way="up"),
            lambda other=other: keep(other, kept.list_id and ListEntry.objects.get().work_id, own),
        ):
            with pytest.raises((NotFound, NotAllowed)):
                act()
    # The control: the owner does.
    assert [one.name for one in queries.lists(actor=manee)][1] == "ลับ"
    assert queries.own_list(actor=manee, id=own, limit=9).sharing == "private"
    assert actions.rename_list(actor=manee, at=AT, list_id=own, name="ลับมาก") is True


def test_a_link_cannot_be_guessed_and_a_link_taken_back_never_works_again():
    manee = reader(display_name="มานีคนขยัน")
    own = actions.make_list(actor=manee, at=AT, name="อ่านกับเพื่อน")
    first = actions.share_list(actor=manee, at=AT, list_id=own, sharing="link")
    assert len(first) >= 32
    assert queries.linked_list(actor=ANONYMOUS, token=first, limit=9).by == ""
    assert queries.public_list(actor=ANONYMOUS, id=own, limit=9) is None
    for guess in ("", str(own), first[:-1], first.swapcase()):
        assert queries.linked_list(actor=ANONYMOUS, token=guess, limit=9) is None
    actions.share_list(actor=manee, at=AT, list_id=own, sharing="private")
    second = actions.share_list(actor=manee, at=AT, list_id=own, sharing="link")
    assert second != first
    assert queries.linked_list(actor=ANONYMOUS, token=first, limit=9) is None
    assert queries.linked_list(actor=ANONYMOUS, token=second, limit=9).token is None  # not for those who were sent it
    actions.remove_list(actor=manee, at=AT, list_id=own)
    assert queries.linked_list(actor=ANONYMOUS, token=second, limit=9) is None


@pytest.mark.parametrize(
    ("more", "said", "refusal"),
    [
        ({"birth_year": 2010, "display_name": "น้องมานี"}, True, actions.TooYoungForPublic),
        ({"birth_year": 2008, "display_name": "น้องมานี"}, True, actions.TooYoungForPublic),  # may still be seventeen
        ({"birth_year": 1990}, True, actions.DisplayNameMissing),
        ({"display_name": "มานีคนขยัน"}, False, actions.AgeNotSaid),
    ],
)
def test_a_public_list_shows_no_child_and_no_name_that_was_not_chosen(more, said, refusal):
    manee = reader(**more)
    own = actions.make_list(actor=manee, at=AT, name="ของฉัน")
    with pytest.raises(refusal):
        actions.share_list(actor=manee, at=AT, list_id=own, sharing="public", grown_up=said)
    assert queries.public_list(actor=ANONYMOUS, id=own, limit=9) is None


@pytest.mark.parametrize("more", [{"birth_year": 2007}, {}])
def test_control_a_grown_up_with_a_chosen_name_is_shown_under_it(more):
    manee = reader(display_name="มานีคนขยัน", **more)
    own = actions.make_list(actor=manee, at=AT, name="ของฉัน")
    actions.share_list(actor=manee, at=AT, list_id=own, sharing="public", grown_up=True)
    assert queries.public_list(actor=ANONYMOUS, id=own, limit=9).by == "มานีคนขยัน"


def test_facts_about_lists_lead_to_nobody():
    manee, work = reader(display_name="มานีคนขยัน"), add("พระอภัยมณี")
    kept = keep(manee, work)
    actions.note_entry(actor=manee, at=AT, entry_id=kept.entry_id, note="ลับ")
    actions.let_go(actor=manee, at=AT, entry_id=kept.entry_id)
    own = actions.make_list(actor=manee, at=AT, name="ของฉัน")
    actions.share_list(actor=manee, at=AT, list_id=own, sharing="link")
    found = Fact.objects.filter(verb__startswith="catalogue.list_")
    assert found.count() == 6
    assert set(found.values_list("actor_key", "subject_key")) == {(None, None)}
    about_works = found.filter(object_kind="work").values_list("object_id", flat=True)
    assert set(about_works) == {work}
    assert own not in set(found.exclude(verb="catalogue.list_shared").values_list("object_id", flat=True))


def test_lists_go_with_the_person():
    from rianru.people.models import Person, Pseudonym

    joined = making.person(AT)
    keep(making.acting(joined, AT), add("พระอภัยมณี"))
    Pseudonym.objects.filter(person=joined.person_id).update(person=None, destroyed_at=AT)
    Person.objects.get(id=joined.person_id).delete()
    assert (ReadingList.objects.count(), ListEntry.objects.count()) == (0, 0)


# Works that merge or go


def joined_work(left, right):
    actions.join_works(actor=HOUSE, at=AT, left=left, right=right)
    return queries.where_to(id=left) or queries.where_to(id=right)


def two_works():
    to = source()
    take([marc("a1", "ครามในมือแม่", field("100", "a", "คำแปง")), marc("b1", "ย้อมผ้าด้วยคราม", field("100", "a", "สายน้ำ"))], to)
    records = Record.objects.filter(source=to).order_by("control_number")
    return [record.edition.work_id for record in records]


def test_a_work_that_is_merged_takes_its_entries_along_and_stands_once():
    left, right = two_works()
    manee, piti = reader(), reader("ปิติ")
    one, other = keep(manee, left), keep(manee, right)
    actions.note_entry(actor=manee, at=AT, entry_id=one.entry_id, note="ของแม่")
    actions.note_entry(actor=manee, at=AT, entry_id=other.entry_id, note="ของพ่อ")
    gone = keep(piti, right)
    actions.let_go(actor=piti, at=AT, entry_id=gone.entry_id)
    kept = keep(piti, left)
    into = joined_work(left, right)
    [entry] = queries.own_list(actor=manee, id=one.list_id, limit=9).rows
    assert entry.work_id == into
    assert sorted(entry.note.split("\n")) == ["ของพ่อ", "ของแม่"]
    assert entry.work is not None
    [entry] = queries.own_list(actor=piti, id=kept.list_id, limit=9).rows
    assert (entry.work_id, entry.id) == (into, kept.entry_id)
    assert keep(manee, left).new is False  # an old address keeps the work that it became
    assert keep(manee, right).new is False


def test_a_work_that_is_gone_leaves_its_title_behind():
    from tests.core.searching import remove

    manee, work = reader(), add("หนังสือที่หายไป")
    own = keep(manee, work).list_id
    remove(work)
    [entry] = queries.own_list(actor=manee, id=own, limit=9).rows
    assert (entry.title, entry.work) == ("หนังสือที่หายไป", None)


# How many keep it


def loved(**more):
    return [(row.title, least) for row, least in queries.loved(actor=ANONYMOUS, limit=9, **more).rows]


def test_four_members_are_nobodys_business_and_five_are_said_in_round_numbers():
    popular, quiet = add("พระอภัยมณี"), add("ลิลิตพระลอ")
    members = [reader(f"คนที่ {n}") for n in range(7)]
    for member in members:
        keep(member, popular)
    for member in members[:4]:
        keep(member, quiet)
    second = actions.make_list(actor=members[0], at=AT, name="อีกรายการ")
    keep(members[0], quiet, second)  # twice by one member is still one member
    assert actions.count_loved(actor=HOUSE, at=AT) == 1
    assert loved() == [("พระอภัยมณี", 5)]
    keep(members[4], quiet)
    assert actions.count_loved(actor=HOUSE, at=AT) == 2
    assert loved() == [("พระอภัยมณี", 5), ("ลิลิตพระลอ", 5)]
    for entry in ListEntry.objects.filter(work_id=popular)[:3]:
        ListEntry.objects.filter(id=entry.id).update(removed_at=AT)
    actions.count_loved(actor=HOUSE, at=AT)
    assert loved() == [("ลิลิตพระลอ", 5)]


@pytest.mark.django_db(transaction=True)
def test_of_many_first_taps_at_once_one_makes_the_list(django_db_serialized_rollback):
    manee, works = reader(), [add(f"เรื่องที่ {n}") for n in range(8)]
    go, done = threading.Barrier(8), []

    def tap(work):
        try:
            go.wait(timeout=20)
            keep(manee, work)
            done.append(work)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tap, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(works)
    assert ReadingList.objects.count() == 1
    places = list(ListEntry.objects.values_list("place", flat=True))
    assert sorted(places) == [1, 2, 3, 4, 5, 6, 7, 8]
