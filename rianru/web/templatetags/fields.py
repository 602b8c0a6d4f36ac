"""What a form field needs to be drawn: its control, its attributes, and the ids that tie help and error to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, CheckboxInput, ClearableFileInput, EmailField, Field, FileField
from django.forms.widgets import ChoiceWidget, Select

from rianru.kernel.words import T

CHOOSE_FILE = T("เลือกไฟล์ก่อน", "Choose a file first")
FILL_IN = T("ใส่ช่องนี้ด้วย", "This is needed")
PICK_ONE = T("เลือกสักข้อ", "Pick one")
EMPTY_FILE = T("ไฟล์นี้ว่างเปล่า เลือกไฟล์อื่น", "This file is empty. Choose another.")
EMAIL_WRONG = T("ใส่อีเมลให้ครบ เช่น mani@example.org", "Type the whole address, such as mani@example.org")


def kind_of(bound: BoundField) -> str:
    """`hidden`, `tick` (one box), `choices` (several boxes) or `line`."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "choices" if isinstance(widget, ChoiceWidget) and not isinstance(widget, Select) else "line"


def said(bound: BoundField, error: ValidationError) -> list[object]:
    """An error in our own words, unless the form has words of its own for it."""
    field = bound.field
    stock = error.code in Field.default_error_messages and error.message == Field.default_error_messages[error.code]
    if error.code == "required" and stock:
        return [CHOOSE_FILE if isinstance(field, FileField) else FILL_IN if kind_of(bound) == "line" else PICK_ONE]
    if error.code == "empty" and error.message == FileField.default_error_messages["empty"]:
        return [EMPTY_FILE]
    if error.code == "invalid" and isinstance(field, EmailField) and "invalid" not in (field.error_messages or {}):
        return [EMAIL_WRONG]
    return list(error)


def field_parts(bound: BoundField, help: str = "", label: str = "") -> dict[str, Any]:
    """The context of parts/field.html."""
    kind, about = kind_of(bound), help or str(bound.help_text or "")
    own = bound.field.widget.attrs
    spoken = [f"{bound.auto_id}-help"] * bool(about) + [f"{bound.auto_id}-error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = {"class": f"{own.get('class', '')} input".strip()} if kind == "line" else {}
    if spoken and kind != "choices":
        attrs["aria-describedby"] = " ".join([*str(own.get("aria-describedby", "")).split(), *spoken])
    if bound.errors and kind != "choices":
        attrs["aria-invalid"] = "true"
    return {
        "kind": kind,
        "bound": bound,
        "id": bound.auto_id,
        "label": label or bound.label,
        "help": about,
        "described": " ".join(spoken),
        "errors": [text for error in bound.errors.as_data() for text in said(bound, error)],
        "optional": not bound.field.required and kind == "line",
        "file": isinstance(bound.field.widget, ClearableFileInput),
        "control": "" if kind == "choices" else bound.as_widget(attrs=attrs),
    }
