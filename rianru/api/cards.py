"""Objects of any kind, as their card shows them: no room of theirs is known here."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from pydantic import Field

from rianru.api.house import Shape, Text, text
from rianru.core import kinds


class CardShape(Shape):
    """An object by its name."""

    id: UUID
    kind: str
    kind_name: Annotated[Text, Field(description="What it is, in words.")]
    title: Text
    line: Annotated[Text, Field(description="What stands beneath it: who made it, or where it lies; may be empty.")]
    url: Annotated[str, Field(description="The page for people.")]
    api_url: Annotated[str | None, Field(description="The same here; null for a kind that has no address here.")]


def kind_name(kind: str) -> Text:
    """A kind in words."""
    return text(kinds.get(kind).label)


def cards_of(pairs: Sequence[tuple[str, UUID]]) -> dict[tuple[str, UUID], kinds.Card]:
    """The cards of those that are still there, one call a kind."""
    ids: dict[str, list[UUID]] = {}
    for kind, id in pairs:
        ids.setdefault(kind, []).append(id)
    return {(kind, id): card for kind, own in ids.items() for id, card in kinds.get(kind).cards(own).items()}


def cards(request: HttpRequest, pairs: Sequence[tuple[str, UUID]]) -> list[CardShape]:
    """In their order; what is gone is left out."""
    found = cards_of(pairs)
    return [
        CardShape(
            id=id, kind=kind, kind_name=kind_name(kind), title=Text(th=card.title_th, en=card.title_en),
            line=text(card.line), **addresses(request, card.url_name, dict(card.url_kwargs)),
        )
        for kind, id in pairs for card in [found.get((kind, id))] if card
    ]


def addresses(request: HttpRequest, route: str, kwargs: dict[str, object]) -> dict[str, Any]:
    """Its page, and its address here where its kind has one."""
    try:
        here = request.build_absolute_uri(reverse(f"api:{route}", kwargs=kwargs))
    except NoReverseMatch:
        here = None
    return {"url": request.build_absolute_uri(reverse(route, kwargs=kwargs)), "api_url": here}
