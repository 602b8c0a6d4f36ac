from types import SimpleNamespace

from django.apps import apps

from tests.house.checks import floors, models
from tests.house.checks.models import Column
from tests.house.checks.tree import HOUSE

FLOORS = [{"config"}, {"people"}, {"places", "demo"}, {"core"}]


def _ours():
    return [model for model in apps.get_models() if model.__module__.startswith("rianru.")]


def test_every_foreign_key_across_apps_points_down():
    columns = list(models.columns(_ours()))
    assert any(column.points_to for column in columns)
    assert models.find_upward_keys(columns, floors.contracted(HOUSE / "pyproject.toml")) == []


def test_a_foreign_key_that_points_up_or_sideways_is_found():
    columns = [
        Column("people", "Card", "space", points_to="places"), Column("people", "Card", "user", points_to="django"),
        Column("places", "Space", "city", points_to="places"), Column("places", "Space", "keeper", points_to="people"),
        Column("demo", "X", "space", points_to="places"),
    ]
    assert models.find_upward_keys(columns, FLOORS) == [
        "places.Space.keeper points up to people", "demo.X.space points sideways to places",
    ]


def test_moments_end_in_at_and_days_in_on():
    assert models.find_misnamed_times(models.columns(_ours())) == []


def test_a_misnamed_moment_or_day_is_found():
    columns = [Column("a", "B", "opened", "moment"), Column("a", "B", "born_at", "day"), Column("a", "B", "seen_at", "moment")]
    assert models.find_misnamed_times(columns) == ["a.B.opened is a moment", "a.B.born_at is a day"]


def test_no_model_has_an_order_by_default():
    assert models.find_default_orders(_ours()) == []


def test_an_order_by_default_is_found():
    ordered = [SimpleNamespace(_meta=SimpleNamespace(label=label, ordering=order)) for label, order in [("a.B", ("x",)), ("a.C", ())]]
    assert models.find_default_orders(ordered) == ["a.B: ['x']"]
