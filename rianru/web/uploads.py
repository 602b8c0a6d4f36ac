"""Files that are sent through a form, and the columns of a table that somebody confirms."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

SAMPLES = 3  # values shown of each column


def digest(form: forms.Form) -> str:
    """What the file of a form holds and is called, so that another one under the same key is told from the same one
    sent twice. Of a form that is refused: of nothing.
    """
    found = hashlib.sha256()
    file: UploadedFile[bytes] | None = form.files.get("file")
    if file is not None and form.is_valid():
        for part in file.chunks():
            found.update(part)
        file.seek(0)
        found.update((file.name or "").encode("utf-8", "replace"))
    return found.hexdigest()


def columns(fields: Iterable[BoundField], rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Each column of a table with its choice and the first values that it holds, for parts/columns_asked.html."""
    return [
        {"bound": bound, "samples": [row[place] for row in rows if place < len(row) and row[place].strip()][:SAMPLES]}
        for place, bound in enumerate(fields)
    ]
