import subprocess

import pytest

from tests.house.checks import repository
from tests.house.checks.tree import HOUSE


def test_no_file_names_a_package_host_or_a_folder_of_one_machine():
    paths = repository.repository(HOUSE)
    assert len(paths) > 50
    assert repository.find_machine_addresses(paths, HOUSE) == []


@pytest.mark.parametrize("parts", [
    (".", "https://files", "pythonhosted", "org/x"), (".", "https://registry", "npmjs", "org/x"),
    ("/", "https://pypi.org", "simple", "x"), ("/", "ROOT = '", "work", "main'"), ("/", "cd ", "root", ".venv"),
    ("/", "see ", "home", "somchai", "rianru"),
])
def test_an_address_of_a_machine_is_found_before_it_is_committed(plant, parts):
    line = parts[0].join(parts[1:])
    root = plant({"a.txt": f"fine\n{line}\n", "ignored.txt": line, ".gitignore": "ignored.txt\n",
                  "fine.txt": "/works/1 rianru/web/work/x https://example.org/work/x <a>/root/ “/work”\n"})
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    found = repository.find_machine_addresses(repository.repository(root), root)
    assert [one.rpartition(": ")[0] for one in found] == ["a.txt:2"]
