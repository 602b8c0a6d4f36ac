"""What is answered about a credential, list, key or picture that cannot be read."""

from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T


class CredentialUnreadable(NotUnderstood):
    """A credential is no JSON, or lacks or misplaces what the standard asks. `at` is where, `reason` a `T`."""

    code = "badges.credential_unreadable"
    says = T(
        "อ่านใบรับรองนี้ไม่ได้ตรง {at} ({reason}) ขอไฟล์ฉบับเดิมจากผู้ออก แล้วลองอีกครั้ง",
        "This credential cannot be read at {at} ({reason}). Ask its issuer for the original file and try again.",
    )


class MeaningUnknown(NotUnderstood):
    """A credential uses a term, address or vocabulary that no proof of ours covers: it would be signed by nobody."""

    code = "badges.meaning_unknown"
    says = T(
        "ใบรับรองนี้มีคำที่เราไม่รู้ความหมายตรง {at} ({reason}) จึงตรวจลายเซ็นไม่ได้ "
        "ให้ผู้ออกใช้คำตามมาตรฐาน Open Badges 3.0 เท่านั้น",
        "This credential says something we do not know at {at} ({reason}), so its signature cannot be checked. Its "
        "issuer should keep to the terms of Open Badges 3.0.",
    )


class TooTangled(NotUnderstood):
    """The nameless parts of a credential refer to each other in so many ways that putting them in order never ends."""

    code = "badges.too_tangled"
    says = T(
        "ใบรับรองนี้ซับซ้อนเกินกว่าจะตรวจได้ ขอฉบับใหม่จากผู้ออก",
        "This credential is too tangled to be checked. Ask its issuer for a new one.",
    )
