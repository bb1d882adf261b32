"""The record that goes with a learner: one JSON with a version, and a ZIP of it with the files of its evidence.

Nothing here knows the database. What comes in is rebuilt from what the form knows, each text and list within its limit;
the rest is left out. The record carries its own sum and the sums of its agreements and files: what was changed since is
told, never hidden. That sum is no signature: it says whether the file is whole, not who made it (a badge does that).
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from leerruimte.base.uploads import MEGABYTE
from leerruimte.trajectories.rules.triangle import digest

FORMAT, VERSION = "leerruimte-record", 1
NAME = "record.json"
LARGEST_JSON, LARGEST_FILE, LARGEST_UNPACKED, MOST_FILES = 10 * MEGABYTE, 20 * MEGABYTE, 100 * MEGABYTE, 600


class BrokenRecord(ValueError):
    """A file that is no record, or not a whole one; `code` says what is wrong with it in a short stable word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ReadRecord:
    """A record that came in: what stands in it, its files by name, and what is not as it was when it was made."""

    content: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)
    # "record", "agreement 2", "file <name>": what does not fit its sum.
    changed: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Nothing was changed since it was made, as far as its sums say."""
        return not self.changed


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its sum."""
    bare = {"format": FORMAT, "version": VERSION, **content}
    bare.pop("digest", None)
    return {**bare, "digest": digest(bare)}


def as_json(content: Mapping[str, Any]) -> bytes:
    """The record as a file."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode()


def as_zip(content: Mapping[str, Any], files: Mapping[str, bytes], also: Mapping[str, bytes]) -> bytes:
    """The record, the files of its evidence, and what people read (a PDF) in one file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, as_json(content))
        for name, data in also.items():
            archive.writestr(name, data)
        for name, data in files.items():
            archive.writestr(f"files/{name}", data, compress_type=zipfile.ZIP_STORED)
    return packed.getvalue()


def read_record(data: bytes) -> ReadRecord:
    """Read a record from JSON or ZIP; `BrokenRecord` when it is none."""
    if data.startswith(b"PK"):
        words, files = _unpacked(data)
    else:
        words, files = data, {}
    if len(words) > LARGEST_JSON:
        raise BrokenRecord("too_large")
    raw = _parsed(words)
    if raw.get("format") != FORMAT:
        raise BrokenRecord("other")
    if raw.get("version") != VERSION:
        raise BrokenRecord("version")
    content = clean(raw)
    if not content["trajectories"]:
        raise BrokenRecord("empty")
    named = {
        one["file"]["name"]: one["file"] for road in content["trajectories"] for one in road["evidence"] if one["file"]
    }
    kept = {name: data for name, data in files.items() if name in named}
    return ReadRecord(content, kept, tuple(_changed(raw, content, kept, named)))


