"""Photos of spaces, and their files."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from rianru.core.pictures import Store
from rianru.places.models import PHOTOS, SpacePhoto


def _named(digests: Iterable[str]) -> set[str]:
    return set(SpacePhoto.objects.filter(digest__in=list(digests)).values_list("digest", flat=True))


photo_files: Final = Store(PHOTOS, _named)


def photos_of(space_id: UUID) -> list[SpacePhoto]:
    """The photos of a space, in their order."""
    return list(SpacePhoto.objects.filter(space_id=space_id).order_by("place", "id"))


def photo_file(*, digest: str, width: int) -> bytes | None:
    """One size as WebP; None where there is none."""
    return photo_files.read(digest, width)
