"""A programme as a form: its words, and up to MOST parts with the activities that each holds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from rianru.kernel.words import T
from rianru.learning import actions
from rianru.learning.actions import NewPart
from rianru.learning.queries import ProgrammeView
from rianru.learning.words import PROGRAMME_STATES
from rianru.web.catalogue.staff import Keyed
from rianru.web.desks.where import Sitting

MOST = 8  # parts of the form
SPARE = 1  # empty ones offered


class ProgrammeForm(Keyed):
    """Fields `part_0_title_th`, `part_0_needs`, `part_0_activities` …; one with neither title nor activity is none."""

    def __init__(
        self, *args: Any, view: ProgrammeView | None, activities: Sequence[tuple[UUID, T]], **more: Any
    ) -> None:
        super().__init__(*args, initial=_initial(view), **more)
        for name, label, long in (
            ("title_th", T("ชื่อหลักสูตร", "Title in Thai"), False),
            ("title_en", T("ชื่อภาษาอังกฤษ", "Title in English"), False),
            ("description_th", T("จบแล้วได้อะไร", "What it leads to"), True),
            ("description_en", T("คำบรรยายภาษาอังกฤษ", "The same in English"), True),
        ):
            self.fields[name] = forms.CharField(
                label=str(label), required=name == "title_th", max_length=8_000 if long else 200,
                widget=forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput())
        self.fields["ordered"] = forms.BooleanField(
            required=False, label=str(T("ต้องทำทีละตอนตามลำดับ", "One part after another, in order")))
        self.fields["hours"] = forms.IntegerField(
            required=False, min_value=0, max_value=10_000,
            label=str(T("อย่างน้อยรวมกี่ชั่วโมง", "Hours needed in all")))
        self.fields["state"] = forms.ChoiceField(
            label=str(T("สถานะ", "State")), choices=[(one, str(label)) for one, label in PROGRAMME_STATES.items()])
        self.number = min(MOST, max(self._sent(), len(view.parts) if view else 0) + SPARE)
        for place in range(self.number):
            self._part(place, activities)

    def _sent(self) -> int:
        """How many parts were filled in."""
        filled = [place for place in range(MOST) if self.data.get(f"part_{place}_title_th", "").strip()]
        return max(filled) + 1 if filled else 0

    def _part(self, place: int, activities: Sequence[tuple[UUID, T]]) -> None:
        self.fields[f"part_{place}_title_th"] = forms.CharField(
            required=False, max_length=200, label=str(T("ตอนที่ {n}", "Part {n}", n=place + 1)))
        self.fields[f"part_{place}_title_en"] = forms.CharField(
            required=False, max_length=200, label=str(T("ชื่อภาษาอังกฤษ", "Its title in English")))
        self.fields[f"part_{place}_needs"] = forms.IntegerField(
            required=False, min_value=1, max_value=60, label=str(T("ต้องทำกี่กิจกรรม", "How many of these")),
            help_text=str(T("ว่างไว้ถ้าต้องครบทุกกิจกรรม", "Leave it blank for all of them")))
        self.fields[f"part_{place}_activities"] = forms.MultipleChoiceField(
            required=False, widget=forms.CheckboxSelectMultiple,
            label=str(T("กิจกรรมในตอนนี้", "Activities of this part")),
            choices=[(str(id), str(title)) for id, title in activities])

    def parts(self) -> list[dict[str, Any]]:
        """The bound fields, part by part."""
        names = ("title_th", "title_en", "needs", "activities")
        rows = [{name: self[f"part_{place}_{name}"] for name in names} for place in range(self.number)]
        return [{**row, "number": n, "fresh": not row["title_th"].value()} for n, row in enumerate(rows, 1)]

    def said(self) -> list[NewPart]:
        """What was filled in."""
        said = self.cleaned_data
        found = [
            NewPart(title_th=said[f"part_{n}_title_th"], title_en=said[f"part_{n}_title_en"],
                    needs=said[f"part_{n}_needs"], activities=[UUID(id) for id in said[f"part_{n}_activities"]])
            for n in range(self.number)
        ]
        return [one for one in found if one.title_th or one.activities]

    def keep(self, seat: Sitting, id: UUID | None) -> UUID:
        """Keeps it; refusals of the action."""
        said = self.cleaned_data
        return actions.keep_programme(
            **seat.asked, programme_id=id, parts=self.said(), ordered=said["ordered"],
            least_minutes=(said["hours"] or 0) * 60, state=said["state"],
            **{name: said[name] for name in ("title_th", "title_en", "description_th", "description_en")},
        )


def _initial(view: ProgrammeView | None) -> dict[str, Any]:
    if view is None:
        return {"state": "draft"}
    one = view.programme
    said: dict[str, Any] = {
        "title_th": one.title_th, "title_en": one.title_en, "description_th": one.description_th, "state": one.state,
        "description_en": one.description_en, "ordered": one.ordered, "hours": one.least_minutes // 60 or None,
    }
    for place, part in enumerate(view.parts):
        said |= {f"part_{place}_title_th": part.part.title_th, f"part_{place}_title_en": part.part.title_en,
                 f"part_{place}_needs": part.part.needs,
                 f"part_{place}_activities": [str(step.activity.id) for step in part.steps]}
    return said