def _unpacked(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_FILES + 10 or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise BrokenRecord("too_large")
            if NAME not in archive.namelist():
                raise BrokenRecord("other")
            words = _read_part(archive, archive.getinfo(NAME), LARGEST_JSON)
            wanted = [part for part in parts if part.filename.startswith("files/") and not part.is_dir()]
            return words, {
                part.filename.removeprefix("files/"): _read_part(archive, part, LARGEST_FILE) for part in wanted
            }
    except BrokenRecord:
        raise
    # The module raises what the broken place made go wrong.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError) as error:
        raise BrokenRecord("broken") from error


def _read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Never more than it may be, whatever its header says."""
    with archive.open(part) as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise BrokenRecord("too_large")
    return data


def _parsed(words: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(words.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BrokenRecord("broken") from error
    if not isinstance(raw, dict):
        raise BrokenRecord("other")
    return raw


def _no_number(name: str) -> None:
    raise ValueError(name)


def _changed(
    raw: Mapping[str, Any],
    content: Mapping[str, Any],
    files: Mapping[str, bytes],
    named: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    """What does not fit its sum; the whole is summed as it came in, before anything was left out."""
    found = []
    try:
        if digest({key: value for key, value in raw.items() if key != "digest"}) != raw.get("digest"):
            found.append("record")
        for road in content["trajectories"]:
            found += [
                f"agreement {one['number']}" for one in road["agreements"] if digest(one["content"]) != one["digest"]
            ]
    # Lone halves of letters cannot be written as UTF-8.
    except (ValueError, RecursionError):
        found.append("record")
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != named[name]["sha256"]:
            found.append(f"file {name}")
    return found


# ---- what the form knows: each value is made anew ----

Clean = Callable[[Any], Any]


def text(most: int = 200) -> Clean:
    """Words, at most so long, without signs that no screen shows."""

    def clean_text(value: Any) -> str:
        if not isinstance(value, str):
            return ""
        kept = "".join(
            sign for sign in value if sign in "\n\t" or (ord(sign) >= 32 and not 0xD800 <= ord(sign) < 0xE000)
        )
        return kept[:most]

    return clean_text


def number(most: int) -> Clean:
    """A whole number from 0; anything else is 0."""
    return lambda value: value if type(value) is int and 0 <= value <= most else 0


def day(value: Any) -> str:
    """A date or a moment as ISO 8601 writes it; anything else is empty."""
    if not isinstance(value, str) or len(value) > 40:
        return ""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(value).isoformat()
        except ValueError:
            continue
    return ""


def words_in_languages(value: Any) -> dict[str, str]:
    """{"nl": .., "en": ..}."""
    if not isinstance(value, Mapping):
        return {}
    clean_text = text(2000)
    return {key[:10]: clean_text(one) for key, one in list(value.items())[:10] if isinstance(key, str)}


def link(value: Any) -> str:
    """The address of a page of the web; anything else is empty."""
    try:
        known = isinstance(value, str) and len(value) <= 500 and urlsplit(value).scheme in ("http", "https")
    except ValueError:
        known = False
    return value if known else ""


def list_of(one: Clean, most: int) -> Clean:
    """A list, at most so long."""
    return lambda value: [one(item) for item in value[:most]] if isinstance(value, list) else []


def shape(**fields: Clean) -> Clean:
    """Something with these parts and no others."""

    def clean_shape(value: Any) -> dict[str, Any]:
        known = value if isinstance(value, Mapping) else {}
        return {name: one(known.get(name)) for name, one in fields.items()}

    return clean_shape


def numbers_by_word(value: Any) -> dict[str, int]:
    """Outcome code -> hours."""
    if not isinstance(value, Mapping):
        return {}
    whole = number(100_000)
    return {key[:40]: whole(one) for key, one in list(value.items())[:200] if isinstance(key, str)}


def as_it_was(value: Any, depth: int = 8) -> Any:
    """The content of an agreement: kept as it was signed, or its sum would not fit; only not endlessly deep."""
    if depth == 0:
        return None
    if isinstance(value, dict):
        return {str(key): as_it_was(one, depth - 1) for key, one in value.items()}
    if isinstance(value, list):
        return [as_it_was(one, depth - 1) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else None


def file_or_none(value: Any) -> dict[str, Any] | None:
    """Which file belongs to a piece of evidence."""
    if not isinstance(value, Mapping):
        return None
    known = shape(name=text(80), size=number(LARGEST_FILE), sha256=text(64))(value)
    return dict(known) if known["name"] else None


LEVEL = shape(number=number(100), title=words_in_languages)
OUTCOME = shape(
    code=text(40), identifier=text(36), title=words_in_languages, description=words_in_languages,
    theme=words_in_languages,
    phase=number(100), level=number(100), criteria=list_of(words_in_languages, 50),
)  # fmt: skip
PIECE = shape(
    title=text(120), where=text(10), organisation=text(), first_week=day, last_week=day, hours=number(100_000),
    contributes=numbers_by_word, state=text(10),
)  # fmt: skip
AGREEMENT = shape(number=number(10_000), confirmed_at=day, content=as_it_was, digest=text(64))
REACHED = shape(
    outcome=text(40), level=number(100), level_title=words_in_languages, words=text(2000), by=text(), at=day,
    taken_back_at=day, taken_back_why=text(280),
)  # fmt: skip
REMARK = shape(by=text(), role=text(20), text=text(2000), at=day)
EVIDENCE = shape(
    outcome=text(40), kind=text(5), title=text(120), words=text(4000), link=link, file_name=text(200),
    media_type=text(100), by=text(), made_at=day, file=file_or_none, remarks=list_of(REMARK, 200),
)  # fmt: skip
ANSWER = shape(row=text(120), level=text(120), words=text(2000))
FORM = shape(
    title=text(120), outcomes=list_of(text(40), 200), round=number(1000), by=text(), role=text(20), at=day,
    answers=list_of(ANSWER, 30),
)  # fmt: skip
BESIDE = shape(name=text(), role=text(20), organisation=text())
MET = shape(number=number(10_000), at=day, phase=text(20))
TRAJECTORY = shape(
    title=text(), purpose=text(12), phases=list_of(number(100), 50), first=day, last=day, ended=day, school=text(),
    curriculum=shape(title=words_in_languages, version=number(100_000)), levels=list_of(LEVEL, 30),
    outcomes=list_of(OUTCOME, 2000), pieces=list_of(PIECE, 2000), agreements=list_of(AGREEMENT, 200),
    met=list_of(MET, 500), reached=list_of(REACHED, 2000), evidence=list_of(EVIDENCE, MOST_FILES),
    forms=list_of(FORM, 500), beside=list_of(BESIDE, 200),
)  # fmt: skip
RECORD = shape(
    format=text(30), version=number(1000), made_at=day, learner=shape(name=text()), partnership=shape(name=text()),
    trajectories=list_of(TRAJECTORY, 50),
)  # fmt: skip


def clean(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The record as the form knows it; what it does not know is left out. The sum it came with stays to be shown."""
    content: dict[str, Any] = RECORD(raw)
    return {**content, "digest": text(64)(raw.get("digest"))}
