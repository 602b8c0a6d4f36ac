"""The pictures of achievements that were sent, and their files."""

from collections.abc import Iterable
from typing import Final

from rianru.core.pictures import Store
from rianru.credentials.models import PICTURES, Definition


def _named(digests: Iterable[str]) -> set[str]:
    return set(Definition.objects.filter(picture__in=list(digests)).values_list("picture", flat=True))


picture_files: Final = Store(PICTURES, _named)


def picture_file(digest: str) -> bytes | None:
    """The largest size as WebP; None where there is none."""
    return picture_files.read_largest(digest)
