"""Whether a picture holds its dots and nothing else: no notes, no place and time, nothing behind its end."""

from collections.abc import Iterator

from leerruimte.plates.pictures.raster import Picture

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
# Of a JPEG: tables, frame, scan, restart interval, and the JFIF header. All other segments can hold anything.
JPEG_SEGMENTS = frozenset({0xE0, 0xDB, 0xC4, 0xDA, 0xDD, 0xC0, 0xC1, 0xC2})
LONGEST_JFIF = 16


def is_bare(data: bytes, drawn: Picture) -> str:
    """ "png" or "jpeg" when a picture can be kept as it is; else "". `drawn`: what `read_picture` made of it."""
    if drawn.moved or drawn.shrunk:
        return ""
    if data.startswith(PNG_START):
        return "png" if {*_png_chunks(data)} <= PNG_CHUNKS else ""
    return "jpeg" if data.startswith(b"\xff\xd8") and {*_jpeg_segments(data)} <= JPEG_SEGMENTS else ""


def _png_chunks(data: bytes) -> Iterator[bytes]:
    """The names of the chunks; b"" for anything behind the last."""
    place = len(PNG_START)
    while place + 12 <= len(data):
        name = data[place + 4 : place + 8]
        yield name
        place += 12 + int.from_bytes(data[place : place + 4])
        if name == b"IEND":
            break
    if place != len(data):
        yield b""


def _jpeg_segments(data: bytes) -> Iterator[int]:
    """The markers of the segments; 0 for anything that is out of place."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        yield 0 if marker == 0xE0 and length > LONGEST_JFIF else marker
        place += 2 + length
        if marker == 0xDA:
            place = _end_of_scan(data, place)
        if data[place:] == b"\xff\xd9":
            return
    yield 0


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands after the dots; inside them 0xFF is followed by 0 or a restart (D0 to D7)."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2
    return len(data)
