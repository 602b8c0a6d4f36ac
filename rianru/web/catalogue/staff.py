"""Who comes in to the staff pages of the catalogue, and sending a form once, with its refusals at the form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from rianru.core import idempotency
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.web.health import now
from rianru.web.requests import actor_of

WIDE = ("national", "network")  # scopes that may cover a source
EVERY = (*WIDE, "city", "space")
_UNSENT = ("key", "csrfmiddlewaretoken")


def somewhere(rule: str, actor: Actor, at: datetime, kinds: tuple[str, ...]) -> bool:
    """Whether one of the actor's grants, of these kinds of scope, passes the rule where it was granted."""
    return any(
        permitted(rule, actor=actor, at=at, scope=frozenset({(grant.scope_kind, grant.scope_id)}))
        for grant in actor.grants if grant.scope_kind in kinds
    )


def takes_records(actor: Actor, at: datetime) -> bool:
    """Whether this actor takes in records and decides about them: a librarian of a network or of the nation."""
    return somewhere("catalogue.import_records", actor, at, WIDE)


def keeps_items(actor: Actor, at: datetime) -> bool:
    """Whether this actor keeps copies anywhere: a librarian of any scope."""
    return somewhere("catalogue.keep_items", actor, at, EVERY)


def serves(actor: Actor, at: datetime) -> bool:
    """Whether this actor serves members at a desk anywhere."""
    return somewhere("people.register_member", actor, at, EVERY)


def for_records(request: HttpRequest) -> tuple[Actor, datetime]:
    """Who asks and when, where they take in records; NotAllowed for everybody else."""
    actor, at = actor_of(request), now()
    if not takes_records(actor, at):
        require("catalogue.see_imports", actor=actor, at=at)
    return actor, at


def for_items(request: HttpRequest) -> tuple[Actor, datetime]:
    """Who asks and when, where they keep copies; NotAllowed for everybody else."""
    actor, at = actor_of(request), now()
    if not keeps_items(actor, at):
        require("catalogue.keep_items", actor=actor, at=at)
    return actor, at


class Keyed(forms.Form):
    """A form with a key of its own, which makes sending it twice harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: "MultiValueDict[str, Any] | None" = None, *,
        initial: dict[str, Any] | None = None, auto_id: str | bool = "id_%s",
    ) -> None:
        super().__init__(data, files, initial={"key": new_id(), **(initial or {})}, auto_id=auto_id)


def sent(
    request: HttpRequest, form: Keyed, act: Callable[[], UUID | None], *, at_field: str | None = None, files: Any = None
) -> str | None:
    """Runs `act` once under the form's key: its id as text, or blank where it gives none.

    None where the form is wrong or the action refuses; the refusal then stands at the form, or at the field `at_field`.
    Whoever may not do it, or does it to what is not there, is turned away as on any page.
    `files`: what files were sent, as a digest, because their names alone do not tell.
    """
    if not form.is_valid():
        return None
    body = {name: values for name, values in request.POST.lists() if name not in _UNSENT}
    try:
        answer = idempotency.once(
            owner=f"web:{actor_of(request).key}", key=str(form.cleaned_data["key"]), at=now(),
            body=[_path(request), body, files], do=lambda: str(act() or ""),
        )
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        form.add_error(at_field, str(refusal))
        return None
    return str(answer)


def _path(request: HttpRequest) -> str:
    """The address without its language: a form may be sent again from the other one."""
    return request.path.removeprefix("/en")
