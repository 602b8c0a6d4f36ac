"""Why a challenge is not as it should be, why somebody cannot take part, or is given nothing; and what to do next."""

from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T


class GoalsWrong(NotUnderstood):
    """A board or a list of goals that cannot be."""

    code = "learning.goals_wrong"
    says = T("กระดานบิงโกต้องมี 9, 16 หรือ 25 ช่อง ภารกิจแบบเป้ามีได้ 1 ถึง 12 เป้า",
             "A bingo board has 9, 16 or 25 squares; other challenges have 1 to 12 goals.")


class GoalWrong(NotUnderstood):
    """A goal that nothing can reach."""

    code = "learning.goal_wrong"
    says = T("ช่องที่ {n}: เลือกว่านับอะไร และใส่จำนวนตั้งแต่ 1", "Square {n}: choose what counts, and how many from 1 on.")


class NeedsWrong(NotUnderstood):
    """More than there is."""

    code = "learning.needs_wrong"
    says = T("ต้องการได้ไม่เกิน {most}", "It can ask for {most} at most.")


class PeriodWrong(NotUnderstood):
    """It ends before it begins, has ended, or takes too long."""

    code = "learning.period_wrong"
    says = T("วันสุดท้ายต้องไม่ก่อนวันแรก ยังไม่ผ่านไป และไม่เกินหนึ่งปี",
             "The last day is not before the first, not in the past, and within a year.")


class ReachWrong(NotUnderstood):
    """No area has this code."""

    code = "learning.reach_wrong"
    says = T("ไม่มีพื้นที่รหัสนี้ ใส่รหัสจังหวัด อำเภอ หรือตำบล",
             "No area has this code. Give that of a province, district or sub-district.")


class RewardWrong(NotUnderstood):
    """A reward that cannot be given."""

    code = "learning.reward_wrong"
    says = T("รางวัลต้องมีชื่อ ที่รับในเครือข่ายนี้ และจำนวนตั้งแต่ 0",
             "A reward has a name, a space of this network and a stock from 0 on.")


class ChallengeStands(Refused):
    """People take part in it: its goals no longer change."""

    code = "learning.challenge_stands"
    says = T("ภารกิจนี้เปิดแล้ว เปลี่ยนเป้าไม่ได้เพราะมีคนทำอยู่ คัดลอกเป็นภารกิจใหม่ได้",
             "This challenge is open: its goals stay, because people work on them. Make a new one instead.")


class ChallengeNotOpen(Refused):
    """It is no longer open, or not yet."""

    code = "learning.challenge_not_open"
    says = T("ภารกิจนี้ไม่ได้เปิดอยู่ ดูภารกิจอื่นที่ยังเปิด", "This challenge is not open. See those that are.")


class PromiseLowered(Refused):
    """What people were told they might have is not taken back."""

    code = "learning.promise_lowered"
    says = T("ภารกิจที่เปิดแล้วเลื่อนวันสุดท้ายให้เร็วขึ้นไม่ได้ และลดจำนวนรางวัลไม่ได้ เพราะสัญญากับคนไว้แล้ว",
             "An open challenge cannot end sooner, nor have fewer rewards: people were promised them.")


class TeamNeeded(NotUnderstood):
    """One takes part in it as a group."""

    code = "learning.team_needed"
    says = T("ภารกิจนี้ทำเป็นโรงเรียนหรือกลุ่ม ขอรหัสกลุ่มจากครูหรือผู้ดูแล แล้วพิมพ์ตามนั้น",
             "Schools and groups take part in this one. Ask the teacher or the caretaker for the group's code.")


class TeamCodeWrong(NotUnderstood):
    """No group of this challenge has this code."""

    code = "learning.team_code_wrong"
    says = T("ไม่มีกลุ่มไหนใช้รหัสนี้ เทียบกับที่ได้รับมาทีละสามตัว",
             "No group has this code. Compare it with what you were given, three by three.")


class TeamNameTaken(Refused):
    """Another group of this challenge is called so."""

    code = "learning.team_name_taken"
    says = T("มีกลุ่มชื่อนี้แล้ว ตั้งชื่อให้ต่างกัน เช่น ใส่ห้องหรือชั้น", "A group is called so. Tell them apart, by class for example.")


class NotATeamChallenge(Refused):
    """No groups take part in it."""

    code = "learning.not_a_team_challenge"
    says = T("ภารกิจนี้ไม่ได้ทำเป็นกลุ่ม", "No groups take part in this challenge.")


class RewardGone(Refused):
    """All of them have been given."""

    code = "learning.reward_gone"
    says = T("“{title}” หมดแล้ว บอกเขาตรง ๆ และเลือกรางวัลอื่นถ้ามี",
             "“{title}”: none is left. Say so, and give another if there is one.")


class RewardGiven(Refused):
    """They have it."""

    code = "learning.reward_given"
    says = T("รับ “{title}” ไปแล้ว", "They have “{title}” already.")


class RewardNotEarned(Refused):
    """They are not that far."""

    code = "learning.reward_not_earned"
    says = T("ยังไม่ถึงรางวัลนี้ ทำแล้ว {done} จาก {needs}", "Not yet: {done} of {needs} are done.")


class RewardElsewhere(Refused):
    """It is picked up at another space."""

    code = "learning.reward_elsewhere"
    says = T("รางวัลนี้รับที่ “{space}”", "This one is picked up at “{space}”.")
