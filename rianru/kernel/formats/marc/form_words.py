"""What is said of records that came as MARCXML, MARC-in-JSON or a table, beside what `repairs` has words for."""

from rianru.kernel.words import T

REPAIRS: dict[str, T] = {
    "tag_zeros": T("เติมเลขศูนย์หน้าป้ายเขตข้อมูล", "Tags had lost their leading zeros; they were given back."),
    "indicators": T("ตัวบ่งชี้หายหรือผิด จึงเว้นว่าง", "Indicators were missing or wrong; left blank."),
    "elements_unknown": T("ข้ามส่วนที่ไม่ใช่ MARC", "Elements that are not MARC were passed over."),
    "lines_joined": T("ต่อบรรทัดที่ถูกตัดกลางข้อความ", "Lines broken within a text were joined."),
    "xml_escapes": T("แก้เครื่องหมาย & หรือ < ที่เขียนผิดแบบ XML", "Signs & or < that XML does not allow were mended."),
    "json_shape": T("โครงสร้าง JSON ต่างจากแบบแผน จึงจัดใหม่", "The JSON was shaped differently; it was rearranged."),
    "json_numbers": T("ค่าที่เป็นตัวเลขใน JSON ถูกอ่านเป็นข้อความ", "Numbers in the JSON were read as text."),
    "control_number_made": T("ไม่มีเลขควบคุม จึงสร้างจาก ISBN ชื่อเรื่อง และผู้แต่ง",
                             "No control number; one was made from ISBN, title and author."),
    "quotes_open": T("มีเครื่องหมายคำพูดเปิดแล้วไม่ปิด จึงไม่นับเป็นเครื่องหมายคลุมช่อง",
                     "A quotation mark opened a cell and never closed it; it was passed over."),
    "cells_added": T("แถวสั้นกว่าหัวตาราง จึงเติมช่องว่างท้ายแถว", "The row was short; blank cells were added at its end."),
    "isbn_zeros": T("เติมเลขศูนย์หน้า ISBN ที่โปรแกรมตารางตัดทิ้ง", "Zeros that the spreadsheet had cut from an ISBN."),
    "excel_text": T("ถอดเครื่องหมายที่โปรแกรมตารางใส่กันตัวเลขเพี้ยน",
                    "Marks with which the spreadsheet kept numbers as text were taken off."),
    "rows_joined": T("รวมหลายแถวของหนังสือเล่มเดียวกันเป็นระเบียนเดียว แถวละตัวเล่ม",
                     "Rows of the same book were joined into one record, each row a copy."),
}
LOSSES: dict[str, T] = {
    "value_unclear": T("มีค่าที่ผิดแบบจนอ่านไม่ได้", "A value was shaped in a way that cannot be read."),
    "tag_wrong": T("มีเขตข้อมูลที่ไม่รู้ป้าย จึงรับไว้ไม่ได้", "A field without a usable tag was left out."),
    "isbn_rounded": T("ISBN ถูกโปรแกรมตารางปัดเศษ จึงใช้ไม่ได้", "The spreadsheet rounded the ISBN; it cannot be used."),
    "copies_unclear": T("จำนวนเล่มอ่านไม่ออก จึงนับเป็นหนึ่งเล่ม", "The number of copies is unclear; one was taken."),
    "copies_many": T("มีตัวเล่มมากเกินไป จึงรับไว้ไม่หมด", "There are too many copies; not all were taken."),
    "rows_differ": T("แถวที่เลขควบคุมเดียวกันมีชื่อเรื่องต่างกัน จึงเก็บชื่อที่ยาวที่สุด",
                     "Rows of one control number have different titles; the longest was kept."),
}
ERRORS: dict[str, T] = {
    "xml": T("ระเบียน XML เสียรูปจนอ่านไม่ได้", "The XML of the record is broken."),
    "xml_unsafe": T("XML มี DOCTYPE หรือ ENTITY จึงไม่อ่าน", "The XML has a DOCTYPE or ENTITY and is not read."),
    "json": T("ระเบียน JSON เสียรูปจนอ่านไม่ได้", "The JSON of the record is broken."),
    "too_deep": T("ข้อมูลซ้อนกันลึกเกินไป", "The data are nested too deeply."),
    "no_fields": T("ไม่พบเขตข้อมูล MARC", "There are no MARC fields in it."),
    "cells": T("จำนวนช่องในแถวไม่ตรงกับหัวตาราง", "The row does not have as many cells as the heading."),
    "cell_long": T("มีช่องที่ยาวเกิน 100 กิโลไบต์", "A cell is longer than 100 kB."),
    "quotes": T("เครื่องหมายคำพูดเปิดแล้วไม่ปิด", "A quotation mark opens and is never closed."),
    "heading_again": T("แถวนี้คือหัวตารางที่ซ้ำมา", "The row is the heading once more."),
    "no_title": T("ไม่มีชื่อเรื่อง", "There is no title."),
}
