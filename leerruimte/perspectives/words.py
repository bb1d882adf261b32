"""A result in plain English, for the command line; the application has words of its own, in its languages."""

from collections.abc import Iterable

from leerruimte.perspectives.gate import SURE
from leerruimte.perspectives.result import NO_PATTERN, SPLIT, TOO_FEW, Figure, Finding, Needed, Result

MOST_LINES = 12
NEEDED = {
    "people": "At least {people} people have to vote before anything can be said.",
    "votes": "Some {votes} more votes, {each} a person, would make this surer.",
    "statements": "Some {statements} more statements, answered by everybody, would make this surer.",
    "roles": "Roles can be compared when at least {people} people in each of two roles have voted.",
}


def in_words(result: Result) -> str:
    """Tell a result in sentences, a line each."""
    return "\n".join(_lines(result))


def verdict_in_words(result: Result) -> str:
    """Tell in one sentence whether there is a pattern."""
    if result.verdict == TOO_FEW:
        return "Too few people have voted."
    if result.verdict == NO_PATTERN:
        return (
            "No pattern is seen (yet): votes dealt out by chance over the same statements look like this in "
            f"{result.p_value:.0%} of cases."
        )
    often = "fewer than 1 in 1000" if result.p_value <= SURE else f"{result.p_value * 100:.0f} in 100"
    return f"There is a pattern: votes dealt out by chance look like this in {often} cases."


def _lines(result: Result) -> Iterable[str]:
    yield f"{len(result.people)} people, {len(result.statements)} statements, {result.votes} votes."
    yield verdict_in_words(result)
    yield from (NEEDED[needed.code].format(**dict(needed.figures)) for needed in _known(result.needed))
    yield from _sides(result)
    yield from _list("What all share", result.shared)
    yield from _list("What divides", result.divided)
    yield from _list("Where roles differ", result.by_role)


def _known(needed: Iterable[Needed]) -> Iterable[Needed]:
    return (one for one in needed if one.code in NEEDED)


def _sides(result: Result) -> Iterable[str]:
    if result.sides:
        separate = all(side.separate for side in result.sides)
        yield ""
        yield "Separate groups:" if separate else "Two sides of one picture (not shown to be separate groups):"
    for number, side in enumerate(result.sides):
        yield from _list(f"Side {number}, {side.size} people, tend to", side.typical)


def _list(title: str, findings: tuple[Finding, ...]) -> Iterable[str]:
    if not findings:
        return
    yield ""
    yield f"{title}:"
    for finding in findings[:MOST_LINES]:
        way = "both ways" if finding.direction == SPLIT else finding.direction
        yield f"  statement {finding.statement}, {way}: " + "; ".join(_figure(figure) for figure in finding.figures)
    if len(findings) > MOST_LINES:
        yield f"  and {len(findings) - MOST_LINES} more"


def _figure(figure: Figure) -> str:
    of = figure.of.replace("rest:", "all but ").replace(":", " ")
    return f"{of} {figure.share:.0%} {figure.direction} ({figure.low:.0%}-{figure.high:.0%}, {figure.n} people)"
