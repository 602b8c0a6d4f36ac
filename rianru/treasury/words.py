"""The words that people see for accounts and for what moves money between them."""

from rianru.kernel.words import T

ACCOUNTS: dict[str, T] = {
    "cash": T("เงินสดที่เคาน์เตอร์", "Cash at the desk"),
    "transfer": T("เงินโอน", "Transfers"),
    "deposit": T("เงินประกันของสมาชิก", "A member's deposit"),
    "owed": T("ยอดค้างของสมาชิก", "What a member owes"),
    "fines": T("ค่าปรับ", "Fines"),
    "charges": T("ค่าของหายหรือชำรุด", "Charges for lost and damaged items"),
    "waived": T("ยอดที่ยกเว้นให้", "Waived"),
}
MEMBERS = ("deposit", "owed")
"""Accounts of a member of a network; the others are of a space."""
KINDS: dict[str, T] = {
    "deposit": T("รับเงินประกัน", "Deposit received"),
    "refund": T("คืนเงินประกัน", "Deposit refunded"),
    "fine": T("ค่าปรับ", "Fine"),
    "charge": T("ค่าของหายหรือชำรุด", "Charge for a lost or damaged item"),
    "settlement": T("หักจากเงินประกัน", "Taken from the deposit"),
    "payment": T("รับชำระ", "Payment"),
    "waiver": T("ยกเว้นให้", "Waived"),
    "reversal": T("ยกเลิกรายการ", "Reversed"),
}
WAYS: dict[str, T] = {"cash": T("เงินสด", "Cash"), "transfer": T("โอน", "Transfer")}
