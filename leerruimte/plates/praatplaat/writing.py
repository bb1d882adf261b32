"""Makes a .praatplaat of a version of a plate."""

import json
from collections.abc import Mapping
from typing import Any

from leerruimte.plates.content import PlateContent, content_of
from leerruimte.plates.models import PlateVersion
from leerruimte.plates.origin import chain_of
from leerruimte.plates.pictures.files import read_bytes
from leerruimte.plates.praatplaat.packing import DRAWING, MANIFEST, pack
from leerruimte.plates.praatplaat.texts import texts_by_language

FORMAT = "praatplaat"
VERSION = 1


def write_praatplaat(version: PlateVersion) -> bytes:
    """The file of a version, with where it comes from; the same version gives the same bytes."""
    content = content_of(version)
    texts = texts_by_language(content)
    pictures = sorted(content.pictures)
    manifest = {
        **_manifest(content),
        "languages": sorted(texts),
        "pictures": pictures,
        "origin": chain_of(version, content.fingerprint),
    }
    return pack(
        {
            MANIFEST: _as_json(manifest),
            DRAWING: content.drawing.encode(),
            **{f"texts/{language}.json": _as_json(texts[language]) for language in sorted(texts)},
            **{f"pictures/{sha256}": read_bytes(sha256) for sha256 in pictures},
        }
    )


def _manifest(content: PlateContent) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "minutes": content.minutes,
        "words": sorted(content.words),
        "questions": [{"id": one.key, "movement": one.movement, "part": one.part} for one in content.questions],
        "hotspots": [{"id": one.key, "number": one.number, "area": one.area} for one in content.hotspots],
        "links": [{"kind": one.kind, "url": one.url} for one in content.links],
        "working_parts": content.parts,
    }


def _as_json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
