"""What is wrong with an answer of a provider, in words that say what to do next."""

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class ProviderRefused(Refused):
    """The person said no there, or the provider did."""

    code = "sign_in.provider_refused"
    says = T(
        "ยังไม่ได้เข้าสู่ระบบ เพราะกดยกเลิก หรือ {name} ไม่อนุญาต ลองใหม่ หรือเข้าด้วยวิธีอื่น",
        "You are not signed in: it was cancelled, or {name} said no. Try again, or use another way.",
    )
    status = 400


class AnswerUnasked(Refused):
    """No question of this browser fits the answer: it is old, used, of another provider, or somebody else's."""

    code = "sign_in.answer_unasked"
    says = T(
        "การเข้าสู่ระบบครั้งนี้หมดเวลาหรือใช้ไปแล้ว เริ่มใหม่จากหน้านี้ได้เลย",
        "This sign-in is too old or was used already. Begin again from this page.",
    )
    status = 400


class AnswerUntrue(Refused):
    """The token is not what it should be: signature, issuer, audience, time or nonce."""

    code = "sign_in.answer_untrue"
    says = T(
        "ข้อมูลจาก {name} ตรวจสอบไม่ผ่าน เพื่อความปลอดภัยเราจึงไม่ให้เข้า เริ่มใหม่อีกครั้ง ถ้ายังไม่ได้ เข้าด้วยวิธีอื่น",
        "What {name} sent could not be verified, so to be safe we let nobody in. Begin again, or use another way.",
    )
    status = 400


class ProviderAway(Refused):
    """The provider cannot be reached or answers with something else."""

    code = "sign_in.provider_away"
    says = T(
        "ตอนนี้ติดต่อ {name} ไม่ได้ ลองใหม่ในอีกสักครู่ หรือเข้าด้วยวิธีอื่น",
        "{name} cannot be reached now. Try again in a while, or use another way.",
    )
    status = 502
