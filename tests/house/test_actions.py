import pytest

from tests.house.checks import actions
from tests.house.checks.tree import HOUSE

GOOD = """
from rianru.core import facts
from rianru.core.permissions import require
from rianru.things.actions import storing
from rianru.things.actions.asking import ask

__all__ = ["open_it", "close_it"]

def open_it(*, actor: Actor, at: datetime, name: str) -> UUID:
    require("things.open", actor=actor, at=at)
    facts.record("things.opened", actor=actor, at=at)

def close_it(*, actor: Actor, clock: Callable[[], datetime]) -> None:
    ask(actor)
    storing.store()

def quietly(x): ...
"""
ASKING = "def ask(actor):\n    _deeper(actor)\ndef _deeper(actor):\n    permissions.require('things.close', actor=actor)\n"
STORING = "def store():\n    with x:\n        for y in z:\n            facts.record_many(y)\n"
CHECKS = [
    actions.find_loose_signatures, actions.find_actions_of_nobody, actions.find_unasked_actions,
    actions.find_unrecorded_actions,
]


def _room(front):
    return {
        "rianru/things/actions/__init__.py": front, "rianru/things/actions/asking.py": ASKING,
        "rianru/things/actions/storing.py": STORING,
    }


@pytest.mark.parametrize("check", CHECKS)
def test_every_action_of_the_house_keeps_the_rules(check):
    assert check(HOUSE) == []


def test_the_house_has_actions_to_look_at():
    assert all(room.public for room in actions.rooms(HOUSE))
    assert len(actions.rooms(HOUSE)) >= 3


@pytest.mark.parametrize("check", CHECKS)
def test_actions_that_ask_and_record_through_their_room_are_in_order(check, plant):
    assert check(plant(_room(GOOD))) == []


@pytest.mark.parametrize(("check", "written", "instead", "said"), [
    (actions.find_loose_signatures, "open_it(*, ", "open_it(", "open_it takes arguments by position"),
    (actions.find_loose_signatures, "name: str", "name", "open_it has no type for name"),
    (actions.find_loose_signatures, "-> UUID", "", "open_it has no return type"),
    (actions.find_loose_signatures, "name: str", "*, name: str, **more", "open_it"),
    (actions.find_actions_of_nobody, "actor: Actor, at: datetime, ", "", "open_it takes no actor"),
    (actions.find_actions_of_nobody, "at: datetime, ", "", "open_it takes no at"),
    (actions.find_unasked_actions, '    require("things.open", actor=actor, at=at)\n', "", "open_it never asks require"),
    (actions.find_unasked_actions, "    ask(actor)\n", "", "close_it never asks require"),
    (actions.find_unrecorded_actions, "    facts.record(", "    facts.forget(", "open_it records no fact"),
    (actions.find_unrecorded_actions, "storing.store()", "storing.fetch()", "close_it records no fact"),
])
def test_an_action_that_breaks_a_rule_is_found(check, written, instead, said, plant):
    assert written in GOOD
    front = GOOD.replace("*, ", "", 1) if instead.startswith("*") else GOOD
    found = check(plant(_room(front.replace(written, instead.removeprefix("*, "), 1))))
    assert found
    assert all("rianru/things/actions/__init__.py:" in one and said in one for one in found)


def test_an_action_in_another_module_of_the_room_is_looked_at_where_it_stands(plant):
    front = "from rianru.things.actions.storing import store\n__all__ = ['store']\n"
    assert actions.find_unasked_actions(plant(_room(front))) == ["rianru/things/actions/storing.py:1: store never asks require"]


def test_without_all_every_public_function_is_an_action(plant):
    root = plant({"rianru/things/actions.py": "def open_it(): ...\ndef _inner(): ...\n"})
    assert actions.find_unasked_actions(root) == ["rianru/things/actions.py:1: open_it never asks require"]
