"""Issuing at a desk: to one or to a class, by cards or names, looked over before anything is signed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.credentials import actions, queries
from rianru.credentials.actions import Proof
from rianru.credentials.queries import DefinitionRow
from rianru.kernel.words import T
from rianru.learning import queries as learning
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.credentials.desk import crumbs, named, places_of
from rianru.web.credentials.present import picture_url
from rianru.web.desks.where import Sitting, seated
from rianru.web.learning import hosting
from rianru.web.requests import uuid_of

MOST_LINES = 300  # people in one form; programs take more
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """A line as it was typed, and whom it means: one, or several to choose from, or nobody."""

    typed: str
    member: Member | None
    others: tuple[Member, ...] = ()


class IssueForm(Keyed):
    """What, to whom, and what showed it."""

    definition = forms.ChoiceField()
    level = forms.ChoiceField(required=False)
    people = forms.CharField(max_length=40_000, widget=forms.Textarea(
        attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}))
    hours = forms.DecimalField(required=False, min_value=0, max_value=10_000, max_digits=7, decimal_places=2,
                               widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    told = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, rows: list[DefinitionRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.id): row for row in rows}
        chosen, level = self.fields["definition"], self.fields["level"]
        assert isinstance(chosen, forms.ChoiceField)
        assert isinstance(level, forms.ChoiceField)
        chosen.choices = named(rows)
        most = max((len(row.levels) for row in rows), default=0)
        level.choices = [("", str(T("ไม่มีระดับ", "No levels"))), *(
            (str(n), str(T("ระดับ {n}", "Level {n}", n=n))) for n in range(1, most + 1))]
        labels = {
            "definition": T("ออกอะไร", "What"), "level": T("ระดับ", "Level"), "hours": T("ชั่วโมง", "Hours"),
            "people": T("ให้ใคร บรรทัดละคน", "To whom, one a line"),
            "told": T("หลักฐานสั้น ๆ", "What showed it, in a few words"),
        }
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.fields["people"].help_text = str(T("เลขบัตร เบอร์โทร หรือชื่อสมาชิก สแกนบัตรต่อกันได้",
                                                "Card, phone or name of members. Cards may be scanned one by one."))
        self.fields["hours"].help_text = str(T("เว้นว่างคือตามที่กำหนดไว้", "Blank: as the definition says"))
        self.fields["told"].help_text = str(T("ติดไปกับใบรับรอง อย่าใส่ชื่อคน",
                                              "It goes into the credential: name nobody."))

    def clean_people(self) -> list[str]:
        """The lines that say something."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].replace("\0", "").splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > MOST_LINES:
            raise ValidationError(str(T("ครั้งละไม่เกิน {n} คน", "At most {n} {n:person|people} at once", n=MOST_LINES)))
        return lines

    @property
    def definition_row(self) -> DefinitionRow:
        """What was chosen."""
        return self.rows[self.cleaned_data["definition"]]


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def desk_issue(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """`do` look: whom each line means; issue: to those who are clear, once the rest is settled."""
    rows = queries.definitions(places=[one.pair for one in places_of(seat)], limit=500)
    posted = request.POST if request.method == "POST" else None
    form = IssueForm(posted, rows=rows, initial={"definition": request.GET.get("definition", ""),
                                                 "people": _lines_of(request, seat)})
    meant: list[Meant] | None = None
    if posted is not None and form.is_valid():
        meant = [_meant(seat, line, posted) for line in form.cleaned_data["people"]]
        clear = [one.member for one in meant if one.member]
        if request.POST.get("do") == "issue" and clear and len(clear) == len(meant):
            done = sent(request, form, lambda: _issued(request, seat, form, clear))
            if done is not None:
                return redirect(f"{reverse('desk_credentials')}?definition={form.definition_row.id}")
    return render(request, "web/credentials/issue.html", {
        "desk": seat, "form": form, "meant": meant, "any": bool(rows),
        "clear": meant is not None and bool(meant) and all(one.member for one in meant),
        "picture": picture_url(form.definition_row.id, form.definition_row.version) if meant is not None else "",
        "crumbs": crumbs((T("ออกใบรับรอง", "Issue"), "")),
    }, status=422 if form.errors else 200)


def _lines_of(request: HttpRequest, seat: Sitting) -> str:
    """Whom a link names: one as typed, or (`?session=`) the cards of those who came, for whoever keeps that list."""
    session = uuid_of(request.GET.get("session", ""))
    if session is None:
        return request.GET.get("who", "").replace("\0", "")[:200]
    hosting.occasion_for(request, session)
    came = [one.person_id for one in learning.roster(session) if one.came_id and one.person_id]
    came += [one.person_id for one in learning.others(session) if one.person_id]
    cards = people.memberships_of_persons(came)
    return "\n".join(one.card_shown for one in cards if one.network_id == seat.space.network_id)


def _meant(seat: Sitting, line: str, posted: Any) -> Meant:
    found = people.look_up(line, network_id=seat.space.network_id, limit=MOST_ALIKE)
    picked = next((one for one in found if str(one.id) in posted.getlist("picked")), None)
    if picked or len(found) == 1:
        return Meant(line, picked or found[0])
    return Meant(line, None, tuple(found))


def _issued(request: HttpRequest, seat: Sitting, form: IssueForm, members: list[Member]) -> UUID | None:
    said = form.cleaned_data
    hours: Decimal | None = said["hours"]
    made = actions.issue_to_many(
        actor=seat.actor, at=seat.at, definition_id=form.definition_row.id,
        person_ids=[one.person_id for one in members], level=int(said["level"]) if said["level"] else None,
        hours=hours, proofs=[Proof(told=said["told"])] if said["told"] else [],
    )
    fresh = len(made.ids) - len(made.held)
    text = T("ออกแล้ว {n:,} ใบ", "{n:,} issued", n=fresh)
    more = T(" · มีอยู่แล้ว {n:,} คน", " · {n:,} held it already", n=len(made.held)) if made.held else T("", "")
    messages.success(request, f"{text}{more}")
    return None


