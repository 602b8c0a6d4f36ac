"""Why a row was not taken, or what of it was left out: codes with their words, kept with the row as plain data."""

from collections.abc import Mapping
from typing import Any, Final

from rianru.kernel.formats.opening_hours import HoursUnclear
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.places.actions.cities import AreaUnknown, CodeTaken
from rianru.places.actions.hours import HoursOverlap, HoursWrong
from rianru.places.actions.placing import (
    AreaAbolished,
    DuplicateSpace,
    PositionElsewhere,
    PositionOutside,
    PositionSwapped,
)

Reason = tuple[str, dict[str, Any]]
_REFUSALS: Final[tuple[type[Refused], ...]] = (
    AreaAbolished, AreaUnknown, CodeTaken, DuplicateSpace, HoursOverlap, HoursUnclear, HoursWrong,
    PositionElsewhere, PositionOutside, PositionSwapped,
)
REJECTED: Final[dict[str, T]] = {one.code: one.says for one in _REFUSALS} | {
    "too_long": T("แถวนี้ยาวเกินไป", "The row is too long."),
    "cells": T("จำนวนช่องในแถวไม่ตรงกับหัวตาราง", "The row does not have as many cells as the heading."),
    "cell_long": T("มีช่องที่ยาวเกิน 100 กิโลไบต์", "A cell is longer than 100 kB."),
    "quotes": T("เครื่องหมายคำพูดเปิดแล้วไม่ปิด", "A quotation mark opens and is never closed."),
    "heading_again": T("แถวนี้คือหัวตารางที่ซ้ำมา", "The row is the heading once more."),
    "feature_wrong": T("รายการนี้ไม่ใช่ Feature ของ GeoJSON", "This is not a GeoJSON feature."),
    "geometry_wrong": T("รูปร่างต้องเป็นจุดหนึ่งจุด (Point) ไม่ใช่เส้นหรือพื้นที่",
                        "The geometry must be one point, not a line or an area."),
    "name_missing": T("ไม่มีชื่อ", "There is no name."),
    "name_long": T("ชื่อยาวเกิน 200 ตัวอักษร", "The name is longer than 200 letters."),
    "kind_missing": T("ไม่บอกประเภท", "It does not say what kind it is."),
    "kind_unknown": T("ไม่รู้จักประเภท “{value}”", "There is no kind “{value}”."),
    "area_missing": T("ไม่บอกว่าอยู่ตำบลไหน และไม่มีพิกัด", "It says no area, and has no position."),
    "area_unclear": T("รหัสเขต “{value}” ไม่ใช่ตัวเลข 2 4 หรือ 6 หลัก",
                      "The area code “{value}” is not 2, 4 or 6 digits."),
    "area_not_found": T("ไม่พบ {value} ตรวจตัวสะกดของตำบล อำเภอ จังหวัด",
                        "There is no {value}. Check how the areas are spelt."),
    "area_several": T("{value} มีหลายแห่ง ({codes}) ใส่รหัสเขต",
                      "There are several {value} ({codes}). Give the area code."),
    "position_unclear": T("อ่านพิกัด “{value}” ไม่ออก ใช้องศาทศนิยม เช่น 19.1661 และ 99.9019",
                          "The position “{value}” cannot be read. Use decimal degrees, such as 19.1661 and 99.9019."),
    "position_half": T("มีพิกัดเพียงครึ่งเดียว", "Only half of the position is there."),
    "code_wrong": T("รหัส “{value}” ใช้ไม่ได้ ใช้ a-z 0-9 และขีด 2 ถึง 50 ตัว",
                    "The code “{value}” will not do. Use 2 to 50 of a-z, 0-9 and hyphen."),
    "twice": T("ซ้ำกับบรรทัดที่ {line} ของไฟล์นี้", "The same as line {line} of this file."),
    "two_rows_one_space": T("บรรทัดที่ {line} ของไฟล์นี้คือแหล่งเดียวกันแล้ว",
                            "Line {line} of this file is the same space already."),
}
NOTED: Final[dict[str, T]] = {
    "name_en_missing": T("ไม่มีชื่ออังกฤษ จึงใช้ชื่อไทยไปก่อน", "No English name: the Thai one stands for it."),
    "phone_left_out": T("เบอร์ “{value}” โทรไม่ได้ จึงไม่ใส่", "The number “{value}” cannot be dialled; left out."),
    "email_left_out": T("อีเมล “{value}” ส่งไม่ได้ จึงไม่ใส่", "Nothing can be sent to “{value}”; left out."),
    "value_left_out": T("{column}: อ่าน “{value}” ไม่ออก จึงไม่ใส่", "{column}: “{value}” is not known; left out."),
    "cut_short": T("{column}: ยาวเกินไป จึงตัดให้สั้น", "{column}: too long, and cut."),
    "hours_days_left_out": T("วันที่เปิดต่างไปไม่ได้นำเข้า ตั้งเองที่หน้าแหล่งเรียนรู้",
                             "Days that differ were not taken; set them on the page of the space."),
    "area_from_point": T("ไม่บอกเขต จึงใช้ตำบลที่พิกัดอยู่: {there}", "It says no area: the position lies in {there}."),
    "beside": T("พิกัดอยู่ที่ {there} ไม่ใช่เขตที่บอก ตรวจอีกครั้ง",
                "The position lies in {there}, not in the area it says. Check it."),
    "closed_here": T("ที่นี่ปิดถาวรในระบบแล้ว จึงไม่แตะ", "This space closed for good here; it was left alone."),
}
SAYS: Final = REJECTED | NOTED


