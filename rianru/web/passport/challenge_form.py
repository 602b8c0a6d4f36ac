"""A challenge as a form: its words and days, up to 25 squares or 12 goals, rewards and the badge."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from rianru.kernel.words import T
from rianru.learning import actions
from rianru.learning.actions import ChallengeSaid, GoalSaid, RewardSaid
from rianru.learning.queries import ChallengeView
from rianru.learning.words import CHALLENGE_FORMS, GOAL_KINDS, REACHES, STAMP_KINDS, UNITS
from rianru.web.catalogue.staff import Keyed
from rianru.web.desks.where import Sitting

BOARDS = {"9": T("3 × 3", "3 × 3"), "16": T("4 × 4", "4 × 4"), "25": T("5 × 5", "5 × 5")}
SAID = ("title_th", "title_en", "description_th", "description_en", "form", "unit", "reach", "area", "starts_on",
        "ends_on", "needs")
GOALS, REWARDS = 6, 3  # offered where it is a list
FIRST: Sequence[tuple[str, str, int]] = (
    ("stamps", "visit", 1), ("stamps", "activity", 1), ("books", "", 1), ("minutes", "", 30), ("free", "", 0),
    ("spaces", "", 2), ("stamps", "borrowing", 1), ("activities", "", 2), ("minutes", "", 60),
)
"""A first board, to change as one likes."""


class ChallengeForm(Keyed):
    """Fields `goal_0_kind`, `goal_0_of`, `goal_0_needs`, `goal_0_title_th` …, `reward_0_title_th` …."""

    def __init__(
        self, *args: Any, view: ChallengeView | None, day: date, badges: Sequence[tuple[UUID, T]],
        programmes: Sequence[tuple[UUID, T]], spaces: Sequence[tuple[UUID, T]], **more: Any,
    ) -> None:
        super().__init__(*args, initial=_initial(view, day), **more)
        self.form_kind = self._said("form", view.challenge.form if view else "bingo")
        side = self._said("size", str(len(view.goals)) if view and view.side else "9")
        self.size = int(side) if side in BOARDS else 9
        self.number = self.size if self.form_kind == "bingo" else max(GOALS, len(view.goals) if view else 0)
        self._words(spaces, badges)
        for place in range(self.number):
            self._goal(place, programmes)
        for place in range(REWARDS):
            self._reward(place, spaces)

    def _said(self, name: str, otherwise: str) -> str:
        return str(self.data.get(name, otherwise)) if self.is_bound else otherwise

    def _words(self, spaces: Sequence[tuple[UUID, T]], badges: Sequence[tuple[UUID, T]]) -> None:
        for name, label, long in (
            ("title_th", T("ชื่อภารกิจ", "Title in Thai"), False),
            ("title_en", T("ชื่อภาษาอังกฤษ", "Title in English"), False),
            ("description_th", T("ชวนเขาว่าอย่างไร", "What it is about"), True),
            ("description_en", T("คำชวนภาษาอังกฤษ", "The same in English"), True),
        ):
            self.fields[name] = forms.CharField(
                label=str(label), required=name == "title_th", max_length=8_000 if long else 200,
                widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput())
        for name, label, choices in (
            ("form", T("แบบ", "Form"), CHALLENGE_FORMS), ("size", T("ขนาดกระดาน", "Size of the board"), BOARDS),
            ("unit", T("ใครทำด้วยกัน", "Who does it together"), UNITS),
            ("reach", T("นับตราจากที่ไหน", "Where stamps count"), REACHES),
        ):
            self.fields[name] = forms.ChoiceField(
                label=str(label), choices=[(value, str(said)) for value, said in choices.items()])
        self.fields["area"] = forms.CharField(required=False, max_length=8, label=str(T("รหัสพื้นที่", "Code of the area")))
        for name, label in (("starts_on", T("วันแรก", "First day")), ("ends_on", T("วันสุดท้าย", "Last day"))):
            self.fields[name] = forms.DateField(
                label=str(label), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        self.fields["needs"] = forms.IntegerField(
            min_value=1, max_value=25, label=str(T("ต้องได้กี่แถวหรือกี่เป้า", "How many lines, or goals, complete it")))
        self.fields["badge"] = forms.ChoiceField(
            required=False, label=str(T("เหรียญเมื่อสำเร็จ", "Badge at the end")),
            choices=[("", str(T("ไม่มี", "None"))), *((str(id), str(name)) for id, name in badges)])

    def _goal(self, place: int, programmes: Sequence[tuple[UUID, T]]) -> None:
        kinds = {"": T("ว่าง", "Empty")} if self.form_kind != "bingo" else {}
        kinds |= GOAL_KINDS if self.form_kind == "bingo" else {
            kind: said for kind, said in GOAL_KINDS.items() if kind != "free"}
        self.fields[f"goal_{place}_kind"] = forms.ChoiceField(
            required=False, label=str(T("นับอะไร", "What counts")),
            choices=[(value, str(said)) for value, said in kinds.items()])
        self.fields[f"goal_{place}_of"] = forms.ChoiceField(
            required=False, label=str(T("ตราแบบไหน", "Of which stamps")),
            choices=[("", str(T("แบบไหนก็ได้", "Any"))), *((one, str(said)) for one, said in STAMP_KINDS.items())])
        self.fields[f"goal_{place}_needs"] = forms.IntegerField(
            required=False, min_value=0, max_value=100_000, label=str(T("เท่าไร", "How many")))
        self.fields[f"goal_{place}_title_th"] = forms.CharField(
            required=False, max_length=200, label=str(T("คำในช่อง", "Words on it")),
            help_text=str(T("ว่างไว้ ระบบเขียนให้", "Leave it blank: it says itself.")))
        self.fields[f"goal_{place}_title_en"] = forms.CharField(
            required=False, max_length=200, label=str(T("คำภาษาอังกฤษ", "In English")))
        self.fields[f"goal_{place}_programme"] = forms.ChoiceField(
            required=False, label=str(T("ของหลักสูตร", "Of a programme")),
            choices=[("", str(T("หลักสูตรไหนก็ได้", "Any"))), *((str(id), str(said)) for id, said in programmes)])

    def _reward(self, place: int, spaces: Sequence[tuple[UUID, T]]) -> None:
        self.fields[f"reward_{place}_title_th"] = forms.CharField(
            required=False, max_length=200, label=str(T("รางวัล", "Reward")))
        self.fields[f"reward_{place}_space"] = forms.ChoiceField(
            required=False, label=str(T("รับที่ไหน", "Picked up at")),
            choices=[(str(id), str(said)) for id, said in spaces])
        self.fields[f"reward_{place}_after"] = forms.IntegerField(
            required=False, min_value=1, max_value=25, label=str(T("ครบกี่แถวหรือกี่เป้า", "After how many")),
            help_text=str(T("ว่างไว้คือเมื่อสำเร็จ", "Blank: when it is complete.")))
        self.fields[f"reward_{place}_stock"] = forms.IntegerField(
            required=False, min_value=0, max_value=1_000_000, label=str(T("มีกี่ชิ้น", "How many there are")),
            help_text=str(T("ว่างไว้คือมีพอ", "Blank: enough.")))

    def goals(self) -> list[dict[str, Any]]:
        """The bound fields, square by square."""
        names = ("kind", "of", "needs", "title_th", "title_en", "programme")
        return [{"number": place + 1, **{name: self[f"goal_{place}_{name}"] for name in names}}
                for place in range(self.number)]

    def rewards(self) -> list[dict[str, Any]]:
        """The same of rewards."""
        names = ("title_th", "space", "after", "stock")
        return [{"number": place + 1, **{name: self[f"reward_{place}_{name}"] for name in names}}
                for place in range(REWARDS)]

    def squares(self) -> list[GoalSaid]:
        """What was filled in, in order."""
        said, found = self.cleaned_data, []
        for n in range(self.number):
            kind = said.get(f"goal_{n}_kind")
            if kind:
                of, programme = said.get(f"goal_{n}_of"), said.get(f"goal_{n}_programme")
                found.append(GoalSaid(
                    kind, said.get(f"goal_{n}_needs") or 0, [of] if of else [],
                    UUID(programme) if programme else None, said.get(f"goal_{n}_title_th", ""),
                    said.get(f"goal_{n}_title_en", "")))
        return found

    def keep(self, seat: Sitting, id: UUID | None) -> UUID:
        """Keeps it; refusals of the action."""
        said = self.cleaned_data
        words = {name: said[name] for name in SAID}
        given = [
            RewardSaid(said[f"reward_{n}_title_th"], UUID(said[f"reward_{n}_space"]), after=said[f"reward_{n}_after"],
                       stock=said[f"reward_{n}_stock"])
            for n in range(REWARDS) if said[f"reward_{n}_title_th"].strip()
        ]
        return actions.keep_challenge(
            **seat.asked, said=ChallengeSaid(**words), goals=self.squares(), rewards=given, challenge_id=id,
            badge=UUID(said["badge"]) if said["badge"] else None)


def _initial(view: ChallengeView | None, day: date) -> dict[str, Any]:
    if view is None:
        said: dict[str, Any] = {
            "form": "bingo", "size": "9", "unit": "household", "reach": "network", "needs": 1, "starts_on": day,
            "ends_on": day + timedelta(days=30)}
        for n, (kind, of, needs) in enumerate(FIRST):
            said |= {f"goal_{n}_kind": kind, f"goal_{n}_of": of, f"goal_{n}_needs": needs}
        return said
    one = view.challenge
    said = {name: getattr(one, name) for name in SAID} | {"size": str(len(view.goals)), "badge": str(view.badge or "")}
    for n, goal in enumerate(view.goals):
        said |= {f"goal_{n}_kind": goal.kind, f"goal_{n}_of": goal.of[0] if len(goal.of) == 1 else "",
                 f"goal_{n}_needs": goal.needs, f"goal_{n}_title_th": goal.title_th,
                 f"goal_{n}_title_en": goal.title_en, f"goal_{n}_programme": str(goal.programme_id or "")}
    for n, reward in enumerate(view.rewards[:REWARDS]):
        said |= {f"reward_{n}_title_th": reward.title_th, f"reward_{n}_space": str(reward.space_id),
                 f"reward_{n}_after": reward.after, f"reward_{n}_stock": reward.stock}
    return said
