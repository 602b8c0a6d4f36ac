"""The words of signing in: what forms ask, and what they say when something does not fit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from rianru.kernel.words import T

said = lazy(str, str)
"""A T as the lazy text Django's forms expect: chosen when read, and open to `%` for a validator's numbers."""

HOUSE = T("เรียนรู้", "Rianru")
PASSKEY = T("พาสคีย์", "Passkey")

ERRORS: dict[str, T] = {
    "account_inactive": T(
        "บัญชีนี้ปิดใช้งานอยู่ ติดต่อห้องสมุดที่สมัครไว้",
        "This account is closed. Ask the library where you joined.",
    ),
    "cannot_remove_primary_email": T(
        "ลบอีเมลหลักไม่ได้ ตั้งอีเมลอื่นเป็นหลักก่อน",
        "Your main address cannot be removed. Make another one the main one first.",
    ),
    "duplicate_email": T("อีเมลนี้อยู่ในบัญชีของคุณแล้ว", "This address is in your account already."),
    "email_password_mismatch": T(
        "อีเมลหรือรหัสผ่านไม่ตรงกัน ลองพิมพ์ใหม่ หรือเข้าด้วยรหัสทางอีเมล",
        "E-mail and password do not match. Try again, or sign in with a code by e-mail.",
    ),
    "email_taken": T("อีเมลนี้มีบัญชีอยู่แล้ว", "This address has an account already."),
    "enter_current_password": T("รหัสผ่านปัจจุบันไม่ตรง ลองพิมพ์ใหม่", "That is not your current password. Try again."),
    "incorrect_code": T(
        "รหัสไม่ตรงหรือหมดอายุแล้ว ดูรหัสล่าสุดแล้วพิมพ์อีกครั้ง",
        "The code does not match or is too old. Look at the latest one and type it again.",
    ),
    "incorrect_password": T("รหัสผ่านไม่ตรง ลองพิมพ์ใหม่", "The password does not match. Try again."),
    "invalid_or_expired_key": T("ลิงก์นี้ใช้ไม่ได้แล้ว ขอใหม่ได้เลย", "This link no longer works. Ask for a new one."),
    "invalid_login": T("เข้าสู่ระบบไม่สำเร็จ ลองอีกครั้ง", "Signing in did not work. Try again."),
    "invalid_password_reset": T(
        "ลิงก์ตั้งรหัสผ่านใหม่ใช้ไม่ได้แล้ว ขอลิงก์ใหม่ได้เลย",
        "This link no longer works. Ask for a new one.",
    ),
    "max_email_addresses": T("ใส่อีเมลได้ไม่เกิน {n} ที่อยู่", "No more than {n} {n:address|addresses} fit."),
    "too_many_login_attempts": T(
        "ลองผิดหลายครั้งแล้ว พัก 15 นาทีแล้วลองใหม่",
        "Too many tries. Rest for 15 minutes, then try again.",
    ),
    "unknown_email": T("ยังไม่มีบัญชีของอีเมลนี้", "There is no account for this address."),
    "unverified_primary_email": T(
        "ยืนยันอีเมลหลักก่อน เปิดจดหมายที่เราส่งไป",
        "Confirm your main address first: open the letter we sent.",
    ),
    "select_only_one": T("เลือกเพียงอย่างเดียว", "Choose only one."),
    "same_as_current": T("เหมือนของเดิม ใส่ค่าใหม่ที่ต่างออกไป", "That is what it was before. Type a different one."),
    "rate_limited": T("ขอถี่ไปนิด รอสักครู่แล้วลองใหม่", "A little too fast. Wait a moment and try again."),
    "add_email_blocked": T(
        "บัญชีนี้เปิดยืนยันสองขั้นอยู่ จึงเพิ่มอีเมลไม่ได้",
        "This account has a second step, so no address can be added.",
    ),
    "passkey_unknown": T(
        "พาสคีย์นี้ใช้กับที่นี่ไม่ได้ อาจถูกลบไปแล้ว ลองอันอื่น หรือเข้าด้วยวิธีอื่น",
        "This passkey does not work here; it may have been removed. Try another, or another way in.",
    ),
    "passkey_not_made": T(
        "ยังไม่ได้พาสคีย์ กดเพิ่มอีกครั้ง แล้วยืนยันด้วยนิ้ว ใบหน้า หรือรหัสเครื่อง",
        "There is no passkey yet. Press again and confirm with your finger, face or the device's PIN.",
    ),
    "cannot_delete_authenticator": T("ปิดยืนยันสองขั้นไม่ได้", "The second step cannot be turned off."),
    "cannot_generate_recovery_codes": T(
        "เปิดยืนยันสองขั้นก่อน แล้วจึงสร้างรหัสสำรอง",
        "Turn the second step on first, then make recovery codes.",
    ),
    "unverified_email": T(
        "ยืนยันอีเมลก่อน แล้วจึงเปิดยืนยันสองขั้น",
        "Confirm your e-mail address first, then turn the second step on.",
    ),
}
"""allauth's own sentences, by its codes. What is not here (user names, telephones) is switched off."""

PASSWORDS: dict[str, T] = {
    "password_too_short": T(
        "สั้นไป ใช้อย่างน้อย 10 ตัวอักษร ประโยคสั้น ๆ จำง่ายกว่า",
        "Too short: use at least 10 characters. A short sentence is easy to remember.",
    ),
    "password_too_common": T(
        "รหัสผ่านนี้มีคนใช้บ่อย เดาง่าย เลือกอันอื่น",
        "Many people use this password, so it is easy to guess. Choose another.",
    ),
    "password_too_similar": T(
        "คล้ายชื่อหรืออีเมลของคุณเกินไป เลือกอันอื่น",
        "It is too much like your name or address. Choose another.",
    ),
    "password_entirely_numeric": T(
        "มีแต่ตัวเลข เดาง่าย ใส่ตัวอักษรด้วย",
        "Only digits are easy to guess. Add letters.",
    ),
}

FIELDS: dict[str, T] = {
    "required": T("ช่องนี้ยังว่างอยู่", "This is still blank."),
    "invalid": T("ยังไม่ถูกรูปแบบ ลองตรวจอีกครั้ง", "This does not look right. Have another look."),
    "max_length": T("ยาวเกิน %(limit_value)d ตัวอักษร", "Longer than %(limit_value)d characters."),
    "null_characters_not_allowed": T("มีอักขระที่ใช้ไม่ได้", "It holds a character that cannot be used."),
    "invalid_choice": T("เลือกจากรายการ", "Choose from the list."),
}
EMAIL_INVALID = T(
    "ยังไม่ใช่อีเมล พิมพ์แบบ name@example.org",
    "That is not an e-mail address. Write it like name@example.org.",
)
PASSWORD_MISMATCH = T("พิมพ์รหัสผ่านสองช่องให้เหมือนกัน", "Type the same password in both places.")


def error(code: str, *numbers: Any) -> ValidationError:
    """A form error in both languages; an unknown code is a KeyError, so that nothing foreign slips through."""
    text = ERRORS[code]
    return ValidationError(said(text.having(n=numbers[0]) if numbers else text), code=code)


def refusal(form: Any) -> str:
    """The first thing that a form of hidden fields has to say, for a page that has no place beside the field."""
    return next((str(said) for said in [*form.errors.get("credential", []), *form.non_field_errors()]), "")


def translated(problem: ValidationError) -> ValidationError:
    """A password validator's complaint in our words; one that we have no words for stays as it is."""
    return ValidationError([
        ValidationError(said(PASSWORDS[each.code]), code=each.code) if each.code in PASSWORDS else each
        for each in problem.error_list
    ])
