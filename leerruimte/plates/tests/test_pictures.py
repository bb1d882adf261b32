"""Files that come in: what they are decides, not what they are called; nothing hidden or hostile comes along."""

import base64
import time
from io import BytesIO

import pytest
from PIL import Image

from leerruimte.base.refused import Refused
from leerruimte.plates.pictures import pdf
from leerruimte.plates.pictures.bare import is_bare
from leerruimte.plates.pictures.raster import LONGEST_SIDE, read_picture, small_picture
from leerruimte.plates.pictures.removed import remarks, sorted_names
from leerruimte.plates.pictures.uploads import check_size, read_drawing
from leerruimte.plates.pictures.wrapping import Overlay, with_overlays
from leerruimte.plates.svg_cleaning import Area, clean
from leerruimte.plates.tests import make_files as files
from leerruimte.plates.tests.test_svg_cleaning import PAYLOADS, harm_in


def refusal_of(data: bytes, page: int = 1) -> Refused:
    with pytest.raises(Refused) as refused:
        read_drawing(data, page)
    assert refused.value.message
    return refused.value


# ---- pictures of dots ----


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_drawing_as_wide_as_every_plate(kind):
    read = read_drawing(files.a_picture(kind))
    (picture,) = read.pictures.values()
    assert (picture.width, picture.height) == (120, 80)
    found = clean(read.markup, pictures=read.pictures)
    assert found.markup == read.markup
    assert (found.view.width, found.view.height) == (1600, pytest.approx(1066.67))
    assert f'href="picture:{picture.sha256}"' in read.markup


def test_a_photo_loses_place_camera_and_notes_and_stands_upright():
    photo = files.a_photo_that_tells_where()
    assert files.SECRET_PLACE in photo
    picture = read_picture(photo)
    assert (picture.width, picture.height) == (150, 200)
    assert files.SECRET_PLACE not in picture.data
    assert b"Camera" not in picture.data
    with Image.open(BytesIO(picture.data)) as image:
        assert not image.getexif()
    assert is_bare(picture.data, read_picture(picture.data))
    assert not is_bare(photo, read_picture(photo))


def test_drawings_stay_sharp_and_photos_small():
    assert read_picture(files.a_picture("PNG", (800, 600))).kind == "png"
    assert read_picture(files.a_photo(kind="PNG")).kind == "jpeg"


def test_what_is_see_through_stays_so():
    picture = read_picture(files.a_picture(mode="RGBA"))
    assert picture.kind == "png"
    with Image.open(BytesIO(picture.data)) as image:
        assert image.getpixel((0, 0))[3] == 0


def test_a_palette_and_greys_and_inks_of_print_can_be_read():
    image = Image.new("RGB", (30, 20), "red")
    for mode, kind in (("P", "PNG"), ("L", "PNG"), ("I;16", "PNG"), ("1", "PNG"), ("CMYK", "JPEG")):
        made = Image.new("I;16", (30, 20)) if mode == "I;16" else image.convert(mode)
        assert read_picture(files.saved(made, kind)).width == 30


def test_a_large_picture_is_made_smaller():
    picture = read_picture(files.a_picture(size=(5000, 1000)))
    assert (picture.width, picture.height) == (LONGEST_SIDE, 819)
    with Image.open(BytesIO(small_picture(picture.data))) as image:
        assert image.width == 1200


def test_of_a_picture_that_moves_only_the_first_moment_is_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = files.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert "moved" in read_drawing(moving).removed


