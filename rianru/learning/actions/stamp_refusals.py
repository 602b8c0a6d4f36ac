"""Why no stamp was given, and what to do next."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class StampCodeMistyped(NotUnderstood):
    """Its check digit says that a digit is wrong: a slip of the hand, which counts as no guess."""

    code = "learning.stamp_code_mistyped"
    says = T("มีเลขผิดหนึ่งตัวหรือสลับกัน เทียบกับบนแผ่นทีละสามตัว แล้วพิมพ์อีกครั้ง",
             "A digit is wrong, or two are swapped. Compare it with the sheet three by three, and type it again.")


class StampCodeWrong(NotUnderstood):
    """No space has this code."""

    code = "learning.stamp_code_wrong"
    says = T("ไม่มีที่ไหนใช้รหัสนี้ ดูเลขใต้ QR บนแผ่นที่แปะอยู่ แล้วพิมพ์ตามนั้น",
             "No space has this code. Look for the number under the QR on the sheet, and type that.")


class StampCodeOld(Refused):
    """It was the code some time ago: a photograph, or a sheet that nobody changed."""

    code = "learning.stamp_code_old"
    says = T("รหัสนี้หมดอายุแล้ว ใช้แผ่นล่าสุดที่แปะอยู่ หรือบอกผู้ดูแลให้เปลี่ยนแผ่น",
             "This code is out of date. Use the sheet that hangs there now, or have the caretaker change it.")


class StampWhileClosed(Refused):
    """Nobody is there: it is not open."""

    code = "learning.stamp_while_closed"
    says = T("ตอนนี้ “{space}” ปิดอยู่ จึงยังประทับไม่ได้ ถ้าคุณอยู่ที่นั่นจริง ให้ผู้ดูแลลงให้",
             "“{space}” is closed now, so there is no stamp. If you are there, the caretaker can enter it.")


class StampVanElsewhere(Refused):
    """The code of a van while it halts nowhere."""

    code = "learning.stamp_van_elsewhere"
    says = T("ตอนนี้ “{van}” ไม่ได้จอดที่จุดไหน จึงยังประทับไม่ได้ รับตราตอนรถมารอบถัดไป ถ้ารถอยู่ตรงหน้า ให้คนขับลงให้",
             "“{van}” halts nowhere now, so there is no stamp. Take it when it comes. If it is here, ask its driver.")


class StampsFull(Refused):
    """As many as this code gives in a day: the caretaker wants it so."""

    code = "learning.stamps_full"
    says = T("วันนี้รหัสนี้ให้ตราครบ {most:,} แล้ว ยื่นบัตรหรือสมุดให้ผู้ดูแลที่ “{space}” ลงให้",
             "This code has given its {most:,} stamps for today. Show your card to the caretaker of “{space}”.")


class StampTooFar(Refused):
    """They were stamped so far away just now that they cannot be here."""

    code = "learning.stamp_too_far"
    says = T("เพิ่งประทับที่ “{space}” ซึ่งห่างไป {km} กม. รหัสใช้ได้เฉพาะคนที่อยู่ตรงนั้น ถ้าอยู่จริงให้ผู้ดูแลลงให้",
             "You were just stamped at “{space}”, {km} km away. If you are here, ask the caretaker.")


class StampDayWrong(NotUnderstood):
    """That day is still to come, or too long ago."""

    code = "learning.stamp_day_wrong"
    says = T("ลงได้เฉพาะวันนี้และย้อนหลังไม่เกิน {days} วัน", "Today, or up to {days} {days:day|days} ago.")


class StampKindWrong(NotUnderstood):
    """No stamp of this kind is given so."""

    code = "learning.stamp_kind_wrong"
    says = T("เลือกว่าแวะมา หรืออ่าน ส่วนกิจกรรมให้เช็กชื่อที่หน้ากิจกรรม",
             "Choose a visit or reading. Activities are ticked off on their own pages.")


class ReadingWrong(NotUnderstood):
    """Nothing was read, or more than a day holds."""

    code = "learning.reading_wrong"
    says = T("บอกนาทีที่อ่าน หรือจำนวนเล่มที่อ่านจบ วันหนึ่งไม่เกิน 24 ชั่วโมงและ {most} เล่ม",
             "Say the minutes, or the books that were finished: at most 24 hours and {most} books a day.")


class CardsUnknown(NotUnderstood):
    """Not one of them is the card of a member."""

    code = "learning.cards_unknown"
    says = T("ไม่มีบัตรเลขนี้ในเครือข่าย ดูเลขบนบัตรหรือบนปกสมุด",
             "No member has this card. Look at the card, or at the passport's cover.")


class FlagGone(Refused):
    """Somebody else looked at it, or it is not of this space."""

    code = "learning.flag_gone"
    says = T("มีคนดูเรื่องนี้ไปแล้ว เปิดหน้านี้ใหม่", "Somebody has looked at this. Open the page again.")


class MostWrong(NotUnderstood):
    """No number of stamps that can be."""

    code = "learning.most_wrong"
    says = T("ใส่จำนวนตราต่อวันตั้งแต่ 1 ถึง 100,000", "Give 1 to 100,000 stamps a day.")
