"""Files for spreadsheets."""

from collections.abc import Iterable, Sequence

from django.http import StreamingHttpResponse

from rianru.kernel.formats.spreadsheets import lines, safe_cell

__all__ = ["safe_cell", "table"]


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A CSV file under this name, a line at a time; every cell is safe to open."""
    response = StreamingHttpResponse(lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
