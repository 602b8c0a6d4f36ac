"""The verbs of facts about people. A person is nobody's search result and has no card: no kind is registered."""

from rianru.core.facts import verb
from rianru.kernel.words import T

JOINED = verb("people.joined", T("สมัครเป็นสมาชิก", "Joined"))
RENAMED = verb("people.renamed", T("แก้ชื่อ", "Changed a name"))
LANGUAGE_SET = verb("people.language_set", T("เลือกภาษา", "Chose a language"))
CONSENT_GIVEN = verb("people.consent_given", T("ให้ความยินยอม", "Gave consent"))
CONSENT_WITHDRAWN = verb("people.consent_withdrawn", T("ถอนความยินยอม", "Withdrew consent"))
ROLE_GRANTED = verb("people.role_granted", T("ให้สิทธิ์", "Granted a role"))
ROLE_ENDED = verb("people.role_ended", T("สิ้นสุดสิทธิ์", "Ended a role"))
ADMINISTRATOR_MADE = verb("people.administrator_made", T("ตั้งผู้ดูแลระบบจากเครื่อง", "Made an administrator on the machine"))
LINK_USED = verb("people.sign_in_link_used", T("ใช้ลิงก์เข้าสู่ระบบ", "Used a sign-in link"))
PASSWORD_CLEARED = verb("people.password_cleared", T("ล้างรหัสผ่านที่ยังไม่ได้ยืนยัน", "Cleared an unconfirmed password"))
KEY_DESTROYED = verb("people.key_destroyed", T("ทำลายรหัสแทนตัว", "Destroyed a pseudonym"))
IDENTITY_LINKED = verb("people.identity_linked", T("ผูกบัญชีกับผู้ให้บริการ", "Linked a provider to the account"))
IDENTITY_UNLINKED = verb("people.identity_unlinked", T("เลิกผูกกับผู้ให้บริการ", "Unlinked a provider"))
IDENTITY_USED = verb("people.identity_used", T("เข้าด้วยผู้ให้บริการ", "Signed in with a provider"))
RECOVERY_ASKED = verb("people.recovery_asked", T("ขอเข้าโดยไม่มีขั้นที่สอง", "Asked to come in without the second step"))
RECOVERY_STOPPED = verb("people.recovery_stopped", T("หยุดคำขอเข้าโดยไม่มีขั้นที่สอง", "Stopped coming in without it"))
SECOND_FACTOR_CLEARED = verb("people.second_factor_cleared", T("ล้างขั้นที่สองที่หายไป", "Cleared a lost second step"))
PARTNER_KEY_MADE = verb("people.partner_key_made", T("ออกกุญแจให้พันธมิตร", "Made a partner's key"))
PARTNER_KEY_ENDED = verb("people.partner_key_ended", T("เลิกกุญแจของพันธมิตร", "Ended a partner's key"))
PARTNER_KEY_USED = verb(
    "people.partner_key_used", T("พันธมิตรใช้กุญแจครั้งแรกของวัน", "A partner's first use of a key in a day")
)

SECURITY = {
    "email_changed": verb("people.email_changed", T("เปลี่ยนอีเมล", "Changed the e-mail address")),
    "password_changed": verb("people.password_changed", T("เปลี่ยนรหัสผ่าน", "Changed the password")),
    "password_reset": verb("people.password_reset", T("ตั้งรหัสผ่านใหม่", "Reset the password")),
    "second_factor_on": verb("people.second_factor_on", T("เปิดยืนยันสองขั้น", "Turned the second step on")),
    "second_factor_off": verb("people.second_factor_off", T("ปิดยืนยันสองขั้น", "Turned the second step off")),
    "recovery_codes_made": verb("people.recovery_codes_made", T("สร้างรหัสสำรอง", "Made recovery codes")),
    "passkey_added": verb("people.passkey_added", T("เพิ่มพาสคีย์", "Added a passkey")),
    "passkey_removed": verb("people.passkey_removed", T("ลบพาสคีย์", "Removed a passkey")),
}
"""What happened to the means of signing in, by the name that the face gives it."""

# What people look for and follow is nobody's affair: these carry no key and no object.
SEARCH_SAVED = verb("people.search_saved", T("บันทึกคำค้น", "Saved a search"))
SEARCH_CHANGED = verb("people.search_changed", T("แก้คำค้นที่บันทึกไว้", "Changed a saved search"))
SEARCH_REMOVED = verb("people.search_removed", T("ลบคำค้นที่บันทึกไว้", "Removed a saved search"))
SEARCH_STOPPED = verb("people.search_stopped", T("หยุดข่าวจากคำค้นด้วยลิงก์", "Stopped a saved search by its link"))
SEARCH_TOLD = verb("people.search_told", T("แจ้งสิ่งที่มาใหม่", "Told what is new"))
FOLLOWED = verb("people.followed", T("ติดตาม", "Followed something"))
FOLLOW_CHANGED = verb("people.follow_changed", T("เปลี่ยนความถี่ของข่าว", "Changed how often news comes"))
UNFOLLOWED = verb("people.unfollowed", T("เลิกติดตาม", "Stopped following"))
STANDING_TOLD = verb("people.standing_told", T("แจ้งเรื่องการเข้าเครือข่าย", "Told how a place stands in a network"))
FOLLOWERS_TOLD = verb("people.followers_told", T("แจ้งผู้ติดตาม", "Told those who follow"))

MEMBER_REGISTERED = verb("people.member_registered", T("เป็นสมาชิกเครือข่าย", "Became a member"))
MEMBERSHIP_RENEWED = verb("people.membership_renewed", T("ต่ออายุสมาชิก", "Renewed a membership"))
CARD_REPLACED = verb("people.card_replaced", T("ออกบัตรใหม่แทนใบเดิม", "Replaced a card"))
MEMBER_BLOCKED = verb("people.member_blocked", T("ระงับการยืม", "Blocked a membership"))
MEMBER_UNBLOCKED = verb("people.member_unblocked", T("เลิกระงับการยืม", "Ended a block"))
PIN_SET = verb("people.pin_set", T("ตั้ง PIN", "Set a PIN"))
MEMBER_CHANGED = verb("people.member_changed", T("แก้ข้อมูลสมาชิก", "Changed what is known of a member"))
TERMS_SET = verb("people.terms_set", T("ตั้งวิธีรับสมาชิก", "Set how members are taken in"))
HOUSEHOLD_JOINED = verb("people.household_joined", T("เข้าครัวเรือน", "Joined a household"))
HOUSEHOLD_LEFT = verb("people.household_left", T("ออกจากครัวเรือน", "Left a household"))
AGREEMENT_WITHDRAWN = verb("people.agreement_withdrawn", T("ถอนความยินยอมให้ทำแทน", "Withdrew leave to act for them"))
SERVED_BY_PROXY = verb("people.served_by_proxy", T("รับบริการแทนที่เคาน์เตอร์", "Served at the desk by proxy"))
CARD_CLAIMED = verb("people.card_claimed", T("ผูกบัตรกับบัญชี", "Joined a card to an account"))
MEMBER_ERASED = verb("people.member_erased", T("ลบสมาชิก", "Erased a member"))
