"""Works that lead on, each with the reason in words."""

from collections.abc import Sequence
from typing import Any

from rianru.catalogue.queries import Related, Shared
from rianru.kernel.words import T
from rianru.web.catalogue import present

MOST_SAID = 2  # subjects in one reason


def leading_on(found: Sequence[Related]) -> list[dict[str, Any]]:
    """Rows for web/work_related.html: the work, and why it is there."""
    return [{**present.row(one.work), "reasons": reasons(one.shared)} for one in found]


def reasons(shared: Sequence[Shared]) -> list[T]:
    """At most two reasons, the strongest first; subjects are one reason together."""
    said = [reason for one in shared if one.kind != "subject" for reason in [_reason(one)]]
    subjects = [one.name for one in shared if one.kind == "subject"][:MOST_SAID]
    if subjects:
        listed = ", ".join(name.replace(" -- ", " › ") for name in subjects)
        names = T.verbatim(listed, listed)
        said.append(T("เรื่องเดียวกัน: {names}", "About the same: {names}", names=names))
    return said[:2]


def _reason(one: Shared) -> T:
    name = T.verbatim(one.name, one.name)
    if one.kind == "version":
        return T("งานเดียวกัน อีกสำนวนหรืออีกภาษา", "The same work, in another version or language")
    if one.kind == "author":
        return T("งานของ {name}", "By {name}", name=name)
    if one.after:
        return T("เล่มถัดไปในชุด {name}", "Next in the series {name}", name=name)
    if one.number:
        number = T.verbatim(one.number, one.number)
        return T("ชุดเดียวกัน: {name} ลำดับ {number}", "In the same series: {name}, {number}", name=name, number=number)
    return T("ชุดเดียวกัน: {name}", "In the same series: {name}", name=name)