def plain(value: Any) -> Any:
    """A value of a reason as it is kept."""
    if isinstance(value, T):
        return {"th": value.in_("th"), "en": value.in_("en")}
    return value if isinstance(value, int) else str(value)[:200]


def reason(code: str, **values: Any) -> Reason:
    """A reason as it is kept with its row."""
    return code, {name: plain(value) for name, value in values.items()}


def refused(refusal: Refused) -> Reason:
    """The same of a refusal."""
    return reason(refusal.code, **refusal.values)


def words(code: str, values: Mapping[str, Any]) -> T:
    """A reason in both languages."""
    said = SAYS.get(code)
    if said is None:
        return T.verbatim(code, code)
    return said.having(**{
        name: T.verbatim(value["th"], value["en"]) if isinstance(value, dict) else value
        for name, value in values.items()
    })


SHORT: Final[dict[str, T]] = {
    "places.area_abolished": T("รหัสเขตเลิกใช้แล้ว", "Area code no longer in force"),
    "places.area_unknown": T("ไม่มีรหัสเขตนี้", "No such area code"),
    "places.code_taken": T("รหัสเป็นของที่อื่น", "Code belongs to another space"),
    "places.duplicate_space": T("มีอยู่แล้วในระบบ", "Here already"),
    "places.hours_overlap": T("เวลาเปิดซ้อนกัน", "Hours overlap"),
    "places.hours_wrong": T("เวลาเปิดผิด", "Hours are wrong"),
    "hours.unclear": T("อ่านเวลาเปิดไม่ออก", "Hours cannot be read"),
    "places.position_elsewhere": T("พิกัดอยู่คนละจังหวัด", "Position in another province"),
    "places.position_outside": T("พิกัดในทะเลหรือนอกประเทศ", "Position at sea or abroad"),
    "places.position_swapped": T("ละติจูดกับลองจิจูดสลับกัน", "Latitude and longitude swapped"),
    "kind_unknown": T("ไม่รู้จักประเภท", "Kind not known"),
    "area_unclear": T("รหัสเขตอ่านไม่ออก", "Area code unclear"),
    "area_not_found": T("ไม่พบชื่อเขต", "Area name not found"),
    "area_several": T("ชื่อเขตซ้ำหลายแห่ง", "Several areas of that name"),
    "position_unclear": T("อ่านพิกัดไม่ออก", "Position cannot be read"),
    "code_wrong": T("รหัสใช้ไม่ได้", "Code will not do"),
    "twice": T("ซ้ำในไฟล์เดียวกัน", "Twice in the file"),
    "two_rows_one_space": T("สองแถวเป็นที่เดียวกัน", "Two rows of one space"),
    "phone_left_out": T("เบอร์โทรไม่ได้", "Number cannot be dialled"),
    "email_left_out": T("อีเมลใช้ไม่ได้", "Email will not do"),
    "value_left_out": T("ค่าที่ไม่รู้จัก", "Values not known"),
    "cut_short": T("ข้อความถูกตัดให้สั้น", "Texts cut short"),
    "area_from_point": T("ใช้ตำบลจากพิกัด", "Area taken from the position"),
    "beside": T("พิกัดอยู่นอกเขตที่บอก", "Position outside its own area"),
}
"""Reasons in sums, where no row gives them a value."""


def short(code: str) -> T:
    """A reason without the values of one row."""
    return SHORT.get(code) or words(code, {})


def keeps_out(code: str) -> bool:
    """Whether a row with this reason is not taken."""
    return code in REJECTED
