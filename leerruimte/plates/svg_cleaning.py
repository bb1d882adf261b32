"""Cleans a drawing that comes from outside: what goes in is any text, what comes out can be put in a page as it is.

Only elements and attributes on the lists below get through; everything else is left out. A drawing with a DTD is
refused (entities can read files and grow without end), and so is one that shows so many copies of itself that it would
stall a browser. The output is written here, letter by letter: one space between attributes, double quotes, everything
escaped. So what comes out can be read with simple patterns (`svg.py`), and cleaning it again changes nothing.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

from leerruimte.base.refused import Refused
from leerruimte.plates.svg_styles import Rules, declared

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "http://www.w3.org/1999/xlink href"
LONGEST = 3_000_000
DEEPEST = 60
# Elements a browser would have to draw, copies by <use> counted one by one.
MOST_DRAWN = 60_000

ELEMENTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc image clipPath "
    "linearGradient radialGradient stop".split()
)
# Their contents stay, they themselves go.
UNWRAPPED = frozenset({"a", "switch"})
WORDS_ONLY = frozenset({"title", "desc"})

PRESENTATION = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip-rule clip-path paint-order "
    "font-family font-size font-weight font-style font-stretch text-anchor letter-spacing word-spacing "
    "dominant-baseline stop-color stop-opacity".split()
)
ATTRIBUTES = PRESENTATION | frozenset(
    "id class d x y dx dy x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox preserveAspectRatio "
    "offset gradientUnits gradientTransform spreadMethod clipPathUnits rotate textLength lengthAdjust href "
    "data-hotspot data-nr data-i18n data-crop data-field data-width data-size".split()
)
# Of what a style sets these would be missed.
EFFECTS = frozenset({"filter", "mask", "mix-blend-mode", "marker-start", "marker-mid", "marker-end"})
# Classes and ids of our own; those of a drawing from outside must not meet the page's.
CLASS = re.compile(r"(lr-|hs-)[\w-]+|hotspot|laag|plaat|person")
OWN_ID = re.compile(r"(plek|laag|v|plate|t)-[A-Za-z0-9_-]+")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NUMBER = r"-?(?:\d{1,7}(?:\.\d{0,12})?|\.\d{1,12})"
# How many numbers a path command takes, of those that areas of hotspots are made of.
NUMBERS_OF = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4}
VIEW_BOX = re.compile(rf"\s*({NUMBER})[\s,]+({NUMBER})[\s,]+({NUMBER})[\s,]+({NUMBER})\s*")
LOCAL = re.compile(r"#([^\s\"'()<>]+)")
LOCAL_URL = re.compile(r"\s*url\(\s*[\"']?#([^\s\"'()<>]+)[\"']?\s*\)\s*")
# Anything that could fetch: only the one form above may stand where an address is possible.
FETCHES = re.compile(r"url|image|src|expression|import|//|\\", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+")
# A picture that is kept beside the drawing, by the sha256 of its bytes; `svg.py` writes the address where it is shown.
KEPT_PICTURE = re.compile(r"picture:([0-9a-f]{64})")
# What every drawing program writes, and no drawing needs.
NOT_WORTH_A_WORD = frozenset({"class", "version", "space", "lang", "docname", "baseProfile"})


class Area(NamedTuple):
    """A box in drawing units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """A cleaned drawing and what was found in it.

    `hotspots`: key -> (number, area); `words`: data-i18n -> the words as drawn; `left_out`: what did not get through.
    """

    markup: str
    view: Area
    hotspots: Mapping[str, tuple[int, Area]]
    words: Mapping[str, str]
    left_out: frozenset[str]


def clean(svg: str, *, longest: int = LONGEST, pictures: Collection[str] = ()) -> Drawing:
    """Clean a drawing; `Refused` when it is no drawing at all.

    `longest` in characters; `pictures`: the kept pictures (sha256) that this drawing may show.
    """
    if len(svg) > longest:
        raise Refused(_("This drawing is too large: at most 3 million characters."), field="drawing", code="too_long")
    cleaner = _Cleaner(pictures=pictures)
    try:
        cleaner.read(svg)
    except expat.ExpatError as error:
        message = _("This is no SVG drawing: line %(line)s cannot be read.") % {"line": error.lineno}
        raise Refused(message, field="drawing", code="not_svg") from error
    return cleaner.result()


@dataclass
class _Hotspot:
    key: str
    number: int
    depth: int
    area: Area | None = None


