"""Taking a name off a frozen agreement, so that one can still tell that nothing else in it was changed."""

from collections.abc import Collection, Mapping
from typing import Any

# Where it stands, beside the content, what the sum was before a name went.
BEFORE = "before_leaving"


def without_names(content: Mapping[str, Any], names: Collection[str], ids: Collection[str]) -> dict[str, Any]:
    """The content of an agreement in which these people (by name, or by the id of their membership) have no name.

    Their role and the moment stay: that three stood under it remains true; so does that somebody signed on the screen
    of another. Everything else stays as it was.
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
    # By whom it was, where that stands: somebody may be called differently by now, or as another is.
    theirs = str(entry["member"]) in ids if "member" in entry else entry.get("name") in names or key in ids
    gone: dict[str, Any] = {"name": "", "left": True} if theirs else {}
    if entry.get("at_screen_of") in names:
        gone |= {"at_screen_of": "", "screen_left": True}
    return {**entry, **gone}
