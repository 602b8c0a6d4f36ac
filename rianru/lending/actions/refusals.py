"""What the desk will not do, and what to do next instead."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class BarcodeUnknown(NotUnderstood):
    """Neither a card nor a copy that we know."""

    code = "lending.barcode_unknown"
    status = 404
    says = T(
        "ไม่รู้จักเลข {barcode} ตรวจป้ายแล้วสแกนอีกครั้ง ถ้าเป็นเล่มใหม่ เพิ่มจากหน้าหนังสือเล่มนั้นก่อน",
        "Nobody knows {barcode}. Look at the label and scan again; a new copy is added on the page of its book.",
    )


class BarcodeTwice(Refused):
    """Several copies here carry this barcode."""

    code = "lending.barcode_twice"
    says = T(
        "บาร์โค้ด {barcode} ติดอยู่หลายเล่ม เปลี่ยนป้ายเล่มหนึ่งก่อน แล้วสแกนใหม่",
        "Several copies carry the barcode {barcode}. Give one of them another label first.",
    )


class CopyOfAnotherNetwork(Refused):
    """The copy belongs to a network that this space is not of."""

    code = "lending.copy_of_another_network"
    says = T(
        "{title} เป็นของ {home} ซึ่งอยู่คนละเครือข่าย ส่งกลับไปที่นั่นโดยตรง",
        "{title} belongs to {home}, which is of another network. Send it back there.",
    )


class CardUnknown(NotUnderstood):
    """Nobody's card."""

    code = "lending.card_unknown"
    says = T(
        "ไม่รู้จักบัตร {card} ตรวจเลขแล้วลองอีกครั้ง หรือค้นชื่อที่เคาน์เตอร์",
        "Nobody has the card {card}. Look at the number and try again, or look the name up at the desk.",
    )


class CardEnded(Refused):
    """The card was replaced by another."""

    code = "lending.card_ended"
    says = T(
        "บัตร {card} เลิกใช้แล้ว ขอบัตรใบใหม่จากสมาชิก หรือค้นจากชื่อ",
        "The card {card} was replaced. Ask for the new one, or look the member up by name.",
    )


class MemberOfAnotherNetwork(Refused):
    """The card is good elsewhere."""

    code = "lending.member_of_another_network"
    says = T(
        "บัตรนี้เป็นของเครือข่ายอื่น สมัครสมาชิกที่นี่ได้เลย ใช้เวลาไม่กี่นาที",
        "This card is of another network. They can register here in a few minutes.",
    )


class MembershipExpired(Refused):
    """The membership is over."""

    code = "lending.membership_expired"
    says = T("บัตรหมดอายุ {day} ต่ออายุก่อน แล้วยืมได้ทันที", "The card expired on {day}. Renew it, then lend at once.")


class MemberBlocked(Refused):
    """The membership is blocked for a reason."""

    code = "lending.member_blocked"
    says = T("ระงับการยืมไว้: {reason} ดูบันทึกของสมาชิกก่อน", "Borrowing is blocked: {reason}. See the member's page.")


class TooManyOut(Refused):
    """As many out as the rules allow."""

    code = "lending.too_many_out"
    says = T(
        "ยืมอยู่ {out} จาก {most} ชิ้นแล้ว คืนก่อนสักชิ้น แล้วยืมเพิ่มได้",
        "{out} of {most} are out already. One comes back, then another may go.",
    )


class TooManyOfKind(Refused):
    """As many of this kind out as the rules allow."""

    code = "lending.too_many_of_kind"
    says = T(
        "ยืม{kind}อยู่ {out} จาก {most} ชิ้นแล้ว คืนก่อนสักชิ้น แล้วยืมเพิ่มได้",
        "{kind}: {out} of {most} are out already. One comes back, then another may go.",
    )


class NotLent(Refused):
    """The rules keep this in the library."""

    code = "lending.not_lent"
    says = T("{title} ใช้ในห้องสมุดเท่านั้น ไม่ให้ยืมกลับบ้าน", "{title} is for use in the library and does not go home.")


class TooYoung(Refused):
    """The member is younger than the rules want."""

    code = "lending.too_young"
    says = T("{title} สำหรับอายุ {age} ปีขึ้นไป เลือกเล่มอื่น",
             "{title} is for {age} {age:year|years} of age and above. Choose another.")


class DepositNeeded(Refused):
    """Less is put down than the rules want."""

    code = "lending.deposit_needed"
    says = T(
        "เล่มนี้ต้องมีเงินประกัน {needed} ตอนนี้มี {has} รับเพิ่ม {missing} ก่อน",
        "This needs a deposit of {needed}; {has} is there. Take {missing} more first.",
    )


class OwesTooMuch(Refused):
    """More is owed than the rules allow."""

    code = "lending.owes_too_much"
    says = T("ค้างชำระ {owed} ชำระก่อน แล้วยืมได้ทันที", "{owed} is owed. Once it is paid, lending goes on.")


