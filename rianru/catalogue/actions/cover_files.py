"""The files of covers in the storage, under the digest of what they hold."""

from collections.abc import Iterable

from rianru.catalogue.models import FOLDER, Cover
from rianru.core.pictures import Store, digest_of

__all__ = ["alone", "digest_of", "drop", "keep", "loose"]


def _named(digests: Iterable[str]) -> set[str]:
    return set(Cover.objects.filter(digest__in=list(digests)).values_list("digest", flat=True))


_store = Store(FOLDER, _named)
alone, keep, drop, loose = _store.alone, _store.keep, _store.drop, _store.loose
