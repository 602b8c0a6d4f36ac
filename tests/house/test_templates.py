import pytest

from tests.house.checks import templates
from tests.house.checks.tree import HOUSE

BASE = "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}"


def test_every_screen_has_a_thai_and_an_english_title():
    assert templates.find_untitled_screens(HOUSE) == []


@pytest.mark.parametrize("title", [
    '{% t "หน้าแรก" "Home" %}', "{{ work.title }}", "ระบบสะดุด · Something broke",
])
def test_a_title_in_both_languages_is_in_order(plant, title):
    root = plant({"rianru/web/templates/base.html": BASE, "rianru/web/templates/a.html":
                  '{% extends "base.html" %}{% block title %}' + title + "{% endblock %}"})
    assert templates.find_untitled_screens(root) == []


@pytest.mark.parametrize("title", ["", "{% block title %}{% endblock %}", "{% block title %}หน้าแรก{% endblock %}",
                                   "{% block title %}Home{% endblock %}"])
def test_a_screen_without_one_is_found(plant, title):
    page = '{% extends "base.html" %}' + title + "{% block main %}x{% endblock %}"
    root = plant({"rianru/web/templates/base.html": BASE, "rianru/web/templates/a.html": page})
    assert [found.partition(":")[0] for found in templates.find_untitled_screens(root)] == ["rianru/web/templates/a.html"]


def test_no_template_holds_styles_scripts_or_other_hosts():
    assert templates.find_forbidden_markup(HOUSE) == []


@pytest.mark.parametrize("markup", [
    '<p style="color:red">', "<style>p{}</style>", '<a class="x"\n onclick="go()">', "<div hx-on:click='x()'>",
    "<script>go()</script>", "<script nonce='1'>go()</script>", '<a href="javascript:go()">',
    '<img src="https://example.org/x.png">', "<script src='//example.org/x.js'></script>",
])
def test_forbidden_markup_is_found(plant, markup):
    root = plant({"rianru/web/templates/a.html": f"<p>\n{markup}\n"})
    line = 3 if "\n" in markup else 2
    found = templates.find_forbidden_markup(root)
    assert [one.partition(": ")[0] for one in found] == [f"rianru/web/templates/a.html:{line}"]


def test_what_the_policy_allows_is_left_alone(plant):
    allowed = """<script src="{% static "a.js" %}"></script><script type="application/ld+json">{}</script>
        <a href="https://example.org" data-onset="2">on = off</a><p class="style">style="x"</p>"""
    assert templates.find_forbidden_markup(plant({"rianru/web/templates/a.html": allowed})) == []
