"""What the documentation promises is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/**/*.md")])
READS = re.compile(r"os\.(environ\[|environ\.get|getenv)\(?[\"'](?!DJANGO_SETTINGS)")
SETTING = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_readme_names_just_the_variables_that_the_settings_read():
    settings = (ROOT / "leerruimte/settings.py").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert table == set(SETTING.findall(settings))


def test_no_other_file_reads_the_environment_for_itself():
    readers = [
        named(path)
        for path in ROOT.glob("leerruimte/**/*.py")
        if path.name != "settings.py"
        and not {"tests"} & set(path.parts)
        and READS.search(path.read_text(encoding="utf-8"))
    ]
    assert readers == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_link_to_a_file_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text) + re.findall(r'src="([^"]+)"', text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_command_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named_commands = {
        command for page in PAGES for command in re.findall(r"`?make ([a-z]+)\b`", page.read_text(encoding="utf-8"))
    }
    assert named_commands <= targets


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_licence_is_the_one_that_is_named():
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere():
    from leerruimte import __version__

    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
