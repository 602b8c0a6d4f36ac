"""How the records of a source, and of one of its files, are read."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from rianru.catalogue.models import Import, Source
from rianru.kernel.formats.marc.forms import Form, open_form
from rianru.kernel.reading import Reader


def reader(source: Source, form: Form, columns: Sequence[str]) -> Reader:
    """With the source's own mappings."""
    return Reader.of(
        form, holdings=source.holdings, fields=source.fields, encoding=source.encoding, columns=columns
    )


def reader_of(run: Import) -> Reader:
    """How the records that an import brought are read, one by one: as its file says and its source has it now."""
    with closing(run.file.open("rb")) as stream:
        return reader(run.source, open_form(stream, **form_of(run)), run.columns)


def form_of(run: Import) -> dict[str, Any]:
    """How a file is opened again: the arguments of `forms.open_form` beside the stream."""
    return {"name": run.form, "columns": run.columns or None, "encoding": run.source.encoding}
