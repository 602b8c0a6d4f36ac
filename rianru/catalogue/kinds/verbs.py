"""What the facts of the catalogue are called."""

from rianru.core import facts
from rianru.kernel.words import T

facts.verb("catalogue.source_added", T("เพิ่มแหล่งข้อมูล", "Source added"))
facts.verb("catalogue.import_started", T("เริ่มนำเข้าระเบียน", "Import started"))
facts.verb("catalogue.records_imported", T("นำเข้าระเบียน", "Records imported"))
facts.verb("catalogue.import_ended", T("นำเข้าจบแล้ว", "Import ended"))
facts.verb("catalogue.undo_started", T("เริ่มย้อนการนำเข้า", "Rolling an import back started"))
facts.verb("catalogue.import_undone", T("ย้อนการนำเข้าแล้ว", "Import rolled back"))
facts.verb("catalogue.columns_confirmed", T("ยืนยันคอลัมน์ของตาราง", "Columns of a table confirmed"))
facts.verb("catalogue.missing_confirmed", T("ยืนยันถอนระเบียนที่ไม่มีในไฟล์", "Withdrawing of missing records confirmed"))
facts.verb("catalogue.missing_withdrawn", T("ถอนระเบียนที่ไม่มีในไฟล์แล้ว", "Records missing from a file withdrawn"))
facts.verb("catalogue.source_changed", T("แก้แหล่งข้อมูล", "Source changed"))
facts.verb("catalogue.source_retold", T("แสดงระเบียนใหม่ตามความน่าเชื่อถือ", "Records shown anew by trust"))
facts.verb("catalogue.rematched", T("จับคู่ระเบียนใหม่", "Records matched again"))
facts.verb("catalogue.decided", T("บรรณารักษ์รวมหรือแยกระเบียน", "A librarian joined or parted records"))
facts.verb("catalogue.decision_withdrawn", T("ถอนคำตัดสินเรื่องระเบียน", "A decision about records withdrawn"))
facts.verb("catalogue.item_added", T("เพิ่มตัวเล่ม", "Item added"))
facts.verb("catalogue.item_described", T("แก้ข้อมูลตัวเล่ม", "Item described"))
facts.verb("catalogue.item_moved", T("ย้ายตัวเล่ม", "Item moved"))
facts.verb("catalogue.item_withdrawn", T("จำหน่ายตัวเล่มออก", "Item withdrawn"))
facts.verb("catalogue.item_restored", T("นำตัวเล่มกลับขึ้นชั้น", "Item restored"))
facts.verb("catalogue.cover_added", T("ใส่รูปปก", "Cover added"))
facts.verb("catalogue.cover_asked_for", T("ขอดึงรูปปกจากเว็บ", "Cover asked for from the web"))
facts.verb("catalogue.cover_chosen", T("เลือกรูปปก", "Cover chosen"))
facts.verb("catalogue.cover_removed", T("เอารูปปกออก", "Cover removed"))
facts.verb("catalogue.cover_files_dropped", T("ลบไฟล์รูปปกที่ไม่ใช้แล้ว", "Files of unused covers deleted"))
