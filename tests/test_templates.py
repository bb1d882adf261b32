"""Every template compiles, and holds nothing that the content security policy forbids or that skips escaping."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

from leerruimte.look.messages import PACKAGE

TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".svg", ".txt"})
SCRIPTS = sorted(path for path in PACKAGE.rglob("static/**/*.js") if "vendor" not in path.parts)
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off|mark_safe")
OPEN_IMPORT = re.compile(
    r"""^(?:import\s*|(?:import|export)\b[^;"'()]*\bfrom\s*)["'][./][^"']*["'](?!\s*;)""", re.MULTILINE
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


class Forbidden(HTMLParser):
    """Collects what a strict content security policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        data = names.get("type") in {"application/json", "application/ld+json"}
        if tag == "style" or (tag == "script" and "src" not in names and not data):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"{tag} {name}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}=javascript:")


def forbidden_in(text: str) -> list[str]:
    parser = Forbidden()
    parser.feed(TAGS.sub("x", text))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_compiles(path):
    name = path.as_posix().split("/templates/", 1)[1]
    assert engines["django"].get_template(name).origin.name == str(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_no_script_style_or_handler_of_its_own(path):
    assert forbidden_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_escapes_everything(path):
    assert UNESCAPED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_does_what_the_policy_allows(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function\(|setAttribute\(\s*[\"']style|\.on[a-z]+\s*=\s*[\"']", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_an_import_ends_with_a_semicolon_or_its_name_would_get_no_hash(path):
    """Django finds the imports to rewrite by their semicolon (look/storage.py)."""
    assert OPEN_IMPORT.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>1</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<div hx-on:click="x()">',
    ],
)
def test_the_check_finds_what_is_forbidden(text):
    assert forbidden_in(text)


def test_scripts_with_an_address_and_data_are_allowed():
    assert not forbidden_in('<script type="module" src="{% static "x.js" %}"></script>')
    assert not forbidden_in('<script type="application/json">{}</script>')


def test_templates_are_indented_in_the_house_style():
    djhtml = Path(sys.executable).with_name("djhtml")
    run = subprocess.run([djhtml, "--check", "--tabwidth", "2", PACKAGE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