@pytest.mark.parametrize("side", [9_000, 40_000])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(side):
    bomb = files.a_picture_bomb(side)
    assert len(bomb) < 1_000_000
    start = time.monotonic()
    assert refusal_of(bomb).code == "too_many_dots"
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_half_a_picture_is_refused(kind):
    data = files.a_picture(kind, (400, 300))
    for part in (len(data) // 2, 40, 13):
        assert refusal_of(data[:part]).code in {"broken_picture", "unknown_kind"}


def test_what_stands_behind_a_picture_does_not_come_along():
    polyglot = files.a_photo() + b"<script>alert(1)</script>" + files.a_zip({"a": b"b"})
    assert b"script" not in read_picture(polyglot).data
    assert not is_bare(polyglot, read_picture(polyglot))
    png = files.a_picture() + b"<?php evil ?>"
    assert not is_bare(png, read_picture(png))
    assert is_bare(read_picture(png).data, read_picture(read_picture(png).data)) == "png"


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a/*\x00\x00*/=1;alert(1)//;",
        b"BM\x00\x00",
        b"II*\x00\x08\x00",
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04rest",
        b"just words",
        b"\x00" * 100,
        b"#!/bin/sh\n",
        b"{}",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_what_is_no_drawing_is_refused_whatever_it_is_called(data):
    assert refusal_of(data).code == "unknown_kind"


def test_html_that_says_it_is_a_picture_is_no_drawing():
    assert refusal_of(b"<!doctype html><html><script>alert(1)</script></html>").field == "file"


def test_the_size_is_looked_at_before_the_file_is_read():
    class Unread:
        size = 21 * 1024 * 1024

        def read(self) -> bytes:
            raise AssertionError("was read")

    with pytest.raises(Refused, match="20 MB"):
        check_size(Unread())


# ---- PDF ----


def test_a_page_of_a_pdf_becomes_a_picture():
    read = read_drawing(files.a_pdf(3), 2)
    assert (read.page, read.pages) == (2, 3)
    (picture,) = read.pictures.values()
    assert (picture.width, picture.height) == (3200, 2134)
    with Image.open(BytesIO(picture.data)) as image:
        assert image.getpixel((800, 1400)) == (255, 0, 0)


def test_a_page_that_is_not_there_is_said_beside_the_page():
    refused = refusal_of(files.a_pdf(2), 7)
    assert refused.field == "page"
    assert "2" in refused.message


def test_a_pdf_with_scripts_runs_nothing():
    script = "/OpenAction << /S /JavaScript /JS (app.alert(1); while(true){}) >>"
    launch = "/AA << /WC << /S /Launch /F (/bin/sh) >> >>"
    read = read_drawing(files.a_pdf(extra=script + launch))
    assert list(read.removed) == ["pdf"]
    assert b"alert" not in next(iter(read.pictures.values())).data


def test_one_pdf_is_drawn_at_a_time(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.01)
    with pdf.AT_ONCE:
        assert refusal_of(files.a_pdf()).code == "pdf_busy"


def test_a_pdf_that_takes_too_long_does_not_hang(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.01)
    assert refusal_of(files.a_pdf()).code == "pdf_slow"


def test_a_worker_is_held_to_its_limits(monkeypatch, tmp_path):
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        f"import sys; sys.path.insert(0, {str(pdf.WORKER.parent)!r}); import pdf_worker; pdf_worker.limit()\n"
        "keep = []\nwhile True: keep.append(bytearray(50_000_000))\n"
    )
    monkeypatch.setattr(pdf, "WORKER", greedy)
    assert refusal_of(files.a_pdf()).code == "pdf_slow"


@pytest.mark.parametrize("page_size", [(100_000, 100_000), (10_000, 1)])
def test_a_page_of_an_odd_size_is_refused(page_size):
    assert refusal_of(files.a_pdf(page_size=page_size)).field == "file"


def test_a_broken_pdf_is_refused():
    whole = files.a_pdf()
    for data in (b"%PDF-1.7", whole[:60], b"%PDF-" + b"\xff" * 500):
        assert refusal_of(data).field == "file"


# ---- SVG ----


def test_an_svg_says_what_was_left_out_in_words():
    hostile = (
        '<script>alert(1)</script><foreignObject/><rect onclick="x()" width="9" height="9"/>'
        '<image href="https://x.example/a.png"/><animate/><g filter="url(#f)" style="mix-blend-mode:multiply"/>'
    )
    read = read_drawing(files.an_svg(hostile))
    assert set(read.removed) == {"runs", "foreign", "leads_out", "moves", "effects"}
    told = remarks(read.removed)
    assert told[0].names == ("onclick", "script")
    assert all(one.sentence for one in told)


