"""Something to read."""

from uuid import UUID

from rianru.catalogue.models import Record
from tests.catalogue.making import library, source, take
from tests.factories.marc import copy, field, marc


def fill(many: int = 1, *, title: str = "ผ้าทอเล่มที่ {n}", space: str = "phayao", mark: str = "s") -> list[UUID]:
    """So many works with a copy each in one space; their ids in the order in which they were made."""
    library(space)
    own = source()
    take(
        [
            marc(f"{mark}{n}", title.format(n=n), field("100", "a", "มานี"), copy(space, f"{mark}B{n}"))
            for n in range(many)
        ],
        own,
    )
    works = Record.objects.filter(source=own).values_list("edition__work_id", flat=True)
    return sorted(set(works))
