"""Files of pictures in the storage, under the digest of what they hold: written once, shared, dropped when unnamed."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from rianru.kernel.formats.pictures import Redrawn


def digest_of(redrawn: Redrawn) -> str:
    """What names a picture: 40 digits of the SHA-256 of its largest size."""
    return hashlib.sha256(redrawn.sizes[-1].data).hexdigest()[:40]


class Store:
    """The pictures of one folder. `named` says which of some digests a row still names."""

    def __init__(self, folder: str, named: Callable[[Iterable[str]], set[str]]) -> None:
        self._folder, self._named = folder, named

    def path(self, digest: str, width: int) -> str:
        """Where one size lies. The name is the content's, so what lies there never changes."""
        return f"{self._folder}/{digest[:2]}/{digest}-{width}.webp"

    def alone(self, digest: str) -> None:
        """Nobody else keeps or drops this picture until the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 9))", [f"{self._folder}:{digest}"])

    def keep(self, digest: str, redrawn: Redrawn) -> None:
        """Writes the sizes that are not there yet; the caller holds `alone`."""
        for one in redrawn.sizes:
            name = self.path(digest, one.width)
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(one.data))

    def read(self, digest: str, width: int) -> bytes | None:
        """One size as WebP; None where there is none."""
        try:
            with default_storage.open(self.path(digest, width)) as stream:
                data: bytes = stream.read()
        except FileNotFoundError:
            return None
        return data

    def read_largest(self, digest: str) -> bytes | None:
        """The largest size as WebP; None where there is none."""
        widths = [int(name.rpartition("-")[2].removesuffix(".webp")) for name in self._own(digest)]
        return self.read(digest, max(widths)) if widths else None

    def drop(self, digest: str) -> int:
        """Removes a picture that no row names any more; how many files. The caller holds `alone`."""
        if self._named([digest]):
            return 0
        own = self._own(digest)
        for name in own:
            default_storage.delete(name)
        return len(own)

    def _own(self, digest: str) -> list[str]:
        folder = f"{self._folder}/{digest[:2]}"
        return [name for name in _files(folder) if name.rpartition("/")[2].startswith(digest)]

    def loose(self, *, before: datetime) -> list[str]:
        """Digests of pictures that no row names, written before a moment: younger ones may be of an unfinished act."""
        there: dict[str, str] = {}
        for folder in _folders(self._folder):
            for name in _files(f"{self._folder}/{folder}"):
                there.setdefault(name.rpartition("/")[2].partition("-")[0], name)
        named = self._named(list(there))
        return [
            digest for digest, name in there.items()
            if digest not in named and default_storage.get_modified_time(name) < before
        ]


def _folders(folder: str) -> list[str]:
    try:
        return list(default_storage.listdir(folder)[0])
    except FileNotFoundError:
        return []


def _files(folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if name]
    except FileNotFoundError:
        return []
