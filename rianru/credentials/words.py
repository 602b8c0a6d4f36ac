"""The words that people see for what is proven, how it stands, and who sees it."""

from collections.abc import Mapping
from typing import Final

from rianru.kernel.words import T

KINDS: Final[Mapping[str, T]] = {
    "Badge": T("เหรียญ", "Badge"),
    "CertificateOfCompletion": T("ใบประกาศจบหลักสูตร", "Certificate of completion"),
    "Competency": T("สมรรถนะ", "Competency"),
    "MicroCredential": T("ใบรับรองย่อย", "Micro-credential"),
    "CommunityService": T("จิตอาสา", "Community service"),
    "Award": T("รางวัล", "Award"),
}
"""Of achievements, by the names that Open Badges 3.0 lists."""
STANDINGS: Final[Mapping[str, T]] = {
    "standing": T("ใช้ได้", "In force"),
    "expired": T("หมดอายุ", "Expired"),
    "suspended": T("ระงับชั่วคราว", "Suspended"),
    "revoked": T("เพิกถอนแล้ว", "Revoked"),
}
SIGHTS: Final[Mapping[str, T]] = {
    "private": T("เฉพาะฉัน และผู้ถือใบประกาศที่ฉันยื่นให้", "Only me, and whoever holds the certificate I hand over"),
    "link": T("ทุกคนที่มีลิงก์", "Everyone who has the link"),
    "public": T("ทุกคน และอยู่ในรายชื่อผู้ได้รับ", "Everyone, and it stands in the list of holders"),
}
"""Who sees a credential: the learner decides."""
PURPOSES: Final = ("revocation", "suspension")
LISTED: Final = ("credential", "endorsement")
DYES: Final[Mapping[str, T]] = {
    "indigo": T("คราม", "Indigo"), "leaf": T("ใบไม้", "Leaf"), "lac": T("ครั่ง", "Lac"),
    "annatto": T("คำแสด", "Annatto"), "plum": T("ลูกหว้า", "Plum"), "water": T("น้ำ", "Water"),
}  # fmt: skip
WEAVES: Final[Mapping[str, T]] = {
    "diamond": T("ลายข้าวหลามตัด", "Diamonds"), "water": T("ลายน้ำไหล", "Flowing water"),
    "flower": T("ลายดอก", "Flowers"),
}  # fmt: skip
