"""The one way in which lists go page by page: by a key that the last row shown has, never by an offset.

    page = Page(request, response, asked)
    rows = queries.city_page(after=page.after(str) or "", limit=page.wanted)
    return page.answer(CityPage, rows, key=lambda row: [row.city.code], shape=partial(_city, request))
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse

from rianru.api import cursors
from rianru.api.house import Shape
from rianru.api.parameters import Paged
from rianru.api.problems import CursorUnknown

Row = TypeVar("Row")
Item = TypeVar("Item")
Key = TypeVar("Key")


class Listed(Shape, Generic[Item]):
    """A page of a list."""

    results: list[Item]
    next_cursor: str | None


Answer = TypeVar("Answer", bound=Listed[Any])


class Page:
    """Where a page begins and what comes after it; bound to a question, which is its route and its parameters."""

    def __init__(self, request: HttpRequest, response: HttpResponse, asked: Paged) -> None:
        self.request, self.response = request, response
        self.question = asked.model_dump(exclude={"cursor", "limit"}) | {"of": request.path}
        self.cursor, self.limit = asked.cursor, asked.limit

    @property
    def wanted(self) -> int:
        """How many rows to ask for: one more than are shown, which tells whether there is a next page."""
        return self.limit + 1

    def after(self, read: Callable[..., Key]) -> Key | None:
        """The key to go on behind, as `read` makes it of its JSON values; None on the first page.

        Refuses as `cursors.read`; a key of another form, which a release before this one made, is unknown.
        """
        if not self.cursor:
            return None
        key = cursors.read(self.cursor, self.question)
        try:
            return read(*key)
        except (AttributeError, TypeError, ValueError):
            raise CursorUnknown() from None

    def answer(
        self, of: type[Answer], rows: Sequence[Row], *, key: Callable[[Row], Sequence[Any]],
        shape: Callable[[Row], Shape | None], **more: Any,
    ) -> Answer:
        """The page of at most `wanted` rows; `key` as JSON values. A row without a shape is gone, and left out."""
        shown, last = rows[: self.limit], rows[self.limit - 1] if len(rows) > self.limit else None
        return self.of(of, [made for row in shown if (made := shape(row))], then=key(last) if last else None, **more)

    def of(self, of: type[Answer], results: Sequence[Shape], *, then: Sequence[Any] | None, **more: Any) -> Answer:
        """A page of what a query cut already; `then`: the key to go on behind, None where this page is the last."""
        return of(results=list(results), next_cursor=self._next(then), **more)

    def _next(self, key: Sequence[Any] | None) -> str | None:
        """The cursor of the next page, also as a Link header (RFC 8288)."""
        if key is None:
            return None
        cursor = cursors.make(self.question, key)
        query = self.request.GET.copy()
        query["cursor"] = cursor
        address = self.request.build_absolute_uri(self.request.path)
        self.response["Link"] = f'<{address}?{query.urlencode()}>; rel="next"'
        return cursor
