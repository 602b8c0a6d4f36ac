"""The files of covers in the storage, under the digest of what they hold."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from rianru.catalogue.models import FOLDER, Cover, cover_path
from rianru.kernel.formats.pictures import Redrawn


def digest_of(redrawn: Redrawn) -> str:
    """What names a picture: 40 digits of the SHA-256 of its largest size."""
    return hashlib.sha256(redrawn.sizes[-1].data).hexdigest()[:40]


def alone(digest: str) -> None:
    """Nobody else keeps or drops this picture until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 9))", [f"cover:{digest}"])


def keep(digest: str, redrawn: Redrawn) -> None:
    """Writes the sizes that are not there yet; the caller holds `alone`."""
    for one in redrawn.sizes:
        name = cover_path(digest, one.width)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(one.data))


def drop(digest: str) -> int:
    """Removes a picture that no cover names any more; how many files. The caller holds `alone`."""
    if Cover.objects.filter(digest=digest).exists():
        return 0
    own = [name for name in _files(f"{FOLDER}/{digest[:2]}") if name.rpartition("/")[2].startswith(digest)]
    for name in own:
        default_storage.delete(name)
    return len(own)


def loose(*, before: datetime) -> list[str]:
    """Digests of pictures that no cover names, written before a moment: younger ones may be of an unfinished act."""
    there: dict[str, str] = {}
    for folder in _folders(FOLDER):
        for name in _files(f"{FOLDER}/{folder}"):
            there.setdefault(name.rpartition("/")[2].partition("-")[0], name)
    named = set(Cover.objects.filter(digest__in=list(there)).values_list("digest", flat=True))
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
