"""An Open Badges 3.0 credential as values: who says of whom that they achieved what, how it is measured, and till when.

Names here are ours; `shapes` writes and reads them under the names of the standard, `NAMES` (where none stands there,
it is the same). `KIND` is the type. A value without a default stands in every document; others are left out when they
say nothing. Texts are plain; addresses are whole (`https://…`, `urn:uuid:…`, `did:…`). Nothing here is signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final

HOURS: Final = "ext:Hours"  # the standard's way of adding a type of result


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture at an address, or within it as `data:image/png;base64,…`."""

    KIND: ClassVar[str | tuple[str, ...]] = "Image"
    NAMES: ClassVar[Mapping[str, str]] = {"address": "id"}
    address: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An organisation or person who issues or endorses."""

    KIND: ClassVar[str | tuple[str, ...]] = ("Profile",)
    NAMES: ClassVar[Mapping[str, str]] = {"address": "id", "endorsements": "endorsement"}
    address: str
    name: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    image: Image | None = None
    endorsements: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A competency unit, or a level of one, in somebody's framework. `kind` as the standard lists them, `CFItem`."""

    KIND: ClassVar[str | tuple[str, ...]] = ("Alignment",)
    NAMES: ClassVar[Mapping[str, str]] = {
        "name": "targetName", "url": "targetUrl", "code": "targetCode", "description": "targetDescription",
        "framework": "targetFramework", "kind": "targetType",
    }
    name: str
    url: str
    code: str = ""
    description: str = ""
    framework: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What had to be done, in words and/or on a page. Its address is that page."""

    KIND: ClassVar[str | tuple[str, ...]] = ()
    NAMES: ClassVar[Mapping[str, str]] = {"address": "id"}
    address: str = ""
    narrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a rubric that a result can reach."""

    KIND: ClassVar[str | tuple[str, ...]] = ("RubricCriterionLevel",)
    NAMES: ClassVar[Mapping[str, str]] = {"address": "id", "alignments": "alignment"}
    address: str
    name: str
    description: str = ""
    level: str = ""
    points: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a result is measured (ResultDescription). `kind` as the standard lists them (`RubricScore`, `Percent`,
    `Status`, …) or `ext:…`; values are texts.
    """

    KIND: ClassVar[str | tuple[str, ...]] = ("ResultDescription",)
    NAMES: ClassVar[Mapping[str, str]] = {
        "address": "id", "kind": "resultType", "allowed_values": "allowedValue", "value_min": "valueMin",
        "value_max": "valueMax", "required_value": "requiredValue", "required_level": "requiredLevel",
        "levels": "rubricCriterionLevel", "alignments": "alignment",
    }
    address: str
    name: str
    kind: str
    allowed_values: tuple[str, ...] = ()
    value_min: str = ""
    value_max: str = ""
    required_value: str = ""
    required_level: str = ""
    levels: tuple[Level, ...] = ()
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured: a value, or a level reached, of the measure at an address."""

    KIND: ClassVar[str | tuple[str, ...]] = ("Result",)
    NAMES: ClassVar[Mapping[str, str]] = {
        "measure": "resultDescription", "level": "achievedLevel", "alignments": "alignment",
    }
    measure: str = ""
    value: str = ""
    level: str = ""
    status: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What can be achieved. `kind` as the standard lists them (`Badge`, `Certificate`, `Course`, …); `credits` on
    offer.
    """

    KIND: ClassVar[str | tuple[str, ...]] = ("Achievement",)
    NAMES: ClassVar[Mapping[str, str]] = {
        "address": "id", "kind": "achievementType", "alignments": "alignment", "measures": "resultDescription",
        "credits": "creditsAvailable", "tags": "tag", "code": "humanCode", "field_of_study": "fieldOfStudy",
        "language": "inLanguage", "endorsements": "endorsement",
    }
    address: str
    name: str
    description: str
    criteria: Criteria
    kind: str = ""
    image: Image | None = None
    alignments: tuple[Alignment, ...] = ()
    measures: tuple[Measure, ...] = ()
    credits: float | None = None
    creator: Profile | None = None
    tags: tuple[str, ...] = ()
    code: str = ""
    field_of_study: str = ""
    specialization: str = ""
    version: str = ""
    language: str = ""
    endorsements: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A learner by something they can show, never in the clear: a salted hash `sha256$…` of it."""

    KIND: ClassVar[str | tuple[str, ...]] = "IdentityObject"
    NAMES: ClassVar[Mapping[str, str]] = {"hash": "identityHash", "kind": "identityType"}
    hash: str
    kind: str
    hashed: bool
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who achieved it (an address that names nobody, `urn:uuid:…`) and how far."""

    KIND: ClassVar[str | tuple[str, ...]] = ("AchievementSubject",)
    NAMES: ClassVar[Mapping[str, str]] = {
        "address": "id", "credits": "creditsEarned", "results": "result", "identities": "identifier",
        "licence_number": "licenseNumber", "began_on": "activityStartDate", "ended_on": "activityEndDate",
    }
    address: str
    achievement: Achievement
    credits: float | None = None
    results: tuple[Result, ...] = ()
    identities: tuple[Identity, ...] = ()
    role: str = ""
    term: str = ""
    licence_number: str = ""
    began_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that shows it, told or at an address."""

    KIND: ClassVar[str | tuple[str, ...]] = ("Evidence",)
    NAMES: ClassVar[Mapping[str, str]] = {"address": "id"}
    address: str = ""
    name: str = ""
    description: str = ""
    narrative: str = ""
    genre: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where a credential stands in a status list: `purpose` "revocation" or "suspension", the list's address, the
    index as a text of digits.
    """

    KIND: ClassVar[str | tuple[str, ...]] = "BitstringStatusListEntry"
    NAMES: ClassVar[Mapping[str, str]] = {
        "address": "id", "purpose": "statusPurpose", "index": "statusListIndex",
        "list_address": "statusListCredential",
    }
    address: str = ""
    purpose: str
    index: str
    list_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A badge: what an issuer says of a subject. `endorsements` are signed credentials, as `endorsement` composes
    them.
    """

    KIND: ClassVar[str | tuple[str, ...]] = ("VerifiableCredential", "OpenBadgeCredential")
    NAMES: ClassVar[Mapping[str, str]] = {
        "address": "id", "valid_from": "validFrom", "subject": "credentialSubject", "valid_until": "validUntil",
        "awarded_at": "awardedDate", "statuses": "credentialStatus", "endorsements": "endorsement",
    }
    address: str
    issuer: Profile
    name: str
    valid_from: datetime
    subject: Subject
    description: str = ""
    image: Image | None = None
    valid_until: datetime | None = None
    awarded_at: datetime | None = None
    statuses: tuple[StatusEntry, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    endorsements: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsed:
    """What is endorsed (the address of a profile or an achievement), and in which words."""

    KIND: ClassVar[str | tuple[str, ...]] = ("EndorsementSubject",)
    NAMES: ClassVar[Mapping[str, str]] = {"address": "id", "comment": "endorsementComment"}
    address: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """Someone vouches for an issuer or an achievement; signed by them like any credential."""

    KIND: ClassVar[str | tuple[str, ...]] = ("VerifiableCredential", "EndorsementCredential")
    NAMES: ClassVar[Mapping[str, str]] = {
        "address": "id", "valid_from": "validFrom", "subject": "credentialSubject", "valid_until": "validUntil",
        "awarded_at": "awardedDate", "statuses": "credentialStatus",
    }
    address: str
    issuer: Profile
    name: str
    valid_from: datetime
    subject: Endorsed
    description: str = ""
    valid_until: datetime | None = None
    awarded_at: datetime | None = None
    statuses: tuple[StatusEntry, ...] = ()


def hours_measure(achievement: str, name: str, required: str = "") -> Measure:
    """The measure of hours of an achievement, at the achievement's address with `#hours`."""
    return Measure(address=f"{achievement}#hours", name=name, kind=HOURS, required_value=required)


def hours_result(achievement: str, hours: str) -> Result:
    """Hours as a result of `hours_measure`; "12.5"."""
    return Result(measure=f"{achievement}#hours", value=hours)
