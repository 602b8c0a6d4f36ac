"""Issuing: one, a list of people, or by the rules of whoever completed something. Signed and stored, or nothing is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import Q

from rianru.core import facts, notices
from rianru.core.actors import NATIONAL, Actor
from rianru.core.facts import NewFact
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions import composing
from rianru.credentials.actions.composing import Award, Proof
from rianru.credentials.actions.keys import Signer, locked, scope_of, signer
from rianru.credentials.actions.lists import deal
from rianru.credentials.actions.refusals import (
    AlreadyHeld,
    DefinitionEnded,
    HoursWrong,
    LevelUnknown,
    TooManyAtOnce,
)
from rianru.credentials.models import AwardRule, Credential, Definition, Evidence, Issuer, Level
from rianru.credentials.queries import composing as saying
from rianru.credentials.queries.issuers import issuer_name
from rianru.kernel.dates import day_of, start_of_day, to_be
from rianru.kernel.formats import badges
from rianru.kernel.ids import new_ids
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.people.queries import Known
from rianru.places import queries as places

MOST = 10_000  # people in one batch
MOST_HOURS = Decimal(10_000)
TOLD = 300  # people of one batch who get a letter each
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

SUBJECT = T("คุณได้รับ “{what}”", "You were given “{what}”")
BODY = T(
    "{by} ออก “{what}” ให้คุณแล้ว\n\nเปิดดู พิมพ์ใบประกาศ และเลือกว่าให้ใครเห็นได้ที่ {site}/me/credentials/\n\n"
    "ตอนนี้เห็นคนเดียว จนกว่าคุณจะให้คนอื่นดู",
    "{by} gave you “{what}”.\n\nSee it, print the certificate and choose who else sees it at "
    "{site}/en/me/credentials/\n\nFor now only you do.",
)


@dataclass(frozen=True, slots=True)
class Issued:
    """What a batch came to: credentials by person, and who held it already."""

    ids: dict[UUID, UUID]
    held: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    """What every credential of a batch shares."""

    definition: Definition
    issuer: Issuer
    level: Level | None
    hours: Decimal | None
    proofs: tuple[Proof, ...]
    actor: Actor
    at: datetime


def issue_credential(
    *, actor: Actor, at: datetime, definition_id: UUID, person_id: UUID, level: int | None = None,
    hours: Decimal | None = None, proofs: Sequence[Proof] = (),
) -> UUID:
    """Issues one, by hand; its id. `level` by its number, `hours` where they differ from the definition's.

    Refuses with NotFound, DefinitionEnded, LevelUnknown, HoursWrong, AlreadyHeld and SigningKeyLost.
    """
    definition = _definition(definition_id)
    require("credentials.issue", actor=actor, at=at, scope=scope_of(definition.issuer))
    with transaction.atomic():
        made = _issue(_work(definition, level, hours, proofs, actor, at), [person_id])
        if made.held:
            raise AlreadyHeld()
    return made.ids[person_id]


def issue_to_many(
    *, actor: Actor, at: datetime, definition_id: UUID, person_ids: Sequence[UUID], level: int | None = None,
    hours: Decimal | None = None, proofs: Sequence[Proof] = (),
) -> Issued:
    """Issues to a class: all of them or none. Who holds it already keeps what they have, and is named in the answer.

    Refuses as `issue_credential`, and with TooManyAtOnce beyond `MOST` people.
    """
    definition = _definition(definition_id)
    require("credentials.issue", actor=actor, at=at, scope=scope_of(definition.issuer))
    wanted = list(dict.fromkeys(person_ids))
    if len(wanted) > MOST:
        raise TooManyAtOnce(most=MOST)
    with transaction.atomic():
        return _issue(_work(definition, level, hours, proofs, actor, at), wanted)


def award_by_rules(
    *, actor: Actor, at: datetime, person_id: UUID, object_kind: str, object_id: UUID, hours: Decimal | int,
    space_id: UUID | None = None,
) -> list[UUID]:
    """Gives a person whatever the rules promise for completing (kind, id) with so many hours; the ids, in the order of
    the rules. `space_id`: where it was completed, for an actor who serves there.

    The same proof twice gives the same credentials once; what was revoked is not given again by the same proof. Who
    holds one already by another proof keeps that one, and its id is among those that are answered. Refuses with
    NotFound, HoursWrong and SigningKeyLost; a rule whose definition has ended gives nothing.
    """
    require("credentials.award", actor=actor, at=at, scope=places.scope_of_space(space_id) if space_id else NATIONAL)
    done = _hours(Decimal(hours))
    rules = AwardRule.objects.filter(
        object_kind=object_kind, object_id=object_id, ended_at=None, hours__lte=done, definition__ended_at=None,
    )
    found: list[UUID] = []
    with transaction.atomic():
        # In the order of issuers: two that are completed at once wait for each other in one order only.
        for rule in rules.select_related("definition__issuer", "level").order_by("definition__issuer", "id"):
            proof = Proof(object_kind, object_id, done)
            work = _Work(rule.definition, locked(rule.definition.issuer_id), rule.level, done, (proof,), actor, at)
            found += [_kept(rule, person_id) or _issue(work, [person_id]).ids[person_id]]
    return list(dict.fromkeys(found))


def _kept(rule: AwardRule, person_id: UUID) -> UUID | None:
    """What this proof gave before, whatever became of it."""
    own = Credential.objects.filter(definition=rule.definition_id, person=person_id, level=rule.level_id)
    return own.filter(proof_kind=rule.object_kind, proof_id=rule.object_id).values_list("id", flat=True).first()


def _definition(id: UUID) -> Definition:
    found = Definition.objects.select_related("issuer").filter(id=id).first()
    if found is None:
        raise NotFound()
    return found


def _work(
    definition: Definition, level: int | None, hours: Decimal | None, proofs: Sequence[Proof], actor: Actor,
    at: datetime,
) -> _Work:
    if definition.ended_at is not None:
        raise DefinitionEnded()
    levels = {one.number: one for one in definition.levels.all()}
    if bool(levels) != (level is not None) or (level is not None and level not in levels):
        raise LevelUnknown()
    counted = _hours(hours) if hours is not None else definition.hours
    issuer = locked(definition.issuer_id)
    return _Work(definition, issuer, levels[level] if level else None, counted, tuple(proofs), actor, at)


def _hours(hours: Decimal) -> Decimal:
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        raise HoursWrong()
    return hours.quantize(Decimal("0.01"))


def _issue(work: _Work, person_ids: Sequence[UUID]) -> Issued:
    """For people who are told apart, with the issuer locked."""
    known = people.known(person_ids)
    if len(known) != len(person_ids):
        raise NotFound()
    held = _held(work, person_ids)
    asked = [known[id] for id in person_ids if id not in held]
    signing = signer(work.issuer, work.at)
    rows = _rows(work, asked, signing)
    Credential.objects.bulk_create(rows, batch_size=1_000)
    Evidence.objects.bulk_create(
        [Evidence(credential=row, object_kind=proof.kind, object_id=proof.id, hours=proof.hours, told=proof.told)
         for row in rows for proof in work.proofs], batch_size=5_000,
    )
    _record(work, rows, known)
    _tell(work, rows, known)
    return Issued({row.person_id: row.id for row in rows if row.person_id} | held, tuple(held))


def _held(work: _Work, person_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who has one in force. What has expired makes room for the new one."""
    level = work.level.id if work.level else None
    own = Credential.objects.filter(
        definition=work.definition, person__in=person_ids, level=level, revoked_at=None, replaced_at=None
    )
    own.filter(valid_until_at__lt=work.at).update(replaced_at=work.at)
    current = own.filter(Q(valid_until_at=None) | Q(valid_until_at__gte=work.at))
    return dict(current.values_list("person", "id"))


