"""From a move of money to what templates show of it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.treasury.queries import Move

FROM_MEMBER = ("fine", "charge", "refund", "settlement")  # shown with a minus to members


def move_rows(moves: Sequence[Move]) -> list[dict[str, Any]]:
    """Moves in a list."""
    names = space_names(move.space_id for move in moves)
    return [
        {
            "id": move.id, "url": reverse("receipt", kwargs={"id": move.id}), "label": move.label, "at": move.at,
            "satang": move.satang, "receipt": move.receipt, "way": move.way_label, "reason": move.reason,
            "space": names.get(move.space_id, ""), "reversed": move.reversed, "kind": move.kind,
        }
        for move in moves
    ]


def space_names(ids: Iterable[UUID]) -> dict[UUID, T]:
    """What spaces are called; closed ones too."""
    return {space.id: T.verbatim(space.name_th, space.name_en) for space in places.spaces_by_id(ids)}
