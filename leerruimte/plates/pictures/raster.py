"""Pictures of dots (PNG, JPEG, WebP): read by what they are, drawn anew, without anything that was hidden in them."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from leerruimte.base.refused import Refused

# In dots. A phone's photograph has 12 to 50 million; decoded each takes four bytes of memory.
MOST_DOTS = 64_000_000
LONGEST_SIDE = 4096
# Wide as a card on a phone or laptop.
SMALL_SIDE = 1200
FORMATS = ("PNG", "JPEG", "WEBP")
QUALITY = 86
# A drawing as PNG may be so many times as large as JPEG would be: lines and letters stay sharp.
SHARP_IS_WORTH = 1.6
SAMPLE = (128, 128)
MOST_SHADES = 5_000
# A see-through picture that is larger than this as PNG is laid on paper.
LARGEST_SEE_THROUGH = 4_000_000
PAPER = (255, 251, 241)
KINDS = {"png": "image/png", "jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Picture:
    """A picture that was drawn anew: its bytes, what they are (png or jpeg), width and height in dots."""

    data: bytes
    kind: str
    width: int
    height: int
    # It moved: only its first moment is kept.
    moved: bool = False
    # It had more dots than are kept.
    shrunk: bool = False

    @property
    def sha256(self) -> str:
        """Its name: the same bytes, the same name."""
        return hashlib.sha256(self.data).hexdigest()


def read_picture(data: bytes) -> Picture:
    """Draw a picture anew from its dots alone; `Refused` (field "file") when it is none, broken or too large."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that is somewhat too large; of broken metadata too, which goes anyway.
            warnings.simplefilter("ignore")
            return _read(data)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        message = _("This picture is much too large. Make it smaller than 8000 by 8000 dots.")
        raise Refused(message, field="file", code="too_many_dots") from error
    # Pillow's readers raise whatever the broken place made go wrong.
    except Exception as error:
        message = _("This picture cannot be read: it is broken or not complete. Save it again and try once more.")
        raise Refused(message, field="file", code="broken_picture") from error


def _read(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        # Known from the first bytes: nothing was unpacked yet.
        if opened.width * opened.height > MOST_DOTS:
            message = _("This picture is too large: %(width)d by %(height)d dots. Make it smaller than 8000 by 8000.")
            raise Refused(
                message % {"width": opened.width, "height": opened.height}, field="file", code="too_many_dots"
            )
        moved = getattr(opened, "n_frames", 1) > 1
        shrunk = max(opened.size) > LONGEST_SIDE
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        image = _plain(upright)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    kept, kind = _encoded(image)
    return Picture(kept, kind, image.width, image.height, moved, shrunk)


def _plain(image: Image.Image) -> Image.Image:
    """Only dots: red, green, blue, and how see-through where some are."""
    see_through = "A" in image.getbands() or "transparency" in image.info
    plain = image.convert("RGBA" if see_through else "RGB")
    if see_through and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    """As PNG what is drawn or see-through, as JPEG what is photographed."""
    if image.mode == "RGBA":
        png = _as_png(image)
        return (png, "png") if len(png) <= LARGEST_SEE_THROUGH else (_as_jpeg(image), "jpeg")
    jpeg = _as_jpeg(image)
    # A large photo as PNG would take seconds, for nothing.
    if _has_many_shades(image):
        return jpeg, "jpeg"
    png = _as_png(image)
    return (png, "png") if len(png) <= len(jpeg) * SHARP_IS_WORTH else (jpeg, "jpeg")


def _has_many_shades(image: Image.Image) -> bool:
    """Whether a sample of the dots has so many colours as only photos have."""
    return image.resize(SAMPLE, Image.Resampling.NEAREST).getcolors(MOST_SHADES) is None


def _as_png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _as_jpeg(image: Image.Image) -> bytes:
    """As JPEG, on paper where it is see-through."""
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, PAPER)
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()


def small_picture(data: bytes) -> bytes:
    """A small one of a picture that `read_picture` made."""
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        opened.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        image = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
    image.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return _encoded(image)[0]
