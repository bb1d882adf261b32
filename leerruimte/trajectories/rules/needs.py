"""The conversation with oneself about needs: its steps, and what is kept by each."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

AIMS, STRENGTHS, LIKES, WHEN, FAR = "doelen", "sterk", "graag", "wanneer", "ver"
STEPS = (AIMS, STRENGTHS, LIKES, WHEN, FAR)
# What each step keeps, besides its own words.
FIELDS: Mapping[str, tuple[str, ...]] = {
    AIMS: ("aims",),
    STRENGTHS: ("strengths",),
    LIKES: ("likes",),
    WHEN: ("never", "away", "hours_a_week"),
    FAR: ("home", "car", "most_travel", "most_schools"),
}
Values = Mapping[str, Any]


def stamp_of(values: Values) -> str:
    """What a step was when a form was opened: another stamp later means that it was changed meanwhile."""
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def step_after(step: str) -> str | None:
    """The next step; None after the last."""
    at = STEPS.index(step) + 1
    return STEPS[at] if at < len(STEPS) else None


def step_before(step: str) -> str | None:
    """The step before; None before the first."""
    at = STEPS.index(step) - 1
    return STEPS[at] if at >= 0 else None