def _rows(work: _Work, asked: Sequence[Known], signing: Signer) -> list[Credential]:
    at, issuer = work.at.replace(microsecond=0), work.issuer
    places_dealt = deal(issuer, "credential", len(asked), signing, work.at)
    year, first = to_be(day_of(at).year), _numbers(issuer, to_be(day_of(at).year), len(asked))
    of = saying.achievement(work.definition, list(work.definition.levels.order_by("number")))
    by, until = saying.profile(issuer), _until(work.definition.months, at)
    proof = next((one for one in work.proofs if one.id), Proof())
    blank = Award(UUID(int=0), "", work.level, work.hours, at, until, UUID(int=0), 0, work.proofs)
    rows = []
    for place, (person, id) in enumerate(zip(asked, new_ids(len(asked)), strict=True)):
        one, index = places_dealt[place]
        award = replace(blank, id=id, number=number_text(year, first + place), list_id=one.id, index=index)
        signed = badges.with_proof(composing.document(award, issuer, by, of), signing.key, at)
        rows.append(Credential(
            id=id, definition=work.definition, issuer=issuer, person_id=person.person_id, level=work.level,
            year_be=year, number=first + place, hours=work.hours, proof_kind=proof.kind, proof_id=proof.id,
            issued_at=at, issued_by=work.actor.key, valid_until_at=until, key=signing.row, status_list=one,
            status_index=index, document=orjson.dumps(signed).decode(), token=badges.token(_bare(signed), signing.key),
            code=new_code(),
        ))
    return rows


