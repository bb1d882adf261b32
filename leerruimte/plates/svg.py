"""Puts a drawing in a page: in the reader's language, whole or cropped, with or without words, its hotspots as links.

Works on drawings that `svg_cleaning` wrote, so plain patterns can find everything in them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Literal

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from leerruimte.base.links import sign_link
from leerruimte.plates.models import Hotspot, PlateVersion
from leerruimte.plates.pictures.files import as_data
from leerruimte.plates.strips import strip_width
from leerruimte.plates.svg_cleaning import Area

ROOT = re.compile(r"^<svg [^>]*>\s*(?:<title[^>]*>[^<]*</title>)?\s*(?:<desc[^>]*>[^<]*</desc>)?")
HOTSPOT = re.compile(r'<g ([^>]*data-hotspot="([a-z0-9-]+)"[^>]*)>(?:<title>[^<]*</title>)?')
WORDS = re.compile(r'(<text [^>]*data-i18n="([a-z0-9-]+)"[^>]*>)(.*?)(</text>)', re.DOTALL)
STRIP = re.compile(r'<g class="lr-strip" data-width="([^"]+)" data-size="([^"]+)" data-i18n="([a-z0-9-]+)">')
FIELD = re.compile(r'<rect [^>]*data-field="[^>]*>')
HEAD = '<g id="laag-woorden"'
TAG = re.compile(r'<g [^>]*class="(?:lr-tag|hs-marker)"[^>]*>')
GROUP = re.compile(r"<g[ >]|</g>")
KEPT = re.compile(r'href="picture:([0-9a-f]{64})"')
# How the pictures in a drawing come along: fetched by the page, or inside it, small (a card) or whole (print).
Pictures = Literal["linked", "small", "whole"]

# A phone's strip of drawing, three times as wide as high.
STRIP_SHAPE = 3.0


def drawing_markup(
    version: PlateVersion,
    language: str,
    *,
    crop: bool = False,
    words: bool = True,
    links: bool = False,
    pictures: Pictures = "linked",
) -> SafeString:
    """The drawing as inline SVG, ids and hotspots as they are.

    `crop` leaves out the head (number, title, claim) where the page shows these itself; without `words` there are no
    tags and numbers either, for pictures that have no fonts; with `links` each hotspot is a link to `#punt-<key>`.
    An <img> or a PDF fetches nothing: there `pictures` are "small" or "whole", inside it.
    """
    markup = _markup(version.pk, version.fingerprint, language, crop, words, links)
    if "picture:" not in markup:
        return markup
    return with_pictures(markup, version.plate.object.partnership_id or 0, pictures)


def with_pictures(markup: str, partnership_id: int, pictures: Pictures = "linked") -> SafeString:
    """A cleaned drawing with the kept pictures that it names, by address or inside it."""

    def shown(found: re.Match[str]) -> str:
        if pictures == "linked":
            return f'href="{picture_address(found[1], partnership_id)}"'
        return f'href="{as_data(found[1], small=pictures == "small")}"'

    return mark_safe(KEPT.sub(shown, markup))  # noqa: S308 (cleaned)


def picture_markup(markup: str, partnership_id: int, label: str) -> SafeString:
    """A cleaned drawing that is no plate yet, to look at: a picture with a name."""
    root = f'<svg class="plaat" role="img" aria-label="{escape(label)}" '
    return with_pictures(markup.replace("<svg ", root, 1), partnership_id)


def picture_address(sha256: str, partnership_id: int) -> str:
    """Where a kept picture can be had: nobody can make this address up, and who sees a drawing gets those in it."""
    return reverse("plates:picture", args=[sign_link("picture", sha256, partnership_id)])


def hotspot_excerpt(version: PlateVersion, key: str) -> str:
    """The view box around a hotspot, as wide as a phone's strip; that of the cropped drawing when there is no such."""
    return _excerpt(version.pk, version.fingerprint, key)


@lru_cache(maxsize=64)
def _markup(pk: int, fingerprint: str, language: str, crop: bool, words: bool, links: bool) -> SafeString:
    version = PlateVersion.objects.prefetch_related("hotspots").get(pk=pk)
    return _dressed(version, list(version.hotspots.all()), language, crop, words, links)


def unsaved_markup(version: PlateVersion, hotspots: list[Hotspot], language: str, *, links: bool = False) -> SafeString:
    """As `drawing_markup` (cropped), of a version that is not kept (yet)."""
    markup = _dressed(version, hotspots, language, True, True, links)
    return with_pictures(markup, version.plate.object.partnership_id or 0)


def _dressed(
    version: PlateVersion, hotspots: list[Hotspot], language: str, crop: bool, words: bool, links: bool
) -> SafeString:
    drawing = version.drawing
    if crop or not words:
        drawing = without_group(drawing, HEAD)
    if not words:
        while found := TAG.search(drawing):
            drawing = without_group(drawing, found[0])
    drawing = _with_root(drawing, version, language, crop=crop, links=links)
    drawing = _in_words(drawing, version.words, language)
    return mark_safe(_with_hotspots(drawing, hotspots, language, links=links))  # noqa: S308 (cleaned)


