"""A file of rows that is read in: first what would become of every row, then for good. web/parts/reading_in.html."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from rianru.kernel.formats.tables import OUTCOMES, Report
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T

MOST_BYTES = 2_000_000
SAID = {**OUTCOMES, "gone": T("เอาออก", "Taken away")}  # the last one only where a file may do so


class FileForm(forms.Form):
    """A file; the second time its text comes along instead."""

    def __init__(self, *args: Any, label: T, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = forms.FileField(
            label=str(label), required=not self.is_bound,
            widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}))


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What a page of this sort shows; `text` is kept in it for the second step."""

    form: FileForm
    report: Report | None = None
    text: str = ""
    done: bool = False

    @property
    def status(self) -> int:
        """Of the answer."""
        return 422 if self.form.errors else 200

    @property
    def counts(self) -> list[tuple[T, int]]:
        """How many lines came out how."""
        return [
            (label, n) for name, label in SAID.items() if (n := self.report.count(name)) or name in OUTCOMES
        ] if self.report else []

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Line by line."""
        return [{"line": row.line, "what": row.what, "outcome": row.outcome, "label": SAID[row.outcome],
                 "reason": row.reason or ""} for row in self.report.rows] if self.report else []


def read_in(request: HttpRequest, label: T, read: Callable[[bytes, bool], Report]) -> ReadIn:
    """`file` or `text`; `do`: look, or keep for good. What the file as a whole is refused for stands at the field."""
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES or None, label=label)
    if not posted or not form.is_valid():
        return ReadIn(form)
    text, write = _text(request), request.POST.get("do") == "keep"
    try:
        report = read(text.encode(), write)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return ReadIn(form)
    return ReadIn(FileForm(label=label) if write else form, report, "" if write else text, write)


def _text(request: HttpRequest) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        return request.POST.get("text", "")[:MOST_BYTES]
    return bytes(sent.read(MOST_BYTES)).decode("utf-8-sig", errors="replace")
