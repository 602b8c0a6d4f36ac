"""The forms of granting and ending roles."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms

from rianru.core.actors import Role
from rianru.kernel.dates import from_typed_year, start_of_day
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T
from rianru.people.queries import PlaceRow
from rianru.people.words import KINDS, ROLES
from rianru.web.accounts.forms import Spoken
from rianru.web.accounts.words import said

REASON = T("เหตุผล", "Reason")
DAY_UNCLEAR = T("อ่านวันที่ไม่ออก พิมพ์แบบ 30/9/2570", "The day is not clear. Write it like 30/9/2027.")


class DayField(forms.Field):
    """A day from the browser's calendar (2027-09-30), or typed as day/month/year in either era and either digits."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """The day, in the common era. A form error for anything else."""
        typed = to_arabic(str(value or "")).strip()
        if not typed:
            return None
        try:
            if "/" in typed:
                day, month, year = typed.split("/")
                return date(from_typed_year(year), int(month), int(day))
            year, month, day = typed.split("-")
            return date(from_typed_year(year), int(month), int(day))
        except ValueError:
            raise forms.ValidationError(said(DAY_UNCLEAR), code="invalid") from None


class GrantForm(Spoken):
    """Who, what, where, until when and why."""

    email = forms.EmailField()
    role = forms.ChoiceField()
    place = forms.ChoiceField()
    until_on = DayField(required=False)
    reason = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, places: list[PlaceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("email", T("อีเมลของเขา", "Their e-mail address")), ("role", T("หน้าที่", "Role")),
            ("place", T("ที่ไหน", "Where")),
            ("until_on", T("ถึงวันที่", "Until")), ("reason", REASON),
        ):
            self.fields[name].label = said(label)
        self.fields["until_on"].help_text = said(T(
            "สิทธิ์หมดเมื่อสิ้นวันนั้น เว้นว่างถ้าไม่มีกำหนด", "The role ends with that day. Leave it blank for no end.",
        ))
        first = [("", said(T("เลือก", "Choose")))]  # nothing is granted because nobody looked
        self.fields["role"].choices = first + [(role.value, said(ROLES[role])) for role in Role]  # type: ignore[attr-defined]
        self.fields["place"].choices = first + [  # type: ignore[attr-defined]
            (said(KINDS[kind]), [(f"{row.kind}:{row.id or ''}", said(row.name)) for row in rows])
            for kind, rows in groupby(places, key=lambda row: row.kind)
        ]

    def granted(self, at: datetime) -> dict[str, Any]:
        """What `grant_role` wants to know."""
        data = self.cleaned_data
        kind, _, id = data["place"].partition(":")
        return {
            "role": Role(data["role"]), "scope_kind": kind, "scope_id": UUID(id) if id else None, "since": at,
            "until": start_of_day(data["until_on"] + timedelta(days=1)) if data["until_on"] else None,
            "reason": data["reason"],
        }


class EndForm(Spoken):
    """Why."""

    reason = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = said(REASON)
