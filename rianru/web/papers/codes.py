"""QR codes for paper: runs of dark modules, which templates draw as rectangles."""

from typing import Any

import segno

BORDER = 3  # modules of white round a QR


def qr(text: str) -> dict[str, Any]:
    """A QR code as runs: left, top, length; `size` modules across with its border."""
    runs = []
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=BORDER)]
    for top, row in enumerate(matrix):
        left = 0
        while left < len(row):
            end = left
            while end < len(row) and row[end]:
                end += 1
            if end > left:
                runs.append((left, top, end - left))
            left = end + 1
    return {"size": len(matrix), "runs": runs}
