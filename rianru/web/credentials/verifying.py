"""The verifier: a page that checks by itself, also with the line cut; what it keeps; and the server for those without
scripts.
"""

import orjson
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.credentials import queries
from rianru.kernel.formats import badges
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.web.credentials.publishing import kept
from rianru.web.credentials.verdicts import LABELS, OUTCOMES, judge
from rianru.web.health import now

MOST = 4 * 2**20
SHEETS = ("vendor/faces.css", "css/tokens.css", "css/components.css", "css/credentials.css")
SCRIPTS = ("reading", "vocabulary", "statements", "canonical", "sha256", "keys", "verifying", "seen", "showing")
NO_WAY = T(
    "เบราว์เซอร์นี้ตรวจลายเซ็นเองไม่ได้ ต่ออินเทอร์เน็ตแล้วให้เครื่องแม่ข่ายตรวจ",
    "This browser cannot check signatures by itself. Connect, and let the server do it.",
)


class HandedIn(forms.Form):
    """A badge: a file, or pasted."""

    use_required_attribute = False
    file = forms.FileField(required=False)
    text = forms.CharField(required=False, max_length=MOST)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page; a POST is judged here, for browsers without scripts. Nothing of it is kept."""
    judged, refusal = None, None
    form = HandedIn(request.POST, request.FILES) if request.method == "POST" else HandedIn()
    if request.method == "POST":
        file = request.FILES.get("file")
        given: bytes | str = file.read(MOST) if file else request.POST.get("text", "")
        if given:
            try:
                judged = judge(given, at=now()).shown
            except Refused as error:
                refusal = error
    return render(request, "web/credentials/verify.html", {
        "form": form, "judged": judged, "refusal": refusal, "accepted": ".png,.json,.jsonld,.jwt,.txt,image/png",
    }, status=422 if refusal else 200)


@require_safe
def verify_seen(request: HttpRequest) -> HttpResponse:
    """What a browser keeps to check badges without us: every key, vocabulary and word; and where the lists are."""
    says = {**badges.SAYS, "no_way": NO_WAY}
    issuers = queries.issuers()
    documents = queries.key_documents(issuers)
    text = orjson.dumps({
        "keys": documents, "contexts": {address: badges.shipped(address) for address in badges.FILES},
        "says": {name: _both(words) for name, words in says.items()},
        "labels": {name: _both(words) for name, words in LABELS.items()},
        "outcomes": {name: _both(words) for name, words in OUTCOMES.items()},
        "names": {one.address: _both(one.name) for one in issuers},
        "lists": [
            {"address": address, "url": reverse("status_list", kwargs={"id": id, "purpose": purpose})}
            for address, id, purpose in queries.status_lists()
        ],
    })
    return kept(request, text.decode(), lambda: text, "application/json")


@require_safe
def verify_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the verifier: it keeps the page and what the page is made of."""
    files = [*map(static, SHEETS), static("icons.svg"), static("js/faces.js"), static("vendor/ed25519.js"),
             *(static(f"js/badges/{name}.js") for name in (*SCRIPTS, "verifier"))]
    # Modules name each other without the marks of their versions.
    files += ["/static/vendor/ed25519.js", *(f"/static/js/badges/{name}.js" for name in SCRIPTS)]
    answer = render(request, "web/credentials/worker.js", {
        "files": orjson.dumps(sorted(set(files))).decode(), "page": reverse("verify"),
    }, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _both(words: T) -> dict[str, str]:
    """Both languages; a place that a moment fills stays a place."""
    return {"th": words.th.replace("{{", "{").replace("}}", "}"), "en": words.en.replace("{{", "{").replace("}}", "}")}


