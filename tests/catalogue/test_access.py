"""Who may import, undo, decide and keep items; and that strangers leave no trace."""

from typing import Any

import pytest

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Decision, Import, Item, Source
from rianru.core import jobs
from rianru.core.actors import ANONYMOUS, Role
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound
from tests.catalogue.making import content_of, counts, edition_of, library, run, source, start, take, undo, work_of
from tests.catalogue.tables import everything
from tests.factories import AT, HOUSE, grant, person, staff
from tests.factories.marc import book, copy, marc
from tests.people import making

pytestmark = pytest.mark.django_db
ONE = marc("a1", "พระอภัยมณี")


def librarian(network, **more):
    return staff(role=Role.LIBRARIAN, scope_kind="network", scope_id=making.network(network).id, **more)


def strangers():
    mine = grant(scope_kind="network", scope_id=making.network("north").id)
    over = grant(scope_kind="network", scope_id=making.network("north").id, since=AT.replace(year=2025), until=AT)
    return {
        "nobody": ANONYMOUS,
        "somebody": person(),
        "librarian of another network": librarian("south"),
        "without the second factor": person(grants=(mine,)),
        "analyst": staff(role=Role.ANALYST),
        "librarian whose grant is over": person(grants=(over,), secure=True),
    }


def in_charge():
    return {"network": librarian("north"), "national": staff(role=Role.ADMINISTRATOR), "house": HOUSE}


def test_strangers_cannot_start_or_run_an_import_and_leave_no_trace():
    home = source(network="north")
    id = start(ONE, home)
    before = everything()
    for who, stranger in strangers().items():
        for attempt in (lambda who=stranger: start(ONE, home, actor=who), lambda who=stranger: run(id, actor=who)):
            with pytest.raises(NotAllowed):
                attempt()
        assert everything() == before, who


def test_strangers_see_no_import_and_no_source():
    take([ONE], home := source(network="north"))
    for who, stranger in strangers().items():
        seen = queries.imports(actor=stranger, at=AT), queries.sources(actor=stranger, at=AT)
        assert seen == ([], []), who
        assert queries.source_views(actor=stranger, at=AT) == [], who
        assert queries.source(actor=stranger, at=AT, code=home.code) is None, who
        assert queries.import_view(actor=stranger, at=AT, id=Import.objects.get(source=home).id) is None, who


@pytest.mark.parametrize("who", ["network", "national", "house"])
def test_control_those_in_charge_may(who):
    home = source(network="north")
    source(network="south")
    actor = in_charge()[who]
    id = start(ONE, home, actor=actor)
    assert counts(run(id, actor=actor)) == (1, 0, 0)
    assert [view.run.id for view in queries.imports(actor=actor, at=AT)] == [id]
    assert len(queries.sources(actor=actor, at=AT)) == (1 if who == "network" else 2)


def test_a_librarian_of_a_network_cannot_import_into_a_source_of_the_whole_country():
    with pytest.raises(NotAllowed):
        start(ONE, source(), actor=librarian("north"))


def test_a_source_is_added_within_ones_own_network_only():
    values = {"at": AT, "name_th": "ใหม่", "network_id": making.network("north").id}
    with pytest.raises(NotAllowed):
        actions.add_source(actor=librarian("south"), code="new", **values)
    assert actions.add_source(actor=librarian("north"), code="new", **values)
    with pytest.raises(actions.SourceCodeTaken):
        actions.add_source(actor=librarian("north"), code="new", **values)


@pytest.mark.parametrize("code", ["", "a", "A1", "-ab", "ab_c", "ก" * 5, "a" * 41, "ab\n"])
def test_a_code_of_another_shape_is_refused(code):
    with pytest.raises(actions.SourceCodeWrong):
        actions.add_source(actor=HOUSE, at=AT, code=code, name_th="ใหม่")


def test_a_source_always_has_names_that_can_be_shown():
    for code, th, en in (("blank", " ", "\t"), ("one", "  ห้องสมุด\x00 ", ""), ("long", "ก" * 5_000, "x" * 5_000)):
        actions.add_source(actor=HOUSE, at=AT, code=code, name_th=th, name_en=en)
    assert dict(Source.objects.values_list("code", "name_th")) == {"blank": "blank", "one": "ห้องสมุด", "long": "ก" * 200}
    assert dict(Source.objects.values_list("code", "name_en")) == {"blank": "blank", "one": "ห้องสมุด", "long": "x" * 200}


@pytest.mark.parametrize("values", [{"encoding": "utf-16"}, {"encoding": "x"}, {"trust": -1}, {"trust": 101}])
def test_a_source_with_an_encoding_or_a_trust_that_there_is_not_is_refused(values):
    with pytest.raises(actions.SourceValuesWrong):
        source(**values)
    assert Source.objects.count() == 0


def test_an_unknown_import_is_not_found():
    for attempt in (
        lambda: run(new_id()), lambda: undo(Import(id=new_id())),
        lambda: actions.confirm_columns(actor=HOUSE, at=AT, import_id=new_id(), columns=["title"]),
        lambda: actions.confirm_missing(actor=HOUSE, at=AT, import_id=new_id()),
        lambda: actions.withdraw_missing(actor=HOUSE, clock=lambda: AT, import_id=new_id()),
    ):
        with pytest.raises(NotFound):
            attempt()


