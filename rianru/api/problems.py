"""What the API answers when it will not do something: problem+json (RFC 9457), in the reader's language and in both."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

TYPE = "application/problem+json"


class NotUnderstood(Refused):
    """A parameter that is missing, unknown or cannot be read; `errors` says which."""

    code = "api.not_understood"
    status = 422
    says = T(
        "อ่านพารามิเตอร์ {names} ไม่ได้ ดูว่าต้องเป็นอย่างไรใน errors",
        "We could not read {names}; errors says what each should be.",
    )


class MethodNotAllowed(Refused):
    """Everything here is read with GET or HEAD."""

    code = "api.method_not_allowed"
    status = 405
    says = T("ที่นี่ใช้ {methods} เท่านั้น", "Only {methods} works here.")


class HostUnknown(Refused):
    """The request names a host that is not ours."""

    code = "api.host_unknown"
    status = 400
    says = T("ไม่รู้จักชื่อโฮสต์นี้ เรียกด้วยชื่อโฮสต์ของเว็บนี้", "We are not called that. Use the host name of this site.")


class TooManyRequests(Refused):
    """The limit of this minute is used up."""

    code = "api.too_many_requests"
    status = 429
    says = T(
        "ขอเกิน {limit} ครั้งต่อนาที รออีก {wait} วินาทีแล้วขอใหม่ ถ้าต้องใช้มากกว่านี้ขอกุญแจได้",
        "More than {limit} requests in a minute. Try again in {wait} {wait:second|seconds}; ask for a key if "
        "you need more.",
    )


class KeyUnknown(Refused):
    """The key was never made, or has ended: one answer, so that nobody learns which."""

    code = "api.key_unknown"
    status = 401
    says = T(
        "กุญแจนี้ใช้ไม่ได้หรือเลิกใช้แล้ว ขอกุญแจใหม่จากผู้ดูแล หรือขอโดยไม่ใช้กุญแจ",
        "This key does not work, or has ended. Ask the administrator for another, or ask without a key.",
    )


class ScopeMissing(Refused):
    """The key is not for this."""

    code = "api.scope_missing"
    status = 403
    says = T(
        "กุญแจนี้ไม่มีขอบเขต {scope} ขอให้ผู้ดูแลออกกุญแจที่มี",
        "This key lacks the scope {scope}. Ask the administrator for one that has it.",
    )


class CursorUnknown(Refused):
    """We did not make this cursor, or something of it is missing."""

    code = "api.cursor_unknown"
    status = 422
    says = T(
        "cursor นี้ไม่ใช่ของเราหรือไม่ครบ ใช้ next_cursor จากคำตอบก่อนหน้าทั้งค่า หรือเริ่มจากหน้าแรก",
        "This cursor is not ours, or not whole. Take next_cursor as it was given, or begin at the first page.",
    )


class CursorOld(Refused):
    """The cursor was made too long ago."""

    code = "api.cursor_old"
    status = 410
    says = T("cursor นี้หมดอายุแล้ว เริ่มใหม่จากหน้าแรก", "This cursor has expired. Begin again at the first page.")


class CursorOfAnother(Refused):
    """The cursor belongs to another question."""

    code = "api.cursor_of_another"
    status = 422
    says = T(
        "cursor นี้เป็นของคำถามอื่น ส่งพารามิเตอร์ชุดเดิมไปพร้อมกัน หรือเริ่มจากหน้าแรก",
        "This cursor belongs to another question. Send the same parameters with it, or begin at the first page.",
    )


class FacetUnknown(Refused):
    """There is no such facet."""

    code = "api.facet_unknown"
    status = 422
    says = T("ไม่มีตัวกรอง {names} เลือกจาก: {known}", "There is no facet {names}. Choose from: {known}.")


class SortUnknown(Refused):
    """Results cannot be put in this order."""

    code = "api.sort_unknown"
    status = 422
    says = T("เรียงตาม {names} ไม่ได้ เลือกจาก: {known}", "There is no order {names}. Choose from: {known}.")


class PointUnclear(Refused):
    """Not two numbers of degrees, or not in Thailand."""

    code = "api.point_unclear"
    status = 422
    says = T(
        "อ่านจุด {typed} ไม่ได้ เขียนละติจูด,ลองจิจูดเป็นองศาในประเทศไทย เช่น 19.17,99.90",
        "We could not read the point {typed}. Write latitude,longitude in degrees, within Thailand: 19.17,99.90.",
    )


REASONS = {
    "missing": T("ต้องมี", "is needed"),
    "extra_forbidden": T("ไม่มีพารามิเตอร์ชื่อนี้ ที่มีคือ {known}", "no parameter has this name; there are {known}"),
    "too_long": T("ไม่เกิน {max_length} ค่า", "at most {max_length} values"),
    "int_parsing": T("ต้องเป็นจำนวนเต็ม", "must be a whole number"),
    "less_than_equal": T("ไม่เกิน {le}", "at most {le}"),
    "greater_than_equal": T("ไม่น้อยกว่า {ge}", "at least {ge}"),
    "string_too_long": T("ไม่เกิน {max_length} ตัวอักษร", "at most {max_length} characters"),
    "string_too_short": T("อย่างน้อย {min_length} ตัวอักษร", "at least {min_length} characters"),
    "string_pattern_mismatch": T("ต้องเขียนตามรูปแบบ {pattern}", "must be written as {pattern}"),
    "literal_error": T("ต้องเป็น {expected}", "must be {expected}"),
    "enum": T("ต้องเป็น {expected}", "must be {expected}"),
    "bool_parsing": T("ต้องเป็น true หรือ false", "must be true or false"),
    "date_from_datetime_parsing": T("ต้องเป็นวันที่แบบ 2026-11-21", "must be a day like 2026-11-21"),
    "date_parsing": T("ต้องเป็นวันที่แบบ 2026-11-21", "must be a day like 2026-11-21"),
}
OTHERWISE = T("ไม่ตรงกับที่เอกสารบอก", "is not what the description says")


def language_of(request: HttpRequest) -> str:
    """The first language of Accept-Language that we speak; Thai where there is none."""
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return "th"


def not_understood(errors: Sequence[dict[str, Any]]) -> tuple[NotUnderstood, list[dict[str, Any]]]:
    """The refusal of parameters that cannot be read, and which they are."""
    said = [_said(error) for error in errors]
    return NotUnderstood(names=", ".join(dict.fromkeys(one["name"] for one in said))), said


def _said(error: dict[str, Any]) -> dict[str, Any]:
    place, *_, name = (str(part) for part in error["loc"])
    given = {key: value for key, value in error.get("ctx", {}).items() if not isinstance(value, Exception)}
    reason = REASONS.get(error["type"], OTHERWISE)
    text = reason.having(**{key: given.get(key, "") for key in reason.places})
    return {"in": place, "name": name[:60], "code": error["type"], "th": text.in_("th"), "en": text.in_("en")}


def problem(request: HttpRequest, refusal: Refused, errors: Sequence[dict[str, Any]] = ()) -> JsonResponse:
    """A refusal as problem+json. `title` speaks the reader's language; `th` and `en` are always there."""
    language = language_of(request)
    body = {
        "type": f"/developers/#{refusal.code}", "status": refusal.status, "title": refusal.text(language),
        **refusal.as_dict(), **({"errors": list(errors)} if errors else {}),
    }
    response = JsonResponse(body, status=refusal.status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept-Language"
    return response
