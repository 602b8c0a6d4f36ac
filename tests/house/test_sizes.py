from tests.house.checks import sizes
from tests.house.checks.tree import HOUSE


def test_no_python_file_is_over_600_lines():
    assert sizes.find_long_files(HOUSE) == []


def test_a_file_of_601_lines_is_found_and_one_of_600_is_not(plant):
    root = plant({"rianru/long.py": "\n" * 601, "rianru/fits.py": "\n" * 600, "rianru/x/migrations/0001.py": "\n" * 700})
    assert sizes.find_long_files(root) == ["rianru/long.py: 601 lines"]


def test_no_function_is_over_fifty_lines():
    assert sizes.find_long_functions(HOUSE) == []


def test_a_function_of_51_lines_is_found_wherever_it_hides(plant):
    def body(lines):
        return "\n".join(["        x = 1"] * lines)

    root = plant({
        "rianru/a.py": f"class A:\n    async def long(self):\n{body(50)}\n    def fits(self):\n{body(49)}\n",
        "tests/test_a.py": f"class A:\n    def test_long(self):\n{body(80)}\n",
    })
    assert sizes.find_long_functions(root) == ["rianru/a.py:2: long has 51 lines"]


def test_no_template_is_over_150_lines():
    assert sizes.find_long_templates(HOUSE) == []


def test_a_template_of_151_lines_is_found(plant):
    root = plant({"rianru/web/templates/a.html": "\n" * 151, "rianru/web/templates/b.html": "\n" * 150})
    assert sizes.find_long_templates(root) == ["rianru/web/templates/a.html: 151 lines"]