def _attempts(actor):
    """Everything that changes the catalogue of the network north, by name."""
    done = Import.objects.order_by("id").first()
    item = Item.objects.get(barcode="B1")
    now: dict[str, Any] = {"actor": actor, "at": AT}
    edition, space = edition_of("a1"), item.space_id
    own: dict[str, Any] = {"barcode": "B1", "call_number": "1", "copy": "", "shelf": "", "price": None, "note": ""}
    return {
        "undo": lambda: actions.undo_import(**now, import_id=done.id, queue=False),
        "confirm missing": lambda: actions.confirm_missing(**now, import_id=done.id),
        "change source": lambda: actions.change_source(
            **now, source_id=done.source_id, name_th="ก", name_en="a", default_space="", holdings={}, fields={},
            encoding="", trust=1),
        "rematch": lambda: actions.rematch(actor=actor, clock=lambda: AT, source=done.source),
        "retell": lambda: actions.retell(actor=actor, clock=lambda: AT, source_id=done.source_id),
        "join works": lambda: actions.join_works(**now, left=work_of("a1"), right=work_of("a2")),
        "join editions": lambda: actions.join_editions(**now, left=edition, right=edition_of("a2")),
        "add item": lambda: actions.add_item(**now, edition_id=edition, space_id=space),
        "describe item": lambda: actions.describe_item(**now, item_id=item.id, **own),
        "move item": lambda: actions.move_item(**now, item_id=item.id, space_code="nan"),
        "withdraw item": lambda: actions.withdraw_item(**now, item_id=item.id),
        "restore item": lambda: actions.restore_item(**now, item_id=item.id),
    }


def _catalogue():
    library("phayao")
    library("nan")
    home = source(network="north")
    take([marc("a1", "ก", copy("phayao", "B1")), marc("a2", "ข")], home)
    return home


def test_strangers_can_change_nothing_of_a_catalogue_and_leave_no_trace():
    _catalogue()
    before = everything()
    for who, stranger in strangers().items():
        for what, attempt in _attempts(stranger).items():
            with pytest.raises(NotAllowed):
                attempt()
            assert everything() == before, (who, what)


@pytest.mark.parametrize("who", ["network", "national", "house"])
def test_control_those_in_charge_may_change_it(who):
    _catalogue()
    attempts = _attempts(in_charge()[who])
    undone, again = attempts.pop("undo"), attempts.pop("rematch")
    for what, attempt in attempts.items():
        if what != "join editions":  # they are one work by then, and two editions still
            attempt()
    if who != "network":
        again()
    undone()
    assert (Decision.objects.count(), Import.objects.get().state) == (1, "undoing")


def test_rematching_is_for_administrators_and_the_house():
    home = _catalogue()
    with pytest.raises(NotAllowed):
        actions.rematch(actor=librarian("north"), clock=lambda: AT, source=home)
    assert actions.rematch(actor=staff(role=Role.ADMINISTRATOR), clock=lambda: AT) == 2


def test_a_librarian_decides_where_one_of_the_sources_is_theirs():
    north, south = source(network="north"), source(network="south")
    take([book("n1", "เรื่องหนึ่ง", author="มานี")], north)
    take([book("s1", "เรื่องอื่น", author="ปิติ")], south)
    pair = {"left": work_of("n1"), "right": work_of("s1")}
    with pytest.raises(NotAllowed):
        actions.join_works(actor=librarian("east"), at=AT, **pair)
    for network in ("north", "south"):
        group = actions.join_works(actor=librarian(network), at=AT, **pair)
        with pytest.raises(NotAllowed):
            actions.take_back(actor=librarian("east"), at=AT, decision=group)
        actions.take_back(actor=librarian(network), at=AT, decision=group)
        pair = {"left": work_of("n1"), "right": work_of("s1")}


def test_an_item_is_moved_only_by_those_who_keep_both_spaces():
    library("phayao")
    library("trang", network="south")
    home = source(network="north")
    take([marc("a1", "ก", copy("phayao", "B1"))], home)
    item = Item.objects.get()
    with pytest.raises(NotAllowed):
        actions.move_item(actor=librarian("north"), at=AT, item_id=item.id, space_code="trang")
    actions.move_item(actor=staff(), at=AT, item_id=item.id, space_code="trang")
    assert Item.objects.get().space.code == "trang"


def test_the_job_refuses_an_import_whose_mapping_became_wrong_and_says_why_in_both_languages():
    home = source()
    id = start(content_of([ONE]), home, queue=True)
    home.holdings = {"tag": "x"}
    home.save()
    jobs.app.tasks["catalogue.run_import"].func(import_id=str(id))
    done = Import.objects.get(id=id)
    assert (done.state, done.accepted, bool(done.ended_at)) == ("refused", 0, True)
    assert "tag" in done.refusal_th
    assert "tag" in done.refusal_en
    assert done.refusal_th != done.refusal_en
