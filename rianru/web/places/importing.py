"""Staff pages of lists of spaces: send a file, say what its columns are, see what it would do, let it be written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.actions import importing
from rianru.places.words import KINDS
from rianru.web.bodies import takes_files
from rianru.web.catalogue.staff import WIDE, Keyed, sent, somewhere
from rianru.web.health import now
from rianru.web.places import import_present
from rianru.web.requests import actor_of, number, uuid_of
from rianru.web.spreadsheets import table
from rianru.web.uploads import columns, digest

PAGE = 30
LISTS = T("รายชื่อแหล่งเรียนรู้", "Lists of spaces")
ACCEPTED = ".csv,.tsv,.txt,.geojson,.json,text/csv,application/geo+json,application/json"
HEAD = ("line", "result", "name", "area", "source_key", "space_code", "reasons_th", "reasons_en", "changed_fields")


def for_spaces(request: HttpRequest) -> tuple[Actor, datetime]:
    """Who asks and when, where they bring spaces into some network; NotAllowed for everybody else."""
    actor, at = actor_of(request), now()
    if not somewhere("places.add_space", actor, at, WIDE):
        require("places.add_space", actor=actor, at=at)
    return actor, at


def seen(request: HttpRequest, id: UUID) -> tuple[queries.ListView, Actor, datetime]:
    """One file of my networks, and who asks when; NotFound for everybody else."""
    actor, at = for_spaces(request)
    view = queries.space_import(actor=actor, at=at, id=id)
    if view is None:
        raise NotFound()
    return view, actor, at


def crumbs(view: queries.ListView, *last: T) -> list[dict[str, Any]]:
    """The way to a page of a file."""
    own = {"text": view.run.file_name, "url": reverse("space_list", kwargs={"id": view.run.id}) if last else ""}
    return [{"text": LISTS, "url": reverse("space_lists")}, own, *({"text": text, "url": ""} for text in last)]


class ListForm(Keyed):
    """A file, whose list it is, and into which network."""

    network = forms.ChoiceField()
    source = forms.CharField(max_length=120)
    file = forms.FileField()

    def __init__(self, *args: Any, networks: Sequence[queries.Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network, source, file = self.fields["network"], self.fields["source"], self.fields["file"]
        assert isinstance(network, forms.ChoiceField)
        network.choices = [(str(one.id), str(T.verbatim(one.name_th, one.name_en))) for one in networks]
        network.label = str(T("เข้าเครือข่ายไหน", "Into which network"))
        source.label = str(T("รายชื่อนี้มาจากไหน", "Where the list comes from"))
        source.help_text = str(T(
            "เช่น สพป. พะเยา เขต 1 ใช้ชื่อเดิมทุกครั้งที่ส่งรายชื่อชุดนี้ จะได้ไม่ซ้ำ",
            "Such as Phayao education office 1. Use the same name each time, so that nothing comes in twice.",
        ))
        source.widget.attrs |= {"list": "known-sources", "autocomplete": "off"}
        file.label = str(T("ไฟล์รายชื่อ", "The list"))
        file.help_text = str(T(
            "CSV จากโปรแกรมตาราง หรือ GeoJSON จากแผนที่ ตัวอักษรแบบไหนก็ได้ (UTF-8, TIS-620)",
            "CSV from a spreadsheet or GeoJSON from a map, in any encoding (UTF-8, TIS-620)",
        ))
        file.widget.attrs["accept"] = ACCEPTED
        file.error_messages |= {
            "required": str(T("เลือกไฟล์ก่อนส่ง", "Choose a file first")),
            "empty": str(T("ไฟล์นี้ว่าง ตรวจว่าเลือกไฟล์ถูก", "The file is empty. Check that it is the right one.")),
        }


class SpaceColumnsForm(Keyed):
    """What each column is (`column_0`, …), and what holds for rows that do not say it."""

    kind = forms.ChoiceField(required=False)
    approximate = forms.BooleanField(required=False)

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", str(T("– ตามคอลัมน์ประเภท –", "– as the column of kinds says –"))),
                        *((name, str(label)) for name, label in KINDS.items())]
        kind.label = str(T("ประเภทของแถวที่ไม่บอก", "Kind of rows that do not say it"))
        self.fields["approximate"].label = str(
            T("พิกัดในไฟล์เป็นตำแหน่งโดยประมาณ", "Positions in this file are approximate"))
        self.fields["approximate"].help_text = str(T(
            "เช่น จุดกลางตำบล หน้าแหล่งเรียนรู้จะบอกว่าโดยประมาณ และไม่บอกระยะทางเป็นเมตร",
            "Such as the middle of a sub-district. Pages then say “approximate”, and no distance to the metre.",
        ))
        self.names = [f"column_{number}" for number in range(len(headings))]
        choices = [(name, str(label)) for name, label in importing.COLUMNS.items()]
        for name, place, heading in zip(self.names, range(1, len(headings) + 1), headings, strict=True):
            self.fields[name] = forms.ChoiceField(choices=choices)
            self.fields[name].label = import_present.heading(heading, place)


@require_safe
def space_lists(request: HttpRequest) -> HttpResponse:
    """The newest files of my networks, and the ways out."""
    actor, at = for_spaces(request)
    before = uuid_of(request.GET.get("before", ""))
    found = queries.space_imports(actor=actor, at=at, before=before, limit=PAGE + 1)
    more = f"{reverse('space_lists')}?before={found[PAGE - 1].run.id}" if len(found) > PAGE else ""
    return render(request, "web/space_lists.html", {
        "lists": [import_present.shown(view) for view in found[:PAGE]], "new_url": reverse("space_list_new"),
        "page": {"next_url": more, "first_url": reverse("space_lists") if before else ""},
    })


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def space_list_new(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: the file is kept, then its columns are confirmed."""
    actor, at = for_spaces(request)
    networks = queries.networks_to_import(actor=actor, at=at)
    posted = request.method == "POST"
    form = ListForm(
        request.POST if posted else None, request.FILES if posted else None, networks=networks,
        initial={"source": request.GET.get("source", "")[:120]},
    )
    if posted and (id := sent(request, form, lambda: _start(form, actor, at), at_field="file", files=digest(form))):
        return redirect("space_list_columns", id=id)
    return render(request, "web/space_list_new.html", {
        "form": form, "networks": networks, "sources": queries.space_sources(actor=actor, at=at),
        "back_url": reverse("space_lists"), "rows": importing.MOST_ROWS, "limit": importing.MOST_BYTES >> 20,
    }, status=422 if form.errors else 200)


