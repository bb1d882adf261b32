"""Groups of fewer than five people are never shown in figures (system.md 4)."""

SMALLEST = 5


def shown(count: int) -> int | None:
    """Return `count` when it may be shown, None when it is 1 to 4 ("enkelen"); nobody (0) may be said."""
    return None if 0 < count < SMALLEST else count
