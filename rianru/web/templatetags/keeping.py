"""What is kept already, asked once a page however many works it shows."""

from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context

from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS

register = template.Library()


@register.simple_tag(takes_context=True)
def is_kept(context: Context, work_id: UUID) -> bool:
    """Whether the reader of this page has the work on “want to read”."""
    request = context.get("request")
    if request is None:
        return False
    if not hasattr(request, "kept_ids"):
        actor = getattr(request, "actor", ANONYMOUS)
        request.kept_ids = queries.kept_ids(actor=actor) if actor.kind == "person" else frozenset()
    return work_id in request.kept_ids


@register.simple_tag(takes_context=True)
def own_lists(context: Context, work_id: UUID) -> list[Any]:
    """The reader's lists, each telling whether it has the work; none for those who are not signed in."""
    actor = getattr(context.get("request"), "actor", ANONYMOUS)
    return list(queries.lists(actor=actor, work_id=work_id)) if actor.kind == "person" else []
