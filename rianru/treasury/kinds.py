"""The verbs of facts about money. Amounts are in satang; subjects are the keys of members."""

from rianru.core.facts import verb
from rianru.kernel.words import T

VERBS = {
    "deposit": verb("treasury.deposit_taken", T("รับเงินประกัน", "Took a deposit")),
    "refund": verb("treasury.deposit_refunded", T("คืนเงินประกัน", "Refunded a deposit")),
    "fine": verb("treasury.fined", T("คิดค่าปรับ", "Charged a fine")),
    "charge": verb("treasury.charged", T("คิดค่าของหายหรือชำรุด", "Charged for a lost or damaged item")),
    "settlement": verb("treasury.settled", T("หักจากเงินประกัน", "Settled from the deposit")),
    "payment": verb("treasury.paid", T("รับชำระ", "Took a payment")),
    "waiver": verb("treasury.waived", T("ยกเว้นยอดค้าง", "Waived what was owed")),
    "reversal": verb("treasury.reversed", T("ยกเลิกรายการเงิน", "Reversed a transaction")),
}
"""By the kind of transaction."""
