"""A badge of a library, its issuer's key and lists, as the tests here use them."""

from datetime import UTC, datetime, timedelta

from rianru.kernel.formats import badges

AT = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
ISSUER = "https://rianru.example/issuers/1"
ACHIEVEMENT = "https://rianru.example/achievements/1"
KEY = badges.SigningKey.of(bytes(range(32)), ISSUER)
OTHER = badges.SigningKey.of(bytes(range(1, 33)), "https://elsewhere.example/issuers/9")
LISTS = {purpose: f"https://rianru.example/lists/{purpose}" for purpose in badges.PURPOSES}
KEYS = badges.keys_of(badges.key_document(ISSUER, [KEY.public]), AT - timedelta(days=3))


def achievement(**changes):
    level = badges.Level(address=f"{ACHIEVEMENT}#level-2", name="คล่อง", level="2", alignments=(_unit(9),))
    said = {
        "address": ACHIEVEMENT, "name": "นักเล่าเรื่อง", "description": "เล่านิทานให้เด็กฟังได้ทั้งชั้น",
        "criteria": badges.Criteria(address=f"{ACHIEVEMENT}/criteria", narrative="เล่า 3 ครั้ง\nมีผู้ฟังอย่างน้อย 5 คน"),
        "kind": "Badge", "image": badges.Image(address="https://rianru.example/a.png", caption="เหรียญ \"ทอง\""),
        "alignments": tuple(_unit(number) for number in range(3)), "credits": 12.5, "tags": ("นิทาน", "story"),
        "measures": (
            badges.hours_measure(ACHIEVEMENT, "ชั่วโมง", "12"),
            badges.Measure(
                address=f"{ACHIEVEMENT}#skill", name="ระดับ", kind="RubricCriterionLevel", levels=(level,),
                allowed_values=("1", "2"), required_level=level.address,
            ),
        ),
    }  # fmt: skip
    return badges.Achievement(**{**said, **changes})


def credential(**changes):
    results = (
        badges.hours_result(ACHIEVEMENT, "12.5"),
        badges.Result(measure=f"{ACHIEVEMENT}#skill", level=f"{ACHIEVEMENT}#level-2", status="Completed"),
    )
    said = {
        "address": "urn:uuid:1f0c9f5e-0000-4000-8000-000000000001", "name": "นักเล่าเรื่อง",
        "issuer": badges.Profile(address=ISSUER, name="ห้องสมุดประชาชน", url="https://rianru.example/"),
        "valid_from": AT, "valid_until": AT + timedelta(days=730), "awarded_at": AT - timedelta(days=1),
        "subject": badges.Subject(
            address="urn:uuid:1f0c9f5e-0000-4000-8000-0000000000aa", achievement=achievement(), credits=12.0,
            results=results, began_on=AT.date(), ended_on=AT.date(),
            identities=(badges.Identity(hash="sha256$" + "ab" * 32, kind="emailAddress", hashed=True, salt="s"),),
        ),
        "statuses": (_entry("revocation", 94567), _entry("suspension", 7)),
        "evidence": (badges.Evidence(address="https://rianru.example/e/1", narrative="ภาพงาน"),),
    }  # fmt: skip
    return badges.Credential(**{**said, **changes})


def endorsement():
    said = badges.Endorsement(
        address="urn:uuid:1f0c9f5e-0000-4000-8000-000000000002", name="รับรอง", valid_from=AT,
        issuer=badges.Profile(address=OTHER.controller, name="Another library"),
        subject=badges.Endorsed(address=ACHIEVEMENT, comment="Well made"),
    )
    return badges.with_proof(badges.as_document(said), OTHER, AT)


def signed(**changes):
    return badges.with_proof(badges.as_document(credential(**changes)), KEY, AT)


def list_credential(purpose, *indexes, key=KEY, at=AT, until=None):
    statuses = badges.StatusList.blank(purpose).having(dict.fromkeys(indexes, True))
    document = badges.list_document(address=LISTS[purpose], issuer=key.controller, statuses=statuses, at=at, until=until)
    return badges.with_proof(document, key, at)


def seen(revoked=(), suspended=(), days=2):
    documents = (list_credential("revocation", *revoked), list_credential("suspension", *suspended))
    lists = [badges.seen_list(one, keys=KEYS, seen_at=AT - timedelta(days=days), at=AT) for one in documents]
    return {one.address: one for one in lists}


def verdict(document, *, keys=KEYS, statuses=None, at=AT):
    return badges.verify(document, keys=keys, statuses=seen() if statuses is None else statuses, at=at)


def _unit(number):
    return badges.Alignment(
        name=f"สมรรถนะ {number}", url=f"https://units.example/{number}", code=f"U{number}", framework="กรอบสมรรถนะ",
        kind="CFItem",
    )


def _entry(purpose, index):
    return badges.StatusEntry(
        address=f"{LISTS[purpose]}#{index}", purpose=purpose, index=str(index), list_address=LISTS[purpose],
    )
