"""Tables: keys across apps point down, moments and days are named as such, nothing has an order by default."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

PERIOD = {"since", "until"}


@dataclass(frozen=True)
class Column:
    """A column as the checks see it; `points_to` is the app of a foreign key's target, `kind` moment, day or other."""

    app: str
    model: str
    name: str
    kind: str = "other"
    points_to: str = ""

    def __str__(self) -> str:
        return f"{self.app}.{self.model}.{self.name}"


def find_upward_keys(columns: Iterable[Column], floors: Sequence[set[str]]) -> list[str]:
    """Foreign keys from one app of the house to another above it or beside it. `floors` go from top to bottom."""
    height = {app: -depth for depth, apps in enumerate(floors) for app in apps}
    return [
        f"{column} points {'up' if height[column.points_to] > height[column.app] else 'sideways'} to {column.points_to}"
        for column in columns
        if column.app in height and column.points_to in height and column.app != column.points_to
        and height[column.points_to] >= height[column.app]
    ]


def find_misnamed_times(columns: Iterable[Column]) -> list[str]:
    """Moments that do not end in `_at`, days that do not end in `_on`; a half-open period may have its own words."""
    ends = {"moment": "_at", "day": "_on"}
    return [
        f"{column} is a {column.kind}" for column in columns
        if column.kind in ends and column.name not in PERIOD and not column.name.endswith(ends[column.kind])
    ]


def find_default_orders(models: Iterable[Any]) -> list[str]:
    """Models with an order by default: whoever reads says how."""
    return [f"{model._meta.label}: {list(model._meta.ordering)}" for model in models if model._meta.ordering]


def columns(models: Iterable[Any]) -> Iterator[Column]:
    """The columns of Django models that the models themselves state (not those of a base from elsewhere)."""
    from django.db.models import DateField, DateTimeField

    for model in models:
        app = _app(model)
        for field in model._meta.local_fields:
            inherited = any(field.name in vars(base) for base in model.__mro__[1:] if _app(base) != app)
            target = _app(field.related_model) if field.is_relation else ""
            kind = "moment" if isinstance(field, DateTimeField) else "day" if isinstance(field, DateField) else "other"
            yield Column(app, model.__name__, field.name, "other" if inherited else kind, target)


def _app(model: Any) -> str:
    """`people` of `rianru.people.models`; the first part of anything that is not ours."""
    parts: list[str] = model.__module__.split(".")
    return parts[1] if parts[0] == "rianru" else parts[0]
