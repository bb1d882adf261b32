"""Draws one page of a PDF: a program of its own with hard limits, so that a hostile file can hang or fill nothing.

    python pdf_worker.py PAGE LONGEST_SIDE < in.pdf > out.png

Says on the last line of stderr, as JSON, {"pages": n, "width": .., "height": ..} or {"problem": "password" | "broken"
| "page" | "size", "pages": n}. Knows nothing of the application. PDFium is built without JavaScript.
"""

import json
import os
import resource
import sys
from typing import Any

# In bytes and seconds.
MOST_MEMORY = 1_500 * 1024 * 1024
MOST_OUTPUT = 60 * 1024 * 1024
MOST_PROCESSOR = 12
MOST_OPEN_FILES = 64
# In points of 1/72 inch: A0 is 3370 high; 200 inch is what the format allows.
LARGEST_PAGE = 14_400


def limit() -> None:
    """Let the system hold this process to its limits."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
        (resource.RLIMIT_CPU, MOST_PROCESSOR),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(10)


def draw(data: bytes, number: int, longest_side: int) -> dict[str, Any]:
    """Draw page `number` (1 is the first) to standard output; gives what to say."""
    # After the limits: what a library does while it loads falls under them too.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"problem": "password" if "password" in str(error).lower() else "broken", "pages": 0}
    pages = len(document)
    if not 1 <= number <= pages:
        return {"problem": "page", "pages": pages}
    page = document[number - 1]
    width, height = page.get_size()
    if not (1 <= width <= LARGEST_PAGE and 1 <= height <= LARGEST_PAGE) or max(width, height) > 40 * min(width, height):
        return {"problem": "size", "pages": pages}
    image = page.render(scale=longest_side / max(width, height), may_draw_forms=False).to_pil()
    image.convert("RGB").save(sys.stdout.buffer, "PNG", compress_level=1)
    return {"pages": pages, "width": image.width, "height": image.height}


def main() -> None:
    """Do it, and say how it went."""
    limit()
    try:
        told = draw(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    except Exception:
        told = {"problem": "broken", "pages": 0}
    sys.stdout.flush()
    sys.stderr.write("\n" + json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
