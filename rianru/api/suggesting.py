"""What begins with the letters that someone is typing."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from rianru.api.cards import CardShape, cards
from rianru.api.house import Asked, Shape, api
from rianru.api.parameters import PLAIN
from rianru.core import kinds
from rianru.core.search.schema import FEWEST
from rianru.core.search.suggest import suggestions as found_by

LONGEST, MOST_EACH = 500, 10


class Typing(Asked):
    """What stands in the box."""

    q: Annotated[str, Field(max_length=LONGEST, pattern=PLAIN, description=f"What was typed so far; from {FEWEST} "
                            "letters on something may be found.", examples=["ผ้าท"])] = ""
    each: Annotated[int, Field(ge=1, le=MOST_EACH, description="At most so many of each scope.")] = 3


class Suggestions(Shape):
    """Titles, names, subjects, places and shelves that begin so, the most held of each scope first."""

    results: list[CardShape]


@api.get(
    "/suggestions", response=Suggestions, url_name="suggestions", operation_id="suggestions",
    summary="Suggestions while typing", tags=["search"],
)
def suggestions(request: HttpRequest, asked: Query[Typing]) -> Suggestions:
    """What begins with the text, read as typed on the other keyboard where nothing does. Fewer letters: nothing."""
    groups = [own for scope in kinds.SCOPES if (own := kinds.in_scope(scope))]
    pairs: list[tuple[str, UUID]] = found_by(asked.q, kinds=groups, each=asked.each)
    return Suggestions(results=cards(request, pairs))
