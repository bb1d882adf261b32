"""On rooms drawn from a known world: planted groups, smooth spectra, and the time large rooms take."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.lines import Line
from benchmarks.perspectives import measures, rooms
from benchmarks.perspectives.measures import seconds_of
from benchmarks.perspectives.red_dwarf import RedDwarf
from leerruimte.perspectives import MISSING, Result, VoteTable, solve, update
from leerruimte.perspectives.gate import look_for_pattern
from leerruimte.perspectives.votes import answers

STRONG, CLEAR, MODERATE = 0.4, 0.3, 0.25
SMALL = [
    ("strong 2 groups, 25 x 25, 30 % missing", 25, 25, STRONG, 0.3, 0.95),
    ("strong 2 groups, 25 x 25, 60 % missing", 25, 25, STRONG, 0.6, None),
    ("moderate 2 groups, 25 x 25, 30 % missing", 25, 25, MODERATE, 0.3, None),
    ("strong 2 groups, 12 x 20, 30 % missing", 12, 20, STRONG, 0.3, None),
    ("moderate 2 groups, 12 x 20, 30 % missing", 12, 20, MODERATE, 0.3, None),
    ("strong 2 groups, 60 x 40, 60 % missing", 60, 40, STRONG, 0.6, None),
]


def planted_small(usual: RedDwarf, draws: int) -> Iterator[Line]:
    """See the pattern of two planted groups in small rooms."""
    for what, people, statements, differing, missing, wanted in SMALL:
        seen, agreements, theirs = 0, [], []
        for draw in range(draws):
            votes, group = rooms.planted(people, statements, 2, differing, missing, np.random.default_rng(draw))
            if look_for_pattern(answers(votes), np.random.default_rng([draw, 1])).pattern:
                seen += 1
                agreements.append(measures.agreement(measures.sides_of(solve(rooms.table_of(votes))), group))
            if draw < 20:
                theirs.append(measures.agreement(usual.groups(votes)[0], group))
        yield Line(
            f"{what}: pattern seen; ARI",
            f"always; {np.mean(theirs):.2f}",
            f"{seen / draws:.0%}; {np.mean(agreements or [0]):.2f} where seen",
            goal="" if wanted is None else f">= {wanted:.0%}",
            met=None if wanted is None else seen >= wanted * draws,
        )


def no_groups(usual: RedDwarf, draws: int) -> Iterator[Line]:
    """Claim two or more separate groups where there is one, or a spectrum."""
    worlds: list[tuple[str, int, int, int, rooms.Spread, float]] = [
        ("one group, no pattern, 60 x 40", 60, 40, 0, "normal", 1.0),
        ("a spectrum on one axis, 12 x 20", 12, 20, 1, "normal", 2.0),
        ("a spectrum on one axis, 60 x 40", 60, 40, 1, "normal", 1.0),
        ("a strong spectrum on one axis, 60 x 40", 60, 40, 1, "normal", 2.0),
        ("a spectrum on one axis, 300 x 60", 300, 60, 1, "normal", 1.0),
        ("a weak spectrum on one axis, 300 x 60", 300, 60, 1, "normal", 0.5),
        ("an even spectrum on one axis, 300 x 60", 300, 60, 1, "even", 1.5),
        ("a lopsided spectrum on one axis, 300 x 60", 300, 60, 1, "lopsided", 1.0),
        ("a spectrum on two axes, 300 x 60", 300, 60, 2, "normal", 1.0),
    ]
    for what, people, statements, axes, spread, strength in worlds:
        claimed, theirs = 0, []
        for draw in range(draws):
            votes = rooms.smooth(people, statements, axes, 0.3, _chance(draw), strength, spread)
            claimed += _separate(solve(rooms.table_of(votes))) > 1
            if draw < 10:
                groups = usual.groups(votes)[0]
                theirs.append(len(np.unique(groups[groups >= 0])) > 1)
        yield Line(
            f"{what}: two or more separate groups claimed",
            f"{np.mean(theirs):.0%}",
            f"{claimed / draws:.1%}",
            goal="<= 5 %",
            met=claimed <= 0.05 * draws,
        )


def planted_large(usual: RedDwarf, draws: int) -> Iterator[Line]:
    """Find two to four planted groups where there are votes enough to."""
    for strength, differing in (("clear (.8 / .2)", CLEAR), ("moderate (.75 / .25)", MODERATE)):
        for groups in (2, 3, 4):
            right, agreements, best, their_right, theirs = 0, [], [], [], []
            for draw in range(draws):
                votes, group = rooms.planted(300, 60, groups, differing, 0.3, _chance(draw))
                result = solve(rooms.table_of(votes))
                right += _separate(result) == groups
                agreements.append(measures.agreement(measures.sides_of(result), group))
                best.append(measures.agreement(_knowing_the_chances(votes, group, groups, differing), group))
                if draw < 10:
                    found = usual.groups(votes)[0]
                    their_right.append(len(np.unique(found[found >= 0])) == groups)
                    theirs.append(measures.agreement(found, group))
            ours = float(np.mean(agreements))
            enough = right >= 0.9 * draws
            yield Line(
                f"{groups} {strength} groups, 300 x 60, 30 % missing: right number claimed; ARI",
                f"{np.mean(their_right):.0%}; {np.mean(theirs):.2f}",
                f"{right / draws:.0%}; {ours:.3f} (who knew the chances: {np.mean(best):.3f})",
                goal=">= 90 %; >= .9" if differing == CLEAR else ">= 90 %",
                met=enough and (ours >= 0.9 or differing != CLEAR),
            )


def _knowing_the_chances(votes: rooms.Votes, group: rooms.Groups, groups: int, differing: float) -> rooms.Groups:
    """Give the groups as who knew each group's chance of agreeing would see them: about all that votes tell."""
    signs = answers(votes)
    leaning = np.stack([signs[group == one].sum(0) for one in range(groups)])
    likely = 0.5 + differing * np.where(leaning > 0, 1, -1)
    chance = (signs > 0) @ np.log(likely).T + (signs < 0) @ np.log(1 - likely).T
    return np.asarray(chance.argmax(1), np.intp)


