"""How the hours of something go to what it contributes to."""

from collections.abc import Mapping, Sequence


def evenly(hours: int, codes: Sequence[str]) -> dict[str, int]:
    """Hours shared evenly over outcomes; the first ones take what is left."""
    each, left = divmod(hours, len(codes)) if codes else (0, 0)
    return {code: each + (number < left) for number, code in enumerate(codes)}


def as_said(hours: int, said: Mapping[str, int | None]) -> dict[str, int]:
    """Hours to each outcome as was said; what is left goes evenly to those of which nothing was said."""
    silent = [code for code, its in said.items() if its is None]
    rest = max(0, hours - sum(its or 0 for its in said.values()))
    return {code: its for code, its in said.items() if its} | evenly(rest, silent)
