"""On real conversations: agreement with published groups, hidden votes, shuffled votes, random roles, calibration."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.lines import Line
from benchmarks.perspectives import measures
from benchmarks.perspectives.measures import seconds_of
from benchmarks.perspectives.red_dwarf import RedDwarf
from benchmarks.perspectives.rooms import Export, shuffled
from leerruimte.perspectives import Result, VoteTable, solve
from leerruimte.perspectives.gate import look_for_pattern
from leerruimte.perspectives.roles import find_differences, roles_of
from leerruimte.perspectives.votes import MISSING, answers

ROOM = 100  # people from which a room counts as large enough for its calibration to be judged


def whole(exports: list[Export], usual: RedDwarf) -> Iterator[Line]:
    """Time each export and hold its groups beside the published ones."""
    for export in exports:
        groups, theirs = min((usual.groups(export.table.votes) for _ in range(3)), key=lambda one: one[1])
        result = solve(export.table)
        ours = min(seconds_of(partial(solve, export.table)) for _ in range(3))
        n, m = export.table.votes.shape
        yield Line(
            f"{export.name} {n} x {m}: seconds, whole", f"{theirs:.3f}", f"{ours:.3f}", f"{theirs / ours:.1f}x faster"
        )
        yield Line(
            f"{export.name}: agreement with the published groups (ARI)",
            f"{measures.agreement(groups, export.published):.2f} ({groups.max() + 1} groups)",
            f"{measures.agreement(measures.sides_of(result), export.published):.2f} ({len(result.sides)} sides)",
        )


def hidden_votes(exports: list[Export], usual: RedDwarf, draws: int) -> Iterator[Line]:
    """Foretell a tenth of the votes, hidden, by ours, by red-dwarf's groups and by each statement's shares."""
    ratios, beaten, errors = [], [], []
    for export in exports:
        losses, rights, sure, came_true = [], [], [], []
        for draw in range(draws):
            hidden = measures.hide(export.table.votes, 0.1, np.random.default_rng(draw))
            groups, _ = usual.groups(hidden.shown)
            three = (
                measures.group_chances(hidden, groups),
                measures.column_chances(hidden),
                measures.our_chances(hidden, export.table),
            )
            losses.append([measures.log_loss(chances, hidden.outcome) for chances in three])
            rights.append([measures.accuracy(chances, hidden.outcome) for chances in three])
            sure.append(three[2][:, 0])
            came_true.append(hidden.outcome == 0)
        theirs, column, ours = np.mean(losses, 0)
        ratios.append(ours / theirs)
        beaten.append(ours < column)
        yield Line(
            f"{export.name}: log-loss on 10 % hidden votes",
            f"{theirs:.3f} (statement's shares {column:.3f})",
            f"{ours:.3f}",
            f"{ours / theirs:.2f}",
        )
        theirs, column, ours = np.mean(rights, 0)
        yield Line(
            f"{export.name}: foretold right",
            f"{theirs:.3f} (commonest answer {column:.3f})",
            f"{ours:.3f}",
            f"{ours / theirs:.2f}",
        )
        if len(export.table.people) >= ROOM:
            error = measures.calibration_error(np.concatenate(sure), np.concatenate(came_true))
            errors.append(error)
            yield Line(
                f"{export.name}: calibration error of P(agree)", "", f"{error:.3f}", goal="<= .05", met=error <= 0.05
            )
    enough = sum(ratio <= 0.9 for ratio in ratios) >= len(ratios) - 1
    yield Line(
        "log-loss: ours over red-dwarf's groups, each export",
        "1",
        ", ".join(f"{ratio:.2f}" for ratio in ratios),
        goal="<= .90 on all but one, < 1 on all, below the statement's shares on all",
        met=enough and max(ratios) < 1 and all(beaten),
    )


def shuffled_votes(exports: list[Export], usual: RedDwarf, draws: int) -> Iterator[Line]:
    """Claim a pattern where there is none: votes shuffled within each statement."""
    claimed, claimed_by_usual, asked = [], 0, 0
    for export in exports:
        signs_of = (answers(shuffled(export.table.votes, np.random.default_rng(draw))) for draw in range(draws))
        claims = [
            look_for_pattern(signs, np.random.default_rng([draw, 1])).pattern for draw, signs in enumerate(signs_of)
        ]
        claimed.append(sum(claims))
        for draw in range(3):
            groups, _ = usual.groups(shuffled(export.table.votes, np.random.default_rng(draw)))
            claimed_by_usual += len(np.unique(groups[groups >= 0])) > 1
            asked += 1
    total = draws * len(exports)
    yield Line(
        f"pattern claimed on {total} shuffles ({', '.join(map(str, claimed))} of {draws} each)",
        f"{claimed_by_usual / asked:.0%} (of {asked})",
        f"{sum(claimed) / total:.1%}",
        goal="<= 5 %",
        met=sum(claimed) <= 0.05 * total,
    )


def random_roles(exports: list[Export], usual: RedDwarf, draws: int) -> Iterator[Line]:
    """Deal three roles out at random: nothing should be told to differ."""
    told, asked, statements = 0, 0, []
    for export in exports:
        table = export.table
        voted = (table.votes != MISSING).any(1)
        for draw in range(draws):
            chance = np.random.default_rng(draw)
            groups = chance.integers(0, 3, len(table.people))
            roles = roles_of([f"role {one}" for one in groups], voted)
            told += bool(find_differences(table.statements, table.votes, roles, voted, chance))
            asked += 1
            if draw < 2:
                statements.append(usual.representative(table.votes, groups))
    yield Line(
        f"random roles, {asked} draws: anything told to differ",
        f"{np.mean(np.array(statements) > 0):.0%} ({min(statements)}-{max(statements)} statements each)",
        f"{told / asked:.1%}",
        goal="<= 5 %",
        met=told <= 0.05 * asked,
    )


def moved(exports: list[Export], draws: int) -> Iterator[Line]:
    """Let a tenth of the votes come in: how far do people move, as a share of how far they lie apart?"""
    moves = []
    for export in exports:
        warm, cold = [], []
        for draw in range(draws):
            hidden = measures.hide(export.table.votes, 0.1, np.random.default_rng(draw))
            before = solve(VoteTable(export.table.people, export.table.statements, hidden.shown))
            warm.append(_moved(before, solve(export.table, previous=before)))
            cold.append(_moved(before, solve(export.table)))
        moves.append(f"{export.name} {np.mean(warm):.2f} ({np.mean(cold):.2f})")
    yield Line("picture moves when 10 % of the votes come in, share of spread (when begun anew)", "", ", ".join(moves))


def _moved(before: Result, after: Result) -> float:
    """Give how far people moved on average, over how far they lie from the middle on average."""
    distance = np.linalg.norm(after.places - before.places, axis=1).mean()
    return float(distance / np.linalg.norm(after.places, axis=1).mean())
