"""What holds for people, organisations and roles, from values only."""

from datetime import date


def why_not_taken_up(day: date, *, ends_on: date, is_withdrawn: bool, is_used: bool) -> str:
    """Why an invitation cannot be taken up on `day`: "withdrawn", "used", "ended", or "" when it can."""
    if is_withdrawn:
        return "withdrawn"
    if is_used:
        return "used"
    return "ended" if day > ends_on else ""


# A part of what a browser says of itself -> what people call it; the first that fits, for many names hold others.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> tuple[str, str]:
    """Browser and system by the names that people know, e.g. ("Chrome", "Android"); "" for what is not known."""

    def first(names: tuple[tuple[str, str], ...]) -> str:
        return next((word for part, word in names if part in user_agent), "")

    return first(BROWSERS), first(SYSTEMS)
