"""From a move of money to what templates show of it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from rianru.kernel.words import T
from rianru.lending import queries as lending
from rianru.places import queries as places
from rianru.treasury.queries import Move


def move_rows(moves: Sequence[Move]) -> list[dict[str, Any]]:
    """Moves in a list."""
    names = space_names(move.space_id for move in moves)
    titles = lending.titles_of(move.about_id for move in moves if move.about_kind == "loan" and move.about_id)
    return [
        {
            "id": move.id, "url": reverse("receipt", kwargs={"id": move.id}), "label": move.label, "at": move.at,
            "satang": move.satang, "receipt": move.receipt, "way": move.way_label, "reason": move.reason,
            "title": titles.get(move.about_id, "") if move.about_id else "",
            "space": names.get(move.space_id, ""), "reversed": move.reversed, "kind": move.kind,
        }
        for move in moves
    ]


def space_names(ids: Iterable[UUID]) -> dict[UUID, T]:
    """What spaces are called; closed ones too."""
    return {space.id: T.verbatim(space.name_th, space.name_en) for space in places.spaces_by_id(ids)}
