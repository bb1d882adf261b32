"""What browsers load comes from here, is what the manifest says, and under names that hold their hash."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

PACKAGE = Path(__file__).parents[2]
VENDOR = PACKAGE / "look/static/look/vendor"
PACKAGES = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["package"]
LOADED = [
    path
    for path in PACKAGE.rglob("*")
    if {"static", "templates"} & set(path.parts) and path.suffix in {".css", ".js", ".html", ".svg", ".webmanifest"}
]
# What makes a browser fetch: attributes, CSS, imports, fetch() and the like. A link to click (<a>) is no loading.
FETCHES = re.compile(
    r"""(?:\bsrc|\bsrcset|\bposter|\bdata|\baction)\s*=\s*["']\s*(?:https?:)?//
    | <(?:link|use|image|script|iframe)\b[^>]*\bhref\s*=\s*["']\s*(?:https?:)?//
    | url\(\s*["']?\s*(?:https?:)?//
    | @import\s+["'](?:https?:)?//
    | (?:import|from|fetch|EventSource|WebSocket|Worker|sendBeacon)\s*\(?\s*["'`](?:https?:|wss?:)?//""",
    re.VERBOSE | re.IGNORECASE,
)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_file_is_what_the_manifest_says_and_has_its_licence(package):
    assert package["licence_file"] in package["sha256"]
    for name, expected in package["sha256"].items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected, name


def test_every_vendored_file_is_named_in_the_manifest():
    named = {name for package in PACKAGES for name in package["sha256"]} | {"vendor.toml"}
    assert {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} == named


@pytest.mark.parametrize("path", LOADED, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_is_loaded_from_outside(path):
    assert FETCHES.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/x.css">',
        "body { background: url(http://x.example/y.png) }",
        'import { a } from "https://x.example/a.js";',
        'fetch("https://x.example")',
    ],
)
def test_the_check_finds_what_would_be_loaded(text):
    assert FETCHES.search(text)


def test_a_link_to_click_is_not_loading():
    assert not FETCHES.search('<a href="https://www.w3.org/TR/WCAG22/">WCAG</a>')


def test_what_every_page_loads_is_light():
    """Bytes before compression; the reading font is the only one that is loaded beforehand."""
    css = sum((PACKAGE / "look/static/look" / name).stat().st_size for name in ("tokens.css", "base.css"))
    assert css < 40_000
    fonts = [path.stat().st_size for path in VENDOR.glob("fonts/*-latin-*.woff2") if "latin-ext" not in path.name]
    assert len(fonts) == 3
    assert sum(fonts) < 110_000


def test_before_anything_was_collected_names_are_plain(monkeypatch):
    if not hasattr(staticfiles_storage, "hashed_files"):
        pytest.skip("this installation does not hash names (debug)")
    monkeypatch.setattr(staticfiles_storage._wrapped, "hashed_files", {})
    assert staticfiles_storage.url("look/base.css") == "/static/look/base.css"