@dataclass
class _Cleaner:
    """Reads a drawing event by event and writes what may stay."""

    out: list[str] = field(default_factory=list)
    depth: int = 0
    # The depth inside something that is left out whole; 0: not inside such a thing.
    skipping: int = 0
    # For each element on the way down: its name, or "" when it was unwrapped.
    opened: list[str] = field(default_factory=list)
    view: Area | None = None
    ids: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    hotspots: list[_Hotspot] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    reading: str = ""
    pictures: Collection[str] = ()
    rules: Rules = field(default_factory=Rules)
    # The text of a <style> while inside one.
    style: list[str] | None = None
    copies: "_Copies" = field(default_factory=lambda: _Copies())

    def read(self, svg: str) -> None:
        # The text is known already, whatever encoding it says that it was in.
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse_doctype
        parser.EntityDeclHandler = self.refuse_doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.Parse(svg.encode("utf-8", "replace"), True)

    def result(self) -> Drawing:
        if self.view is None:
            raise Refused(_("This is no SVG drawing."), field="drawing", code="not_svg")
        if self.copies.drawn() > MOST_DRAWN:
            message = _("This drawing has too many parts to show on a phone.")
            raise Refused(message, field="drawing", code="too_many")
        if self.rules.left_out:
            self.left_out.add("style")
        found = {spot.key: (spot.number, spot.area) for spot in self.hotspots if spot.area}
        return Drawing("".join(self.out), self.view, found, self.words, frozenset(self.left_out))

    def refuse_doctype(self, *_ignored: object) -> None:
        message = _("This drawing begins with a DOCTYPE or defines entities. Save it as plain SVG.")
        raise Refused(message, field="drawing", code="doctype")

    # ---- events ----

    def start(self, full_name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(_("This drawing has too many parts to show on a phone."), field="drawing", code="too_deep")
        if self.skipping:
            return
        name = full_name.removeprefix(SVG + " ")
        if self.depth == 1 and name != "svg":
            raise Refused(_("This is no SVG drawing."), field="drawing", code="not_svg")
        if name in UNWRAPPED and not self.inside_words():
            self.left_out.add(name)
            self.opened.append("")
            return
        if name not in ELEMENTS or self.inside_words():
            self.leave_out(name)
            return
        self.write_start(name, dict(self.kept(name, attributes)))

    def leave_out(self, name: str) -> None:
        """Nothing of an element stays; the rules of a style sheet are read."""
        self.skipping = self.depth
        if name == "style":
            self.style = []
        else:
            self.left_out.add(name.rsplit(" ", 1)[-1])

    def write_start(self, name: str, kept: dict[str, str]) -> None:
        if self.depth == 1:
            kept = {"xmlns": SVG, **self.root_attributes(kept)}
        self.notice(name, kept)
        self.out.append("<" + name + "".join(f' {key}="{escape(value)}"' for key, value in kept.items()) + ">")
        self.opened.append(name)

    def end(self, _name: str) -> None:
        if self.skipping == self.depth:
            self.skipping = 0
            if self.style is not None:
                self.rules.add("".join(self.style))
                self.style = None
        elif not self.skipping:
            name = self.opened.pop()
            if name:
                self.copies.end()
                self.close(name)
            if name == "text":
                self.reading = ""
        self.depth -= 1

    def close(self, name: str) -> None:
        # An element without contents closes itself; titles and texts do not, so that patterns find them.
        if (
            self.out[-1].startswith("<" + name)
            and self.out[-1].endswith(">")
            and name in {"path", "use", "rect", "circle"}
        ):
            self.out[-1] = self.out[-1][:-1] + "/>"
        else:
            self.out.append(f"</{name}>")

    def characters(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)
        if self.skipping or not any(name in {"text", "tspan", *WORDS_ONLY} for name in self.opened):
            return
        self.out.append(escape(text, quote=False))
        if self.reading:
            self.words[self.reading] += text

    # ---- what is kept ----

    def inside_words(self) -> bool:
        return bool(self.opened) and self.opened[-1] in WORDS_ONLY

    def kept(self, element: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The attributes that may stay, with their safe values; `style` is taken apart, as pages may not have it."""
        ruled = self.rules.for_element(element, attributes.get("class", "").split(), attributes.get("id", ""))
        ruled |= dict(declared(attributes.get("style", "")))
        self.left_out |= EFFECTS & ruled.keys()
        styled = {name: value for name, value in ruled.items() if name in PRESENTATION}
        plain = {("href" if name == XLINK_HREF else name): value for name, value in attributes.items()}
        for name, value in {**plain, **styled}.items():
            if name == "style":
                continue
            safe = self.safe(element, name, value) if name in ATTRIBUTES else None
            if safe is not None:
                yield name, safe
            elif name.rsplit(" ", 1)[-1] not in NOT_WORTH_A_WORD:
                self.left_out.add(name.rsplit(" ", 1)[-1])

    def safe(self, element: str, name: str, value: str) -> str | None:
        if name == "id":
            return self.new_id(value)
        if name == "href":
            return _safe_href(element, value, self.pictures)
        if name == "class":
            return " ".join(word for word in value.split() if CLASS.fullmatch(word)) or None
        if name in {"data-hotspot", "data-i18n", "data-field"}:
            return value if KEY.fullmatch(value) else None
        if name == "data-nr":
            return value if re.fullmatch(r"\d{1,3}", value) else None
        if name in {"data-width", "data-size"}:
            return value if re.fullmatch(NUMBER, value) else None
        if local := LOCAL_URL.fullmatch(value):
            return f"url(#{_own_id(local[1])})"
        return None if name in PRESENTATION and FETCHES.search(value) else value

    def new_id(self, value: str) -> str | None:
        own = _own_id(value)
        if own in self.ids:
            return None
        self.ids.add(own)
        return own

    def root_attributes(self, kept: Mapping[str, str]) -> dict[str, str]:
        """A view box, always; without width and height, which the page decides."""
        box = VIEW_BOX.fullmatch(kept.get("viewBox", ""))
        size = [_length(kept.get(name, "")) for name in ("width", "height")]
        if box:
            self.view = Area(*(float(part) for part in box.groups()))
        elif all(size):
            self.view = Area(0, 0, *size)
        if self.view is None or self.view.width <= 0 or self.view.height <= 0:
            raise Refused(_("This drawing does not say how large it is."), field="drawing", code="no_size")
        crop = VIEW_BOX.fullmatch(kept.get("data-crop", ""))
        root = {"viewBox": _view_text(self.view)}
        if crop:
            root["data-crop"] = _view_text(Area(*(float(part) for part in crop.groups())))
        return root

    # ---- what is noticed on the way ----

    def notice(self, name: str, kept: Mapping[str, str]) -> None:
        self.copies.start(kept.get("id", ""), kept.get("href", "") if name == "use" else "")
        if "data-hotspot" in kept:
            self.hotspots.append(_Hotspot(kept["data-hotspot"], int(kept.get("data-nr", "0")), self.depth))
        if "hs-area" in kept.get("class", "").split() and self.hotspots and self.hotspots[-1].area is None:
            self.hotspots[-1].area = box_around(kept.get("d", ""))
        if name == "text" and "data-i18n" in kept:
            self.reading = kept["data-i18n"]
            self.words[self.reading] = ""


@dataclass
class _Copies:
    """Counts what would be drawn, with every <use> as often as it copies."""

    # Of each part with an id (and of the whole drawing, ""): elements in it, and which other parts it copies.
    own: dict[str, int] = field(default_factory=lambda: {"": 0})
    uses: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    inside: list[str] = field(default_factory=list)

    def start(self, id: str, href: str) -> None:
        for part in {*self.inside, ""}:
            self.own[part] = self.own.get(part, 0) + 1
            if href:
                self.uses.setdefault(part, []).append(href.removeprefix("#"))
        if id:
            self.own.setdefault(id, 1)
            self.uses.setdefault(id, [])
        self.inside.append(id)

    def end(self) -> None:
        self.inside.pop()

    def drawn(self) -> int:
        """Elements drawn in all; more than allowed as soon as a part copies itself."""
        counted: dict[str, int] = {}

        def count(part: str, depth: int) -> int:
            if depth > DEEPEST:
                return MOST_DRAWN + 1
            if part not in counted:
                total = self.own.get(part, 0)
                for other in self.uses.get(part, []):
                    total = min(total + count(other, depth + 1), MOST_DRAWN + 1)
                counted[part] = total
            return counted[part]

        return count("", 0)


def box_around(d: str) -> Area | None:
    """The box around a path of straight lines and rounded corners (M, L, H, V, Q, Z), as areas of hotspots are.

    Of a rounded corner the point it bends around counts too, so the box is the one before its corners were rounded.
    """
    here = (0.0, 0.0)
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MmLlHhVvQqZz])([^A-Za-z]*)", d):
        values = [float(number) for number in re.findall(NUMBER, numbers)]
        length = NUMBERS_OF.get(command.upper(), len(values) + 1)
        for i in range(0, len(values) - length + 1, length):
            points = _step(command, here, values[i : i + length])
            found += points
            here = points[-1]
    if not found:
        return None
    left, top = (min(point[axis] for point in found) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in found) for axis in (0, 1))
    return Area(left, top, right - left, bottom - top)


def _step(command: str, here: tuple[float, float], values: list[float]) -> list[tuple[float, float]]:
    """The points that one command of a path adds."""
    x, y = here if command.islower() else (0.0, 0.0)
    if command in "Hh":
        return [(x + values[0], here[1])]
    if command in "Vv":
        return [(here[0], y + values[0])]
    return [(x + across, y + down) for across, down in zip(values[::2], values[1::2], strict=True)]


def _own_id(value: str) -> str:
    """An id that cannot meet one of the page: ours stay as they are, others get `t-` in front, once."""
    return value if OWN_ID.fullmatch(value) else "t-" + re.sub(r"[^A-Za-z0-9_-]", "-", value)


def _safe_href(element: str, value: str, pictures: Collection[str]) -> str | None:
    """A part of this drawing, or (for a picture) the picture itself or one that is kept beside it."""
    if local := LOCAL.fullmatch(value.strip()):
        return "#" + _own_id(local[1])
    kept = KEPT_PICTURE.fullmatch(value)
    if element == "image" and kept and kept[1] in pictures:
        return value
    return value if element == "image" and PICTURE.fullmatch(value) else None


def _length(text: str) -> float:
    found = re.match(NUMBER, text.strip())
    return float(found[0]) if found else 0.0


def _view_text(area: Area) -> str:
    return " ".join(f"{value:g}" for value in area)
