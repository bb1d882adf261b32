"""Reasons of the planner for other eyes: what a piece is for, without what only the learner's needs tell."""

from collections.abc import Iterable, Mapping
from typing import Any

# Said of something the learner wants or likes.
AIM, LIKED, COVERS = "aim", "liked", "covers"

Reason = Mapping[str, Any]


def without_needs(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """The reasons as they may lie on a board that others see: an own aim is like any outcome, a like is gone."""
    shown = [dict(one) for one in reasons if one.get("code") != LIKED]
    return [one | {"code": COVERS} if one.get("code") == AIM else one for one in shown]