class CopyAlreadyOut(Refused):
    """The copy is out to somebody else."""

    code = "lending.copy_already_out"
    says = T(
        "{title} ยังบันทึกว่าอยู่กับสมาชิกคนอื่น รับคืนก่อน แล้วให้ยืมใหม่",
        "{title} is recorded as out to another member. Check it in first, then lend it.",
    )


class AlreadyTheirs(Refused):
    """The copy is out to this very member: a double scan, or they want to keep it longer."""

    code = "lending.already_theirs"
    says = T("{title} ยืมไปแล้ว คืนภายใน {due} ถ้าต้องการนานขึ้น กดยืมต่อ",
             "{title} is lent to them already, until {due}. To keep it longer, renew it.")


class CopyWaitsForAnother(Refused):
    """Somebody else has a hold on it."""

    code = "lending.copy_waits_for_another"
    says = T(
        "{title} มีคนจองไว้ ยังให้ยืมไม่ได้ สแกนรับเข้า แล้วเราจะบอกว่าไปไหนต่อ",
        "{title} is on hold for somebody. Check it in, and we say where it goes.",
    )


class CopyNotOnShelf(Refused):
    """The copy is marked lost, missing, damaged, or belongs elsewhere."""

    code = "lending.copy_not_on_shelf"
    says = T(
        "{title} บันทึกไว้ว่า{state} สแกนรับเข้าก่อน แล้วให้ยืมได้",
        "{title} is marked “{state}”. Check it in first, then lend it.",
    )


class CopyWithdrawn(Refused):
    """The copy was taken out of the stock."""

    code = "lending.copy_withdrawn"
    says = T(
        "{title} จำหน่ายออกไปแล้ว ถ้ายังใช้อยู่ นำกลับขึ้นชั้นจากหน้าตัวเล่มก่อน",
        "{title} was withdrawn. If it is still in use, bring it back on the copy's page first.",
    )


class CopyChangedMeanwhile(Refused):
    """Another desk was quicker by a moment."""

    code = "lending.copy_changed_meanwhile"
    says = T("อีกเคาน์เตอร์เพิ่งสแกนเล่มนี้ สแกนอีกครั้งเพื่อดูว่าตอนนี้อยู่ที่ใคร",
             "Another desk has just scanned this copy. Scan it again to see where it stands.")


class NoRule(Refused):
    """Nothing is said of a value in this case: the table has a hole."""

    code = "lending.no_rule"
    says = T("ยังไม่มีกติกาบอก “{label}” สำหรับกรณีนี้ ตั้งในหน้ากติกาก่อน",
             "No rule says “{label}” for this case. Set it on the page of rules first.")


class ClockWrong(Refused):
    """The moment lies before what happened last: a clock is wrong."""

    code = "lending.clock_wrong"
    says = T("เวลาของเครื่องช้ากว่าการยืมครั้งล่าสุด ตั้งนาฬิกาให้ตรง แล้วสแกนใหม่",
             "This machine's clock is behind the last loan. Set it right, then scan again.")


class NotOut(Refused):
    """There is no open loan of this copy."""

    code = "lending.not_out"
    says = T("{title} ไม่มีใครยืมอยู่ ไม่ต้องทำอะไร", "{title} is not out to anybody. Nothing to do.")


class RenewedEnough(Refused):
    """As often as the rules allow."""

    code = "lending.renewed_enough"
    says = T("{title} ยืมต่อครบ {most} ครั้งแล้ว คืนภายใน {due}",
             "{title} was renewed {most} times already. It is due {due}.")


class RenewWhileOverdue(Refused):
    """Something is overdue."""

    code = "lending.renew_while_overdue"
    says = T("มี {overdue} ชิ้นเลยกำหนด คืนก่อน แล้วยืมต่อเล่มอื่นได้",
             "{overdue} {overdue:is|are} overdue. Bring them back, then renew the others.")


class RenewWhileHeld(Refused):
    """Somebody waits for it."""

    code = "lending.renew_while_held"
    says = T("ยังยืมต่อ {title} ไม่ได้ มีคนรอ {waiting} คน คืนภายใน {due} แล้วจองใหม่ได้เลย",
             "{title} cannot be renewed: {waiting} {waiting:waits|wait} for it. Bring it back by {due}, then "
             "place a hold.")


class RenewBringsNothing(Refused):
    """The new due day would not be later."""

    code = "lending.renew_brings_nothing"
    says = T("{title} กำหนดคืน {due} อยู่แล้ว ยืมต่อวันนี้ไม่ได้วันเพิ่ม ลองใหม่ใกล้วันคืน",
             "{title} is due {due} already. Renewing today adds no day; try nearer to that.")


class CannotUndo(Refused):
    """Too long ago, or something happened since."""

    code = "lending.cannot_undo"
    says = T("ย้อนรายการนี้ไม่ได้แล้ว มีการสแกนตามมา หรือเกิน 15 นาที สแกนเล่มนั้นใหม่แทน",
             "This can no longer be undone: it was scanned since, or 15 minutes have passed. Scan the copy anew.")
