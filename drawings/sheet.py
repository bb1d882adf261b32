"""A whole drawing: layers on a coloured sheet, with the symbols they use."""

import re
from collections.abc import Sequence
from html import escape

from drawings.pen import SYMBOLS

WIDTH, HEIGHT = 1600, 1000
# Without the head: what a page shows that writes title and claim itself.
CROP = f"0 256 {WIDTH} {HEIGHT - 256}"


def sheet(title: str, description: str, layers: Sequence[tuple[str, str]], fill: str, crop: str = CROP) -> str:
    """The SVG of a plate; layers are (name, drawing), from the ground up."""
    body = "".join(f'\n<g id="laag-{name}" class="laag">{drawing}</g>' for name, drawing in layers)
    body = body.replace('<g id="plek', '\n<g id="plek')
    symbols = "\n".join(SYMBOLS[name] for name in sorted(_used(body)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" data-crop="{crop}">'
        f"<title>{escape(title, quote=False)}</title><desc>{escape(description, quote=False)}</desc>"
        f"<defs>{symbols}</defs>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{fill}"/>{body}</svg>\n'
    )


def _used(body: str) -> set[str]:
    """Names of symbols that are used, also those inside other symbols."""
    used: set[str] = set()
    waiting = re.findall(r'href="#([\w-]+)"', body)
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += re.findall(r'href="#([\w-]+)"', SYMBOLS[name])
    return used