def test_names_from_a_file_are_short_and_few():
    long = {f"a{'b' * 200}{n}" for n in range(50)}
    (remark,) = remarks(sorted_names(long))
    assert len(remark.names) == 9
    assert max(len(name) for name in remark.names) == 40


def test_a_drawing_of_any_size_becomes_as_wide_as_every_plate():
    read = read_drawing(files.an_svg())
    view = clean(read.markup).view
    assert (view.width, view.height) == (1600, 1280)
    assert 'transform="scale(16)"' in read.markup


def test_colours_in_a_style_sheet_become_attributes():
    style = "<style>/* x */ .cls-1, .b{fill:#123456;stroke:url(//x.example)} rect{opacity:.5} @import 'x';</style>"
    read = read_drawing(files.an_svg(style + '<rect class="cls-1" width="5" height="5"/>'))
    assert 'fill="#123456"' in read.markup
    assert 'opacity=".5"' in read.markup
    assert "x.example" not in read.markup


def test_hotspots_of_another_plate_are_only_shapes():
    inside = '<g id="plek-a" class="hotspot" data-hotspot="a" data-nr="1"><path class="hs-area" d="M0 0h9v9h-9Z"/></g>'
    read = read_drawing(files.an_svg(inside))
    assert clean(read.markup).hotspots == {}


def test_a_picture_inside_an_svg_is_drawn_anew_and_kept_beside_it():
    photo = base64.b64encode(files.a_photo_that_tells_where()).decode()
    read = read_drawing(files.an_svg(f'<image href="data:image/jpeg;base64,{photo}" width="50" height="50"/>'))
    (name,) = read.pictures
    assert f'href="picture:{name}"' in read.markup
    assert "data:" not in read.markup
    assert files.SECRET_PLACE not in read.pictures[name].data


def test_a_picture_inside_an_svg_that_is_none_is_left_out():
    read = read_drawing(files.an_svg('<image href="data:image/png;base64,AAAA" width="5" height="5"/>'))
    assert read.removed == {"pictures": ["image"]}
    assert "data:" not in read.markup


def test_an_svg_cannot_name_a_picture_that_is_kept_here():
    read = read_drawing(files.an_svg(f'<image href="picture:{"a" * 64}" width="5" height="5"/>'))
    assert "picture:" not in read.markup


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_svg_in_another_encoding_can_be_read(encoding):
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{name}"?><svg {files.SVG} viewBox="0 0 9 9"><text>één</text></svg>'
    assert "één" in read_drawing(text.encode(encoding)).markup


def test_an_svg_in_unreadable_signs_is_refused():
    assert refusal_of(b"<svg>\xff\xfe\xfa</svg>").code == "encoding"


@pytest.mark.parametrize("payload", [*PAYLOADS, '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>'])
def test_nothing_harmful_of_our_own_list_comes_in(payload):
    for data in (files.an_svg(payload), payload.encode()):
        try:
            read = read_drawing(data)
        except Refused:
            continue
        assert harm_in(read.markup) == []


@pytest.mark.skipif(not files.payloads(), reason="no list of hostile payloads beside the repository")
def test_nothing_harmful_of_the_long_list_comes_in():
    for payload in files.payloads():
        for inside in (payload, f"<foreignObject>{payload}</foreignObject>", f"<title>{payload}</title>"):
            try:
                read = read_drawing(files.an_svg(inside))
            except Refused:
                continue
            assert harm_in(read.markup) == [], payload


# ---- hotspots over it ----


def test_overlays_are_hotspots_like_those_of_every_plate():
    drawing = read_drawing(files.a_picture()).markup
    spots = [
        Overlay("boom", 1, Area(100, 100, 300, 200), "De boom"),
        Overlay("veld", 2, Area(0, 700, 1600, 20), "<b>Veld</b>"),
    ]
    laid = with_overlays(drawing, spots)
    sha = read_drawing(files.a_picture()).pictures
    found = clean(laid, pictures=sha)
    assert found.markup == laid
    assert found.hotspots == {"boom": (1, Area(100, 100, 300, 200)), "veld": (2, Area(0, 700, 1600, 20))}
    assert with_overlays(laid, spots[:1]) == with_overlays(drawing, spots[:1])
    assert with_overlays(laid, []) == drawing
