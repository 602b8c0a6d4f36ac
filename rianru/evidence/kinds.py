"""What happens to standards, assessments and phases, in the words of facts."""

from rianru.core.facts import verb
from rianru.kernel.words import T

STANDARD_LAID = verb("evidence.standard_laid", T("ตั้งมาตรฐาน", "Laid a standard"))
STANDARD_CHANGED = verb("evidence.standard_changed", T("แก้เกณฑ์ของมาตรฐาน", "Changed what a standard takes"))
BEGUN = verb("evidence.assessment_begun", T("เริ่มประเมินตนเอง", "Began a self-assessment"))
HANDED_IN = verb("evidence.assessment_handed_in", T("ส่งการประเมินตนเอง", "Handed a self-assessment in"))
DROPPED = verb("evidence.assessment_dropped", T("เลิกรอบประเมิน", "Gave a round up"))
VISITED = verb("evidence.visit_scored", T("ให้คะแนนจากการเยี่ยม", "Scored on a visit"))
VISIT_DONE = verb("evidence.visit_done", T("เยี่ยมเสร็จ", "Finished a visit"))
VISIT_SHOWN = verb("evidence.visit_shown", T("แนบรูปจากการเยี่ยม", "Added a picture of a visit"))
VISIT_SHOWN_LESS = verb("evidence.visit_shown_less", T("เอารูปการเยี่ยมออก", "Took a picture of a visit out"))
MET = verb("evidence.standard_met", T("ผ่านมาตรฐาน", "Met a standard"))
NOT_MET = verb("evidence.standard_not_met", T("ยังไม่ผ่านมาตรฐาน", "Did not meet a standard yet"))
TARGET_SET = verb("evidence.target_set", T("ตั้งเป้าของเกณฑ์", "Set a target for a criterion"))
TARGET_LEFT = verb("evidence.target_left", T("เลิกเป้าของเกณฑ์", "Left a target"))
MEASURE_KEPT = verb("evidence.measure_kept", T("จดสิ่งที่จะทำ", "Noted what will be done"))
MEASURE_DONE = verb("evidence.measure_done", T("ทำแล้ว", "Did what was to be done"))
PHASE_KEPT = verb("evidence.phase_kept", T("ตั้งระยะ", "Set up a phase"))
PHASE_PUBLISHED = verb("evidence.phase_published", T("เผยแพร่ระยะ", "Published a phase"))
PHASE_TARGET_SET = verb("evidence.phase_target_set", T("ตั้งเป้าของระยะ", "Set a target of a phase"))
PHASE_TARGET_LEFT = verb("evidence.phase_target_left", T("เอาเป้าของระยะออก", "Removed a target of a phase"))
PHASE_TARGETS_READ = verb("evidence.phase_targets_read", T("นำเข้าเป้าของระยะ", "Read targets of a phase in"))
SPACE_TARGETS_SET = verb("evidence.space_targets_set", T("ตั้งเป้าของสถานที่", "Set what a place aims at"))
SPACE_TARGETS_READ = verb("evidence.space_targets_read", T("นำเข้าเป้าของสถานที่", "Read in what places aim at"))
COURSE_CHOSEN = verb("evidence.course_chosen", T("เลือกหลักสูตรผู้ดูแล", "Chose the caretakers' course"))