def _chance(draw: int) -> np.random.Generator:
    """Give other draws than those that the rule for groups was chosen on."""
    return np.random.default_rng([2026, draw])


def _separate(result: Result) -> int:
    """Count the separate groups claimed; 1 when none are."""
    return max(1, sum(side.separate for side in result.sides))


def new_votes() -> Iterator[Line]:
    """Time new votes to a new picture in a room of 500 people in six roles and 200 statements."""
    votes = rooms.large(500, 200, 0.5, seed=1)
    roles = np.random.default_rng(1).choice(["a", "b", "c", "d", "e", "f"], 500)
    groups, _ = rooms.planted(500, 200, 3, MODERATE, 0.5, np.random.default_rng(2))
    worlds = [
        ("", rooms.table_of(votes)),
        (", six roles", rooms.table_of(votes, roles)),
        (", three groups, six roles", rooms.table_of(groups, roles)),
        (", no pattern, six roles", rooms.table_of(rooms.shuffled(votes, np.random.default_rng(0)), roles)),
    ]
    for what, table in worlds:
        fewer = table.votes.copy()
        fewer[np.random.default_rng(0).random(fewer.shape) < 0.02] = MISSING
        first = solve(VoteTable(table.people, table.statements, fewer, table.roles))
        seconds = min(seconds_of(partial(update, first, table)) for _ in range(5))
        yield Line(
            f"500 x 200{what}: new votes to new picture, warm, with gate",
            "",
            f"{seconds * 1000:.0f} ms",
            goal="<= 200 ms",
            met=seconds <= 0.2,
        )


def large_rooms(usual: RedDwarf, quick: bool) -> Iterator[Line]:
    """Time large rooms, whole."""
    for people, statements, answered, times in ((2000, 900, 0.18, 1.0), (50_000, 500, 0.2, 20.0)):
        if quick and people > 2000:
            people = 10_000
        votes = rooms.large(people, statements, answered, seed=2)
        table = rooms.table_of(votes)
        ours = min(seconds_of(partial(solve, table)) for _ in range(2))
        _, theirs = min((usual.groups(votes) for _ in range(1 if people > 2000 else 3)), key=lambda one: one[1])
        judged = not quick or people <= 2000
        yield Line(
            f"{people} x {statements}, {table.cast / 1000:.0f} thousand votes: seconds, whole",
            f"{theirs:.2f}",
            f"{ours:.2f}",
            f"{theirs / ours:.1f}x faster",
            f">= {times:g}x" if judged else "",
            theirs >= times * ours if judged else None,
        )
