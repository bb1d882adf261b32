"""Whatever comes in, nothing that runs, calls out or breaks the page comes out."""

import re
from html import escape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from leerruimte.base.refused import Refused
from leerruimte.plates.svg_cleaning import ATTRIBUTES, Area, box_around, clean
from leerruimte.plates.tests import make
from leerruimte.plates.tests import make_files as files

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, root: str = "") -> str:
    return f'<svg {SVG} viewBox="0 0 100 100" {root}>{inside}</svg>'


def cleaned(inside: str, root: str = "") -> str:
    return clean(drawing(inside, root)).markup


# Written out again, not taken from the cleaner: a list that grows there by mistake must be noticed here.
HARMLESS = set(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc image clippath "
    "lineargradient radialgradient stop".split()
)


class Harmless(HTMLParser):
    """Reads markup as a browser's HTML parser would and notes everything that is not on the lists."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in {known.lower() for known in ATTRIBUTES} | {"xmlns"} or name.startswith(
                ("on", "style", "xlink", "xml:")
            ):
                self.found.append(f"{tag} {name}")
            if name == "href" and not re.fullmatch(
                r"#[\w-]+|data:image/(png|jpeg|webp);base64,[\w+/=\s]+", value or ""
            ):
                self.found.append(f"{tag} {name}={value}")
            if "url(" in (value or "") and not re.fullmatch(r"url\(#[\w-]+\)", value or ""):
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}")


def harm_in(svg: str) -> list[str]:
    """What is left that should not be; a drawing that is refused does no harm."""
    try:
        markup = clean(svg).markup
    except Refused:
        return []
    ElementTree.fromstring(markup)
    assert clean(markup).markup == markup, "cleaning again changes nothing"
    reader = Harmless()
    reader.feed(markup)
    return reader.found


PAYLOADS = [
    "<script>alert(1)</script>",
    '<script href="https://x.example/a.js"/>',
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='alert(1)'/></p></foreignObject>",
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<a xlink:href="java&#10;script:alert(1)"><rect width="9" height="9"/></a>',
    '<use href="https://x.example/a.svg#b"/>',
    '<use xlink:href="data:image/svg+xml,&lt;svg/&gt;#b"/>',
    '<image href="https://x.example/pixel.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="//x.example/pixel.png"/>',
    '<rect onclick="alert(1)" onload="alert(1)" width="5" height="5"/>',
    "<style>rect{fill:url(https://x.example)}</style>",
    '<rect style="fill:url(https://x.example/a);background:url(//x.example)" width="5" height="5"/>',
    '<rect style="fill:red;behavior:url(#x);position:fixed" width="5" height="5"/>',
    '<rect fill="url(https://x.example/a#b)" width="5" height="5"/>',
    '<rect fill="url( \'//x.example/a#b\' )" width="5" height="5"/>',
    '<rect fill="\\75rl(https://x.example)" width="5" height="5"/>',
    '<rect filter="url(#f)" mask="url(https://x.example#m)" cursor="url(https://x.example)" width="5" height="5"/>',
    '<text font-family="url(https://x.example/f)">x</text>',
    '<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onload" to="alert(1)"/>',
    '<rect width="5" height="5"><animate onbegin="alert(1)" attributeName="x" dur="1s"/></rect>',
    "<desc><script>alert(1)</script><img src='x' onerror='alert(1)'/></desc>",
    "<title>&lt;img src=x onerror=alert(1)&gt;</title>",
    "<title><![CDATA[</title><img src=x onerror=alert(1)>]]></title>",
    "<text><![CDATA[</text></svg><img src=x onerror=alert(1)>]]></text>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<?xml-stylesheet href='https://x.example/a.css'?>",
    "<handler type='text/javascript' ev:event='load' xmlns:ev='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
    "<iframe src='https://x.example'/><embed src='x'/><object data='x'/><video src='x'/><audio src='x'/>",
    '<g id="main" class="btn main skip"><rect id="plek-x" class="hotspot" width="5" height="5"/></g>',
    '<g data-hotspot="&quot;&gt;&lt;script&gt;" data-nr="x"/>',
    '<g xml:base="https://x.example/"><use href="#a"/></g>',
    '<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext><style>&lt;/style&gt;</style></mtext></math>',
    '<font color="red"/><p/><b>x</b>',
    "<rect width='5' height='5' fill='\"&gt;&lt;script&gt;alert(1)&lt;/script&gt;'/>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_harmful_gets_through(payload):
    assert harm_in(drawing(payload)) == []


@pytest.mark.parametrize(
    "root",
    ['onload="alert(1)"', 'style="background:url(//x.example)"', 'href="javascript:1"', 'xml:base="//x.example"'],
)
def test_nor_on_the_root(root):
    assert harm_in(drawing("<rect width='5' height='5'/>", root)) == []


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
def test_a_drawing_with_a_doctype_is_refused(prolog):
    with pytest.raises(Refused, match="DOCTYPE"):
        clean(prolog + drawing("<text>x</text>"))


@pytest.mark.parametrize(
    "text",
    ["", "hallo", "<html><body/></html>", "<svg><rect/></svg>", "<svg", "\x00", drawing("").replace("viewBox", "v")],
)
def test_what_is_no_drawing_is_refused_with_a_sentence(text):
    with pytest.raises(Refused) as refused:
        clean(text)
    assert refused.value.message
    assert refused.value.field == "drawing"


def test_copies_of_copies_are_counted():
    layers = "".join(f'<g id="v-{n}">' + f'<use href="#v-{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    with pytest.raises(Refused) as refused:
        clean(drawing('<rect id="v-0" width="1" height="1"/>' + layers))
    assert refused.value.code == "too_many"


def test_a_part_that_copies_itself_is_refused():
    with pytest.raises(Refused) as refused:
        clean(drawing('<g id="v-a"><use href="#v-b"/></g><g id="v-b"><use href="#v-a"/></g>'))
    assert refused.value.code == "too_many"


def test_a_very_deep_or_very_long_drawing_is_refused():
    with pytest.raises(Refused):
        clean(drawing("<g>" * 5000 + "</g>" * 5000))
    with pytest.raises(Refused):
        clean(drawing("<desc>" + "a" * 3_000_001 + "</desc>"))


def test_what_a_drawing_is_made_of_stays():
    inside = (
        '<defs><linearGradient id="t-zon"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<g id="plek-boom" class="hotspot" data-hotspot="boom" data-nr="3">'
        '<path class="hs-area" d="M10 20h30v40h-30Z"/>'
        '<circle cx="5" cy="5" r="2" fill="url(#t-zon)" transform="rotate(5)"/>'
        '<text data-i18n="boom">de <tspan>boom</tspan></text></g><use href="#plek-boom" x="5"/>'
    )
    found = clean(drawing(inside))
    assert found.left_out == frozenset()
    assert found.hotspots == {"boom": (3, Area(10, 20, 30, 40))}
    assert found.words == {"boom": "de boom"}
    for kept in ('fill="url(#t-zon)"', 'href="#plek-boom"', "<tspan>boom</tspan>", 'transform="rotate(5)"'):
        assert kept in found.markup


def test_style_becomes_attributes_because_pages_may_not_have_it():
    markup = cleaned('<rect style="fill:#123456; stroke-width:2;-inkscape-x:1" width="5" height="5"/>')
    assert 'fill="#123456"' in markup
    assert 'stroke-width="2"' in markup
    assert "style" not in markup


def test_ids_and_classes_of_a_strange_drawing_cannot_meet_those_of_the_page():
    markup = cleaned('<g id="main" class="btn lr-tag"><rect id="plek-a" width="1" height="1"/></g><use href="#main"/>')
    assert 'id="t-main" class="lr-tag"' in markup
    assert 'href="#t-main"' in markup
    assert 'id="plek-a"' in markup


def test_links_in_a_drawing_go_but_what_they_hold_stays():
    markup = cleaned('<a href="https://x.example"><circle r="3"/></a>')
    assert "x.example" not in markup
    assert '<circle r="3"/>' in markup


def test_a_picture_inside_the_drawing_stays_when_it_is_really_a_picture():
    markup = cleaned('<image href="data:image/png;base64,iVBORw0KGgo=" width="5" height="5"/>')
    assert "data:image/png;base64,iVBORw0KGgo=" in markup


def test_a_drawing_says_its_size_one_way_or_the_other():
    found = clean(f'<svg {SVG} width="640px" height="400"><rect width="1" height="1"/></svg>')
    assert found.view == Area(0, 0, 640, 400)
    assert 'viewBox="0 0 640 400"' in found.markup
    assert " width=" not in found.markup.split(">")[0]


@pytest.mark.parametrize(
    ("d", "box"),
    [
        ("M20 330 h330 v610 h-330 Z", Area(20, 330, 330, 610)),
        ("M10 10h5v5h-5ZM100 50h10v20h-10Z", Area(10, 10, 100, 60)),
        ("M30 10h40q20 0 20 20v40q0 20 -20 20h-40q-20 0 -20 -20v-40q0 -20 20 -20Z", Area(10, 10, 80, 80)),
        ("M0 0L10 0 10 5", Area(0, 0, 10, 5)),
        ("", None),
    ],
)
def test_the_box_around_an_area(d, box):
    assert box_around(d) == box


def test_shipped_drawings_come_out_as_they_went_in():
    for _words, svg in make.shipped_files():
        found = clean(svg)
        assert clean(found.markup).markup == found.markup
        assert len(found.markup) == pytest.approx(len(svg), rel=0.02)


@pytest.mark.skipif(not files.payloads(), reason="no list of hostile payloads beside the repository")
def test_nothing_of_a_long_list_of_payloads_gets_through():
    payloads = files.payloads()
    assert len(payloads) > 100
    for payload in payloads:
        for svg in (
            payload,
            drawing(payload),
            drawing(f"<foreignObject>{payload}</foreignObject>"),
            drawing(f"<title>{payload}</title>"),
            drawing(f"<text>{escape(payload)}</text>"),
            drawing(f'<g id="{escape(payload)}" fill="{escape(payload)}" data-hotspot="{escape(payload)}"/>'),
            drawing(f'<use href="{escape(payload)}"/><image href="{escape(payload)}"/>'),
        ):
            assert harm_in(svg) == [], svg
