"""What cannot be read as a rule. Which question it belongs to is said by whoever looked there."""

from __future__ import annotations

from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T


class RuleUnclear(NotUnderstood):
    """A rule stops making sense at a letter, counted from 1."""

    code = "questions.rule_unclear"
    says = T(
        "อ่านกฎไม่เข้าใจตรงอักษรที่ {at} แถว “{near}” ดูวงเล็บ เครื่องหมายคำพูด และเครื่องหมายตรงนั้นอีกครั้ง",
        "The rule stops making sense at letter {at}, near “{near}”. Look at brackets, quotes and signs there.",
    )


class RuleTooLong(NotUnderstood):
    """Longer than any rule that a person can check."""

    code = "questions.rule_too_long"
    says = T(
        "กฎยาวเกิน {most} ตัวอักษร แบ่งเป็นคำถามคำนวณสองสามข้อ แล้วอ้างถึงกัน",
        "The rule is longer than {most} letters. Split it into calculations that refer to one another.",
    )


class FunctionUnknown(NotUnderstood):
    """A function that this language does not have."""

    code = "questions.function_unknown"
    says = T(
        "ยังไม่รู้จักฟังก์ชัน “{function}” ใช้ฟังก์ชันอื่นแทน หรือตัดกฎส่วนนี้ออก",
        "The function “{function}” is not known here. Use another one, or leave this part of the rule out.",
    )


class ArgumentsWrong(NotUnderstood):
    """A function was given too little or too much."""

    code = "questions.arguments_wrong"
    says = T(
        "ฟังก์ชัน “{function}” ได้รับค่า {given} ค่า ซึ่งไม่ตรงกับที่ใช้ ดูจำนวนค่าในวงเล็บ",
        "“{function}” was given {given} {given:value|values}, which is not what it takes. Count the values "
        "between its brackets.",
    )


class PatternUnclear(NotUnderstood):
    """A pattern that is wrong, or uses what could take for ever."""

    code = "questions.pattern_unclear"
    says = T(
        "ใช้รูปแบบ “{pattern}” ใน regex ไม่ได้ เขียนให้สั้นและง่ายลง โดยไม่อ้างย้อนหรือมองล่วงหน้า",
        "The pattern “{pattern}” cannot be used in regex. Write it shorter and plainer, without looking back or ahead.",
    )


class TooMuchWork(NotUnderstood):
    """The rules of one questionnaire took more steps than they may."""

    code = "questions.too_much_work"
    says = T(
        "กฎข้อนี้ต้องคิดมากเกินไปสำหรับคำตอบนี้ ลองตอบให้สั้นลง",
        "This rule takes too much work for this answer. Try a shorter one.",
    )
    status = 422
