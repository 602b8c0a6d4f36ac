"""The verbs of facts about passports and challenges, and what a challenge is to the rest of the house.

A visit and an activity carry the key of who was there, as attendance does. What was read or borrowed carries none: the
fact of a loan has a key of that loan alone, and a stamp must not lead from one to the other.
"""

from collections.abc import Iterable
from uuid import UUID

from rianru.core import kinds
from rianru.core.facts import verb
from rianru.kernel.words import T
from rianru.learning.models import Challenge

STAMPED = verb("learning.stamped", T("ประทับตรา", "Stamped a passport"))
UNSTAMPED = verb("learning.unstamped", T("เอาตราออก", "Took a stamp back"))
PASSPORT_SET = verb("learning.passport_set", T("ตั้งสมุดเดินทาง", "Set what a passport keeps"))
PASSPORT_FORGOTTEN = verb("learning.passport_forgotten", T("ลืมสมุดเดินทาง", "Forgot a passport"))
PAPER_CODE_KEPT = verb("learning.paper_code_kept", T("ตั้งรหัสประทับตรา", "Set the code for stamps"))
FLAG_SETTLED = verb("learning.flag_settled", T("ดูการใช้รหัสที่ผิดปกติแล้ว", "Looked at odd use of a code"))
CHALLENGE_KEPT = verb("learning.challenge_kept", T("ตั้งภารกิจ", "Set up a challenge"))
CHALLENGE_TURNED = verb("learning.challenge_turned", T("เปิดหรือปิดภารกิจ", "Opened or ended a challenge"))
CHALLENGE_EXTENDED = verb("learning.challenge_extended", T("ยืดภารกิจหรือเพิ่มรางวัล", "Extended a challenge"))
TEAM_MADE = verb("learning.team_made", T("ตั้งกลุ่มในภารกิจ", "Made a group in a challenge"))
CHALLENGE_JOINED = verb("learning.challenge_joined", T("เข้าร่วมภารกิจ", "Joined a challenge"))
CHALLENGE_LEFT = verb("learning.challenge_left", T("ออกจากภารกิจ", "Left a challenge"))
CHALLENGE_RECOUNTED = verb("learning.challenge_recounted", T("นับภารกิจใหม่", "Counted a challenge anew"))
CHALLENGE_COMPLETED = verb("learning.challenge_completed", T("ทำภารกิจสำเร็จ", "Completed a challenge"))
REWARD_CLAIMED = verb("learning.reward_claimed", T("รับรางวัล", "Was given a reward"))


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a challenge that readers see."""
    found = Challenge.objects.filter(id__in=list(ids), state__in=("open", "over")).select_related("space")
    return {
        one.id: kinds.Card(one.title_th, one.title_en or one.title_th,
                           T.verbatim(one.space.name_th, one.space.name_en), "challenge", {"id": one.id})
        for one in found
    }


kinds.register(kinds.Kind(name="challenge", label=T("ภารกิจ", "Challenges"), cards=cards))
