"""A photo for the example, drawn by code: the card on the table of a child, with what comes first, next and last."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, LARGER = 960, 640, 2
FLOOR, TABLE, EDGE, SHADOW, CARD, INK = "#C9B79C", "#E8CFA0", "#B98F55", "#A9824C", "#FFFDF6", "#2B2740"
YELLOW, BLUE, GREEN, RED = "#F2B705", "#3F7CB8", "#3E8E5A", "#D2553F"


def card_on_the_table() -> bytes:
    """JPEG of a table from above: a card with three drawings (bag, chair, hand), and two pencils."""
    size = (WIDTH * LARGER, HEIGHT * LARGER)
    photo = Image.new("RGB", size, FLOOR)
    draw = ImageDraw.Draw(photo)
    draw.rounded_rectangle(_at(70, 60, 890, 700), 60, TABLE, EDGE, 14)
    for y in range(90, 640, 46):
        draw.line(_at(90, y, 870, y + 14), "#E1C490", 5)
    for shift, color in ((-70, RED), (-36, BLUE)):
        draw.line(_at(640 + shift, 520, 840 + shift, 420), SHADOW, 34)
        draw.line(_at(636 + shift, 514, 836 + shift, 414), color, 30)
        draw.line(_at(836 + shift, 414, 862 + shift, 401), CARD, 22)
    photo = photo.filter(ImageFilter.GaussianBlur(5))
    card = _card()
    photo.paste(card, (150 * LARGER, 130 * LARGER), card)
    kept = BytesIO()
    photo.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(kept, "JPEG", quality=82)
    return kept.getvalue()


def _at(*places: int) -> tuple[int, ...]:
    return tuple(place * LARGER for place in places)


def _card() -> Image.Image:
    """The card itself, a little askew as a child left it."""
    card = Image.new("RGBA", (620 * LARGER, 270 * LARGER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(card)
    draw.rounded_rectangle(_at(14, 18, 612, 262), 28, "#7E684980")
    draw.rounded_rectangle(_at(6, 8, 602, 250), 28, CARD, INK, 8)
    for number, color in enumerate((YELLOW, BLUE, GREEN)):
        left = 30 + 192 * number
        draw.rounded_rectangle(_at(left, 34, left + 166, 224), 24, None, color, 12)
        _DRAWINGS[number](draw, left)
    return card.rotate(4, Image.Resampling.BICUBIC, expand=True)


def _bag(draw: ImageDraw.ImageDraw, left: int) -> None:
    draw.arc(_at(left + 56, 56, left + 110, 110), 180, 360, INK, 14)
    draw.rounded_rectangle(_at(left + 38, 84, left + 128, 194), 34, YELLOW, INK, 10)
    draw.rounded_rectangle(_at(left + 56, 136, left + 110, 180), 14, CARD, INK, 8)


def _chair(draw: ImageDraw.ImageDraw, left: int) -> None:
    draw.line(_at(left + 48, 58, left + 48, 198), INK, 18)
    draw.line(_at(left + 118, 130, left + 118, 198), INK, 18)
    draw.rectangle(_at(left + 40, 120, left + 128, 140), BLUE, INK, 8)
    draw.rectangle(_at(left + 40, 58, left + 60, 108), BLUE, INK, 8)


def _hand(draw: ImageDraw.ImageDraw, left: int) -> None:
    for place, top in ((50, 96), (70, 70), (90, 64), (110, 78)):
        draw.rounded_rectangle(_at(left + place, top, left + place + 17, 150), 16, GREEN, INK, 7)
    draw.rounded_rectangle(_at(left + 48, 128, left + 128, 200), 34, GREEN, INK, 8)
    draw.line(_at(left + 56, 162, left + 30, 132), INK, 30)
    draw.line(_at(left + 60, 164, left + 34, 135), GREEN, 16)


_DRAWINGS = (_bag, _chair, _hand)
