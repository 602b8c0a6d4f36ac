"""Granting and ending roles: administrators within their own scope, and no longer than their own grant lasts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from rianru.core import facts, notices
from rianru.core.actors import Actor, Role
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import Account, Pseudonym, RoleGrant
from rianru.people.queries.scopes import place_names, scope_of
from rianru.people.rules import may_grant_until
from rianru.people.words import ROLES

GRANTED_SUBJECT = T("คุณมีหน้าที่ใหม่", "You have a new role")
GRANTED_BODY = T(
    "สวัสดี\n\nคุณเป็น{role} ที่ {place} แล้ว\n\nเข้าสู่ระบบ เปิดยืนยันสองขั้นในหน้าบัญชี แล้วเริ่มได้เลย\n{url}\n\nเรียนรู้\n",
    "Hello,\n\nYou are now {role} of {place}.\n\nSign in, turn the second step on in your account, and begin.\n{url}\n"
    "\nRianru\n",
)
LASTING = timedelta(hours=1)  # an administrator whose role ends sooner does not count as one who is left


class RoleAlreadyHeld(Refused):
    """The same role in the same scope overlaps with this period."""

    code = "people.role_already_held"
    says = T(
        "คนนี้มีสิทธิ์นี้ที่นี่ในช่วงเวลานั้นแล้ว สิ้นสุดสิทธิ์เดิมก่อน หรือเลือกช่วงที่ไม่ทับกัน",
        "They hold this role here in that period already. End it first, or choose a period that does not overlap.",
    )


class PeriodEmpty(NotUnderstood):
    """It would end before it begins."""

    code = "people.period_empty"
    says = T("วันสิ้นสุดต้องมาหลังวันเริ่ม", "The end must come after the beginning.")


class GrantOutlasts(Refused):
    """It would last longer than the granter's own role."""

    code = "people.grant_outlasts"
    says = T(
        "ให้สิทธิ์ได้ไม่เกินวันที่สิทธิ์ของคุณเองสิ้นสุด ใส่วันสิ้นสุดให้อยู่ในช่วงนั้น",
        "A role you grant cannot outlast your own. Set an end within it.",
    )
    status = 403


class RoleAlreadyEnded(Refused):
    """It no longer holds."""

    code = "people.role_already_ended"
    says = T("สิทธิ์นี้สิ้นสุดไปแล้ว ไม่ต้องทำซ้ำ", "This role has ended already. Nothing more to do.")


class LastAdministrator(Refused):
    """Nobody would be left who may grant roles."""

    code = "people.last_administrator"
    says = T(
        "เหลือผู้ดูแลระบบระดับประเทศคนเดียว ตั้งอีกคนก่อน แล้วจึงสิ้นสุดสิทธิ์นี้",
        "This is the last national administrator. Make another one first, then end this role.",
    )


def grant_role(
    *, actor: Actor, at: datetime, person_id: UUID, role: Role, scope_kind: str, scope_id: UUID | None = None,
    since: datetime | None = None, until: datetime | None = None, reason: str = "",
) -> UUID:
    """Gives `role` in one scope from `since` (now, unless given; never earlier) until before `until`; the grant's id.

    Refuses with NotFound (no such person or place), NotAllowed, GrantOutlasts, PeriodEmpty and RoleAlreadyHeld; the
    database decides the last one.
    """
    scope = scope_of(scope_kind, scope_id)
    require("people.grant_role", actor=actor, at=at, scope=scope)
    if not may_grant_until(actor, until, scope=scope, at=at):
        raise GrantOutlasts()
    begin = max(since or at, at)
    if until is not None and until <= begin:
        raise PeriodEmpty()
    try:
        with transaction.atomic():
            key = _live_key(person_id)
            grant = RoleGrant.objects.create(
                person_id=person_id, role=role, scope_kind=scope_kind, scope_id=scope_id, since=begin, until=until,
                granted_by=actor.key, granted_at=at, reason=reason.strip()[:500],
            )
            facts.record(
                kinds.ROLE_GRANTED, actor=actor, at=at, subject=key, changed=(role.value,),
                space_id=scope_id if scope_kind == "space" else None,
            )
            _tell(grant, actor=actor, at=at)
    except IntegrityError as error:
        if "people_role_grant_no_overlap" in str(error):
            raise RoleAlreadyHeld() from error
        raise
    return grant.id


def _tell(grant: RoleGrant, *, actor: Actor, at: datetime) -> None:
    """A letter to the person, when another person granted it: what, where, and the second step that comes first."""
    if actor.kind != "person":
        return
    pair = (grant.scope_kind, grant.scope_id)
    account = Account.objects.get(person=grant.person_id)
    notices.send(
        "people.role_granted", to_email=account.email, lang=account.language, at=at, subject=GRANTED_SUBJECT,
        body=GRANTED_BODY.having(role=ROLES[grant.role], place=place_names([pair])[pair], url=settings.PUBLIC_URL),
    )


def _live_key(person_id: UUID) -> UUID:
    """The key of someone with an account that can sign in; else NotFound."""
    live = Pseudonym.objects.filter(person_id=person_id, person__account__is_active=True)
    key = live.values_list("key", flat=True).first()
    if key is None:
        raise NotFound()
    return key


@transaction.atomic
def end_role(*, actor: Actor, at: datetime, grant_id: UUID, reason: str = "") -> None:
    """Ends a grant now; one that has yet to begin then never does. Sessions lose the role with their next request.

    Refuses with NotFound, NotAllowed, RoleAlreadyEnded and LastAdministrator.
    """
    grant = RoleGrant.objects.filter(id=grant_id).first()
    if grant is None:
        raise NotFound()
    require("people.end_role", actor=actor, at=at, scope=scope_of(grant.scope_kind, grant.scope_id, checked=False))
    _keep_one_administrator(grant, at=at)
    still_open = Q(until__isnull=True) | Q(until__gt=Greatest(F("since"), Value(at)))
    ended = RoleGrant.objects.filter(still_open, id=grant_id).update(
        until=max(at, grant.since), ended_by=actor.key, end_reason=reason.strip()[:500]
    )
    if not ended:
        raise RoleAlreadyEnded()
    key = Pseudonym.objects.filter(person_id=grant.person_id).values_list("key", flat=True).first()
    facts.record(
        kinds.ROLE_ENDED, actor=actor, at=at, subject=key, changed=(grant.role,),
        space_id=grant.scope_id if grant.scope_kind == "space" else None,
    )


def _keep_one_administrator(grant: RoleGrant, *, at: datetime) -> None:
    """Locks all national administrators in order of id, so that the last two cannot end each other at once."""
    if grant.role != Role.ADMINISTRATOR or grant.scope_kind != "national" or grant.since > at:
        return
    national = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR, scope_kind="national", since__lte=at, person__account__is_active=True
    )
    others = [row for row in national.order_by("id") if row.id != grant.id]
    has_ended = grant.until is not None and grant.until <= at
    if not has_ended and not any(row.until is None or row.until > at + LASTING for row in others):
        raise LastAdministrator()