def _bare(signed: dict[str, Any]) -> dict[str, Any]:
    """Without its proof: a token is a proof of its own."""
    return {name: value for name, value in signed.items() if name != "proof"}


def new_code() -> str:
    """Eight letters and digits that can be read aloud: 40 bits beside an address that nobody guesses."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def number_text(year_be: int, number: int) -> str:
    """As a certificate shows it: 2569/000123."""
    return f"{year_be}/{number:06d}"


def _numbers(issuer: Issuer, year: int, count: int) -> int:
    """The first of so many numbers, one after another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO credentials_numbering (issuer_id, year_be, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (issuer_id, year_be) DO UPDATE SET last = credentials_numbering.last + EXCLUDED.last "
            "RETURNING last", [issuer.id, year, count],
        )
        return int(cursor.fetchone()[0]) - count + 1


def _until(months: int | None, at: datetime) -> datetime | None:
    """The end of the day, in Bangkok, so many months later; the last day of a shorter month."""
    if months is None:
        return None
    day = day_of(at)
    whole = day.year * 12 + day.month - 1 + months
    for last in range(day.day, 27, -1) if day.day > 27 else (day.day,):
        try:
            ends = date(whole // 12, whole % 12 + 1, last)
        except ValueError:
            continue
        return start_of_day(date.fromordinal(ends.toordinal() + 1))
    raise AssertionError("a month of 27 days")


def _tell(work: _Work, rows: Sequence[Credential], known: dict[UUID, Known]) -> None:
    """A letter to each who has an address, in their language; a batch larger than a class is told of elsewhere."""
    if len(rows) > TOLD:
        return
    what, by = T.verbatim(work.definition.name_th, work.definition.name_en), issuer_name(work.issuer)
    for row in rows:
        person = known[row.person_id] if row.person_id else None
        if person is not None and person.email:
            notices.send(
                "credentials.issued", to_email=person.email, lang=person.language, at=work.at,
                subject=SUBJECT.having(what=what), body=BODY.having(what=what, by=by, site=work.issuer.site),
            )


def _record(work: _Work, rows: Sequence[Credential], known: dict[UUID, Known]) -> None:
    minutes = int((work.hours or Decimal(0)) * 60)
    facts.record_many([
        NewFact(
            verb=kinds.ISSUED, occurred_at=work.at, actor_key=work.actor.key,
            subject_key=known[row.person_id].key if row.person_id else None, object_kind="achievement",
            object_id=work.definition.id, space_id=work.issuer.space_id, minutes=minutes,
        )
        for row in rows
    ])
