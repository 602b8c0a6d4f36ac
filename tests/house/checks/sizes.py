"""Nothing outgrows what a reader can hold."""

from pathlib import Path

from tests.house.checks.tree import files, functions, sources

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 600, 50, 150


def find_long_files(root: Path) -> list[str]:
    """Python files over 600 lines; migrations are written by Django."""
    return [
        f"{source.name}: {lines} lines" for source in sources(root)
        if "/migrations/" not in source.name and (lines := source.text.count("\n")) > FILE_LINES
    ]


def find_long_functions(root: Path) -> list[str]:
    """Functions over fifty lines, outside tests."""
    return [
        f"{source.at(function)}: {function.name} has {lines} lines"
        for source in sources(root) if not source.name.startswith("tests/")
        for function in functions(source.code)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]


def find_long_templates(root: Path) -> list[str]:
    """Templates over 150 lines."""
    return [
        f"{path.relative_to(root)}: {lines} lines" for path in files(root, "*.html", "*.txt")
        if "templates" in path.parts and (lines := path.read_text(encoding="utf-8").count("\n")) > TEMPLATE_LINES
    ]
