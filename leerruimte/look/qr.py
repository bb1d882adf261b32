"""QR codes as SVG."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

# The colours of ink and paper in look/tokens.css; a QR code keeps them in the dark too, or no camera reads it.
INK, PAPER = "#26213F", "#FFFBF1"


@lru_cache(maxsize=256)
def qr_svg(address: str) -> SafeString:
    """Draw the QR code of an address. It still reads when a sixth of it is covered or badly lit."""
    code = segno.make(address, error="m", micro=False)
    svg: str = code.svg_inline(border=2, dark=INK, light=PAPER, omitsize=True)
    return mark_safe(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S308 (numbers only)
