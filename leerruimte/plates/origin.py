"""Where a plate comes from: a chain of links, the oldest first; whoever adapts a plate adds one.

A link is {"title": {language: words}, "made_by": .., "partnership": .., "installation": .., "licence": ..,
"version": number, "made_on": "2026-11-25", "fingerprint": sha256 of what the plate said and showed}.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from leerruimte.plates.models import Licence, PlateVersion

Link = Mapping[str, Any]
OURS = "Leerruimte"


def installation() -> str:
    """What this installation is called by others: its address, if it has one."""
    return urlsplit(settings.PUBLIC_URL).hostname or OURS


def chain_of(version: PlateVersion, fingerprint: str) -> list[Link]:
    """The whole chain of a version: what it was made from, and itself; unless it came in just as it is now."""
    plate = version.plate
    earlier: list[Link] = list(plate.origin)
    if earlier and earlier[-1]["fingerprint"] == fingerprint:
        return earlier
    partnership = plate.object.partnership
    return [
        *earlier,
        {
            "title": version.title,
            "made_by": plate.credit or (partnership.name if partnership else OURS),
            "partnership": partnership.name if partnership else "",
            "installation": installation(),
            "licence": plate.licence,
            "version": version.number,
            "made_on": version.made_at.date().isoformat(),
            "fingerprint": fingerprint,
        },
    ]


def made_from(version: PlateVersion) -> Link | None:
    """The plate that this one was made from; of one that came in as it is, that is itself elsewhere."""
    origin: Sequence[Link] = version.plate.origin
    return origin[-1] if origin else None


def licences_after(origin: Sequence[Link]) -> list[Licence]:
    """Under what a plate made from these may be shared: alike, where one of them asks for that."""
    licences = {link["licence"] for link in origin}
    if Licence.OWN in licences:
        return [Licence.OWN]
    if Licence.BY_SA in licences:
        return [Licence.BY_SA]
    return [Licence.BY_SA, Licence.BY] if Licence.BY in licences else list(Licence)
