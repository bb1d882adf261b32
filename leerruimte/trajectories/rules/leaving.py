"""Taking a name off a frozen agreement, so that one can still tell that nothing else in it was changed."""

from collections.abc import Collection, Mapping
from typing import Any

# Where it stands, beside the content, what the sum was before a name went.
BEFORE = "before_leaving"


def without_names(content: Mapping[str, Any], names: Collection[str], ids: Collection[str]) -> dict[str, Any]:
    """The content of an agreement in which these people (by name, or by the id of their membership) have no name.

    Their role and the moment stay: that three stood under it remains true. Everything else stays as it was.
    """
    return {**content, "names": _unnamed(content.get("names"), names, ids)}


def _unnamed(entries: Any, names: Collection[str], ids: Collection[str]) -> Any:
    if isinstance(entries, Mapping):
        return {key: _one(entry, names, ids, str(key)) for key, entry in entries.items()}
    if isinstance(entries, list):
        return [_one(entry, names, ids) for entry in entries]
    return entries


def _one(entry: Any, names: Collection[str], ids: Collection[str], key: str = "") -> Any:
    if not isinstance(entry, Mapping):
        return "" if entry in names else entry
    theirs = entry.get("name") in names or str(entry.get("member", key)) in ids
    return {**entry, "name": "", "left": True} if theirs else dict(entry)
