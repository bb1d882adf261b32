"""How hours that are learned with others become points, and how long a meeting has to be to take a part of a day.

The same for a problem made of files and for one made of what is kept: so both come to the same.
"""

# Points that make an outcome sufficient, and the per cent of its hours that is learned with others (the rest alone).
NEED, GUIDED = 12, 50
# Minutes: a longer meeting takes morning and afternoon; up to the second it may lie after school; up to the third
# it is no whole day.
LONG, SHORT, MIDDLING = 4 * 60 + 15, 150, 6 * 60


def points_of(hours: float, of: float) -> int:
    """Give the points that hours with others bring an outcome `of` so many hours: half of them is all twelve."""
    if hours <= 0:
        return 0
    enough = GUIDED * of / 100
    return NEED if enough <= 0 else min(NEED, round(NEED * hours / enough))