def _with_root(drawing: str, version: PlateVersion, language: str, *, crop: bool, links: bool) -> str:
    """A new first tag: what to show, its name and description. A picture, unless there is something in it to press."""
    known = root_attributes(drawing)
    whole = known["viewBox"]
    attributes = {
        "xmlns": known["xmlns"],
        "class": "plaat",
        "viewBox": known.get("data-crop", whole) if crop else whole,
        "role": "group" if links else "img",
        "aria-label": said(version.title, language),
        "aria-describedby": "plaat-beschrijving",
        "lang": language,
    }
    root = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    described = f'<desc id="plaat-beschrijving">{escape(said(version.description, language))}</desc>'
    return ROOT.sub(lambda _found: f"<svg{root}>{described}", drawing, count=1)


def root_attributes(drawing: str) -> dict[str, str]:
    """The attributes of the first tag."""
    return dict(re.findall(r'([\w-]+)="([^"]*)"', drawing.partition(">")[0]))


def _in_words(drawing: str, words: Mapping[str, Mapping[str, str]], language: str) -> str:
    """Texts in the language asked for; a paper strip becomes as wide as its word."""

    def translated(found: re.Match[str]) -> str:
        text = said(words.get(found[2]), language)
        return found[1] + (escape(text, quote=False) if text else found[3]) + found[4]

    def fitted(found: re.Match[str]) -> str:
        text = said(words.get(found[3]), language)
        if not text:
            return found[0]
        stretch = strip_width(text, float(found[2])) / float(found[1])
        return f'<g class="lr-strip" transform="scale({stretch:.3f} 1)">'

    return WORDS.sub(translated, STRIP.sub(fitted, drawing))


def _with_hotspots(drawing: str, hotspots: list[Hotspot], language: str, *, links: bool) -> str:
    """Each hotspot with its number and title as a name, as a link when asked for."""
    names = {spot.key: f"{spot.number} {said(spot.title, language)}" for spot in hotspots}
    place = 0
    while found := HOTSPOT.search(drawing, place):
        name = escape(names.get(found[2], found[2]))
        start = f"<g {found[1]}><title>{name}</title>"
        if links:
            end = end_of_group(drawing, found.start())
            start = f'<a class="hs-link" href="#punt-{found[2]}" aria-label="{name}">' + start
            drawing = drawing[:end] + "</a>" + drawing[end:]
        drawing = drawing[: found.start()] + start + drawing[found.end() :]
        place = found.start() + len(start)
    return drawing


def without_group(drawing: str, first_tag: str) -> str:
    """The drawing without the group that begins with this tag."""
    start = drawing.find(first_tag)
    return drawing if start < 0 else drawing[:start] + drawing[end_of_group(drawing, start) :]


def end_of_group(drawing: str, start: int) -> int:
    """Where the group that begins at `start` ends."""
    depth = 0
    for found in GROUP.finditer(drawing, start):
        depth += -1 if found[0] == "</g>" else 1
        if depth == 0:
            return found.end()
    return len(drawing)


@lru_cache(maxsize=256)
def _excerpt(pk: int, fingerprint: str, key: str) -> str:
    version = PlateVersion.objects.prefetch_related("hotspots").get(pk=pk)
    view = shown_view(version.drawing)
    for spot in version.hotspots.all():
        if spot.key == key and spot.area:
            return " ".join(f"{value:g}" for value in around(Area(*spot.area), view, STRIP_SHAPE))
    return " ".join(f"{value:g}" for value in view)


def shown_view(drawing: str) -> Area:
    """The part of a drawing that a page shows: without the head, where the page shows title and claim itself."""
    root = root_attributes(drawing)
    return Area(*(float(value) for value in root.get("data-crop", root["viewBox"]).split()))


@lru_cache(maxsize=64)
def _field_boxes(pk: int, fingerprint: str) -> dict[str, Area]:
    drawing = PlateVersion.objects.values_list("drawing", flat=True).get(pk=pk, fingerprint=fingerprint)
    found = (dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in FIELD.findall(drawing))
    return {
        one["data-field"]: Area(*(float(one.get(name, 0)) for name in ("x", "y", "width", "height"))) for one in found
    }


def field_boxes(version: PlateVersion) -> dict[str, Area]:
    """The boxes of the drawing to write in, by name: those of a canvas."""
    return _field_boxes(version.pk, version.fingerprint)


def around(area: Area, view: Area, shape: float) -> Area:
    """A box of the given shape (width : height) around an area, kept inside the view as far as it fits."""
    width = min(max(area.width, area.height * shape) * 1.1, view.width)
    height = min(width / shape, view.height)
    x = min(max(area.x + area.width / 2 - width / 2, view.x), view.x + view.width - width)
    y = min(max(area.y + area.height / 2 - height / 2, view.y), view.y + view.height - height)
    return Area(round(x, 1), round(y, 1), round(width, 1), round(height, 1))


def said(texts: Mapping[str, str] | None, language: str) -> str:
    """Words in a language, else in Dutch, else in whatever there is."""
    if not texts:
        return ""
    return texts.get(language) or texts.get("nl") or next(iter(texts.values()))
