"""Files that people send, kept in a bucket of S3 or of a server that speaks as S3 does; settings.py chooses it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from django.core.files import File
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 4 << 20  # bytes fetched at a time
_GONE = {"404", "NoSuchKey"}


class Bucket(S3Storage):  # type: ignore[misc]
    """Reads by ranges: a file is never fetched whole, so that its middle is reached at once and a large one fits."""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """A seekable file for reading, in memory no larger than BLOCK. FileNotFoundError when there is none."""
        if mode != "rb":
            raise ValueError(f"a file in a bucket is opened for reading bytes, not {mode!r}")
        key = self._normalize_name(name)
        try:
            size = self.bucket.Object(key).content_length
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                raise FileNotFoundError(f"there is no file {name}") from error
            raise
        return File(io.BufferedReader(_Ranges(self.bucket.Object(key), size), BLOCK), name)


class _Ranges(io.RawIOBase):
    """One object of a bucket; each read asks for just those bytes."""

    def __init__(self, held: Any, size: int) -> None:
        super().__init__()
        self._held, self._size, self._at = held, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), self._size - self._at)
        if wanted <= 0:
            return 0
        found = self._held.get(Range=f"bytes={self._at}-{self._at + wanted - 1}")["Body"].read()
        view[: len(found)] = found
        self._at += len(found)
        return len(found)
