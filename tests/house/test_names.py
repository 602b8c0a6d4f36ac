from tests.house.checks import names
from tests.house.checks.tree import HOUSE


def test_there_is_no_junk_drawer():
    assert names.find_junk_drawers(HOUSE) == []


def test_a_junk_drawer_is_found_as_module_and_as_package(plant):
    root = plant({"rianru/web/utils.py": "", "rianru/common/__init__.py": "", "rianru/web/covers.py": ""})
    assert names.find_junk_drawers(root) == ["rianru/common/__init__.py", "rianru/web/utils.py"]


def test_functions_and_classes_say_what_they_do():
    assert names.find_mute_names(HOUSE) == []


def test_a_mute_name_is_found_and_a_commands_handle_is_not(plant):
    root = plant({
        "rianru/places/actions.py": "def process(): ...\nclass SpaceManager: ...\ndef open_space(): ...\n",
        "rianru/places/management/commands/x.py": "class Command:\n    def handle(self): ...\n",
    })
    assert names.find_mute_names(root) == ["rianru/places/actions.py:1: process", "rianru/places/actions.py:2: SpaceManager"]