def _start(form: ListForm, actor: Actor, at: datetime) -> UUID:
    given = form.cleaned_data
    return importing.start_space_import(
        actor=actor, at=at, network_id=UUID(given["network"]), source=given["source"], file=given["file"],
        file_name=given["file"].name,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def space_list_columns(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is each column? Filled in with the guess, or with what this source had last time."""
    view, actor, at = seen(request, id)
    if view.run.state not in ("columns", "checked"):
        return redirect("space_list", id=id)
    sheet, guessed, known = importing.guessed_columns(view.run)
    defaults = view.run.defaults or (view.run.source.defaults if known else {})
    form = SpaceColumnsForm(
        request.POST if request.method == "POST" else None, headings=sheet.headings,
        initial=defaults | {f"column_{number}": name for number, name in enumerate(guessed)},
    )

    def confirm() -> None:
        given = form.cleaned_data
        importing.confirm_space_columns(
            actor=actor, at=at, import_id=id, columns=[given[name] for name in form.names], kind=given["kind"],
            approximate=given["approximate"],
        )

    if request.method == "POST" and sent(request, form, confirm) is not None:
        return redirect("space_list", id=id)
    return render(request, "web/space_list_columns.html", {
        "list": import_present.shown(view), "form": form, "known": known, "encoding": sheet.encoding,
        "columns": columns([form[name] for name in form.names], sheet.rows),
        "crumbs": crumbs(view, T("คอลัมน์ไหนคืออะไร", "What is each column?")),
    }, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def space_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """One file, live: what it would do or did. `do`: write or drop."""
    view, actor, at = seen(request, id)
    if view.run.state == "columns" and request.method != "POST":
        return redirect("space_list_columns", id=id)
    form = Keyed(request.POST if request.method == "POST" else None)
    do = request.POST.get("do", "")
    if request.method == "POST":
        act = {"write": importing.write_space_import, "drop": importing.drop_space_import}.get(do)
        if act is None:
            raise NotFound()
        if sent(request, form, lambda: act(actor=actor, at=at, import_id=id)) is not None:
            if do == "write":
                return redirect("space_list", id=id)
            messages.success(request, str(T("ยกเลิกไฟล์นี้แล้ว ไม่มีอะไรถูกเขียน", "Dropped. Nothing was written.")))
            return redirect("space_lists")
    return render(request, "web/space_list.html", {
        "list": import_present.shown(view), "form": form, "refresh": "refresh" in request.GET, "crumbs": crumbs(view),
        "live_url": reverse("space_list_live", kwargs={"id": id}),
        "reasons": import_present.reasons(queries.reason_counts(run_id=id)), **_report(request, view),
    }, status=409 if form.errors else 200)


def _report(request: HttpRequest, view: queries.ListView) -> dict[str, Any]:
    """The list that is looked at, page by page behind a number."""
    chosen = import_present.chosen_list(view, request.GET.get("list", ""))
    after = number(request, "after", most=2**31 - 1)
    found = queries.import_rows(run_id=view.run.id, which=chosen, after=after, limit=PAGE + 1)
    here = f"{reverse('space_list', kwargs={'id': view.run.id})}?list={chosen}"
    return {
        "chosen": chosen, "tabs": import_present.tabs(view, chosen),
        "rows": [import_present.row(one) for one in found[:PAGE]],
        "report_url": reverse("space_list_report", kwargs={"id": view.run.id, "which": chosen}),
        "page": {
            "next_url": f"{here}&after={found[PAGE - 1].number}#report" if len(found) > PAGE else "",
            "first_url": f"{here}#report" if after else "",
        },
    }


@require_safe
def space_list_live(request: HttpRequest, id: UUID) -> HttpResponse:
    """The part of the page that asks for itself again; once it is over the whole page is fetched anew."""
    view, _, _ = seen(request, id)
    response = render(request, "web/space_list_live.html", {
        "list": import_present.shown(view), "live_url": reverse("space_list_live", kwargs={"id": id}),
    })
    if not view.live:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def space_list_report(request: HttpRequest, id: UUID, which: str) -> StreamingHttpResponse:
    """A whole list of the report, with reasons in both languages, streamed."""
    if which not in queries.LISTS:
        raise NotFound()
    view, _, _ = seen(request, id)
    return table(f"{which}-{id}", HEAD, map(_cells, queries.every_import_row(run_id=view.run.id, which=which)))


def _cells(one: queries.RowView) -> list[object]:
    said = [importing.words(code, values) for code, values in one.reasons]
    return [
        one.line, one.kind, one.name, one.area, one.key, one.code, " · ".join(words.in_("th") for words in said),
        " · ".join(words.in_("en") for words in said), " ".join(one.fields),
    ]


@require_safe
def space_list_file(request: HttpRequest, id: UUID) -> FileResponse:
    """The file, byte for byte as it was sent."""
    view, _, _ = seen(request, id)
    return FileResponse(
        view.run.file.open("rb"), as_attachment=True, filename=view.run.file_name or f"{id}",
        content_type="application/octet-stream",
    )
