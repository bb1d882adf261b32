"""A second opinion: every rule of the problem read again from the problem itself, against an answer.

Shares nothing with the models: plain loops over plain values, slow and simple on purpose. What people settled by hand
may break rules; what it breaks on its own is not held against the answer.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from leerruimte.planner.cohort.problem import APART, Learner, Places, School
from leerruimte.planner.cohort.result import Answer, Placement


@dataclass(frozen=True)
class Fault:
    """A rule that an answer breaks: its code, and who or what it is about."""

    rule: str
    about: tuple[str, ...]


def faults_in(problem: Places, answer: Answer) -> tuple[Fault, ...]:
    """Find everything that is wrong with an answer; nothing when it is right."""
    by_hand = {(pin.learner, pin.period) for pin in problem.pins}
    free = [one for one in answer.placements if (one.learner, one.period) not in by_hand]
    learners = {one.code: one for one in problem.learners}
    schools = {one.code: one for one in problem.schools}
    known = [one for one in answer.placements if one.learner in learners and one.school in schools]
    unknown = [Fault("unknown", (one.learner, one.school)) for one in answer.placements if one not in known]
    if unknown:
        return tuple(unknown)
    return (
        *_one_each(problem, answer),
        *_pins(problem, answer),
        *(fault for one in free for fault in _suits(one, learners[one.learner], schools[one.school])),
        *(f for one in known for f in _told(problem, one, learners[one.learner], schools[one.school])),
        *_full(problem, answer, by_hand),
        *_mentors(problem, answer, by_hand, learners),
        *_twice(answer, by_hand),
        *_apart(problem, answer, by_hand),
        *_figures(problem, answer),
    )


def _one_each(problem: Places, answer: Answer) -> Iterable[Fault]:
    """Everybody who needs a place in a period has one, or is said to be without; nobody has two."""
    asked = Counter((one.code, period) for one in problem.learners for period in one.periods)
    got = Counter((one.learner, one.period) for one in answer.placements) + Counter(answer.unplaced)
    for key in sorted(asked.keys() | got.keys()):
        if asked[key] != got[key]:
            yield Fault("one_each", key)


def _pins(problem: Places, answer: Answer) -> Iterable[Fault]:
    """What was settled by hand stands there, with its reason; nothing else says that it was."""
    found = {
        (one.learner, one.period, one.school, one.band, one.by_hand)
        for one in answer.placements
        if one.by_hand is not None
    }
    pinned = {(pin.learner, pin.period, pin.school, pin.band, pin.reason) for pin in problem.pins}
    for learner, period, *_ in sorted(found ^ pinned):
        yield Fault("pin", (learner, period))


def _suits(one: Placement, learner: Learner, school: School) -> Iterable[Fault]:
    """The place suits the learner: its band, the journey, not where she has been, nothing that was refused."""
    about = (one.learner, one.period, one.school)
    if one.band not in learner.bands:
        yield Fault("band", about)
    if minutes_between(learner, school) > learner.most_minutes:
        yield Fault("too_far", about)
    if one.school in learner.earlier:
        yield Fault("earlier", about)
    if one.school in learner.refused:
        yield Fault("refused", about)
    if learner.sure and not one.mentor_known:
        yield Fault("sure", about)


def _told(problem: Places, one: Placement, learner: Learner, school: School) -> Iterable[Fault]:
    """Minutes, wish, points and step are told as they are."""
    minutes = minutes_between(learner, school)
    rank = learner.wishes.index(one.school) if one.school in learner.wishes else None
    points = minutes + problem.points.unmet * len([like for like in learner.likes if like not in school.features])
    if rank is not None:
        points += (problem.points.wish or (0,))[min(rank, len(problem.points.wish or (0,)) - 1)]
    elif learner.wishes:
        points += problem.points.no_wish
    step = len([limit for limit in set(problem.points.steps) if limit <= points])
    if (one.minutes, one.wish, one.points, one.step) != (minutes, rank, points, step):
        yield Fault("told", (one.learner, one.period))


def _full(problem: Places, answer: Answer, by_hand: set[tuple[str, str]]) -> Iterable[Fault]:
    """No band of a school has more learners than seats, nor more known mentors than there are."""
    known: dict[tuple[str, str, str], int] = defaultdict(int)
    promised: dict[tuple[str, str, str], int] = defaultdict(int)
    for school in problem.schools:
        for seats in school.seats:
            known[school.code, seats.band, seats.period] += seats.known
            promised[school.code, seats.band, seats.period] += seats.promised
    here: dict[tuple[str, str, str], list[Placement]] = defaultdict(list)
    for one in answer.placements:
        here[one.school, one.band, one.period].append(one)
    for cell, ones in sorted(here.items()):
        pinned = len([one for one in ones if (one.learner, one.period) in by_hand])
        if len(ones) > max(known[cell] + promised[cell], pinned):
            yield Fault("full", cell)
        with_mentor = len([one for one in ones if one.mentor_known])
        if with_mentor > max(known[cell], pinned):
            yield Fault("mentor_known", cell)


def _mentors(
    problem: Places, answer: Answer, by_hand: set[tuple[str, str]], learners: dict[str, Learner]
) -> Iterable[Fault]:
    """No school has more learners who need a special kind of mentor than those mentors can take."""
    room: dict[tuple[str, str, str], int] = defaultdict(int)
    for school in problem.schools:
        for mentors in school.mentors:
            room[school.code, mentors.kind, mentors.period] += mentors.count
    here: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for one in answer.placements:
        kind = learners[one.learner].mentor
        if kind is not None:
            here[one.school, kind, one.period].append((one.learner, one.period) in by_hand)
    for key, pinned in sorted(here.items()):
        if len(pinned) > max(room[key], sum(pinned)):
            yield Fault("mentor", key)


def _twice(answer: Answer, by_hand: set[tuple[str, str]]) -> Iterable[Fault]:
    """Nobody comes at one school twice, unless by hand."""
    been: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in answer.placements:
        been[one.learner, one.school].append((one.learner, one.period) in by_hand)
    for key, pinned in sorted(been.items()):
        if len(pinned) > max(1, sum(pinned)):
            yield Fault("twice", key)


def _apart(problem: Places, answer: Answer, by_hand: set[tuple[str, str]]) -> Iterable[Fault]:
    """Who must not be together are not, unless by hand."""
    at = {(one.learner, one.period): one.school for one in answer.placements}
    for pair in problem.pairs:
        for period in problem.periods:
            one, other = (pair.one, period), (pair.other, period)
            together = at.get(one) is not None and at.get(one) == at.get(other)
            if pair.kind == APART and together and not (one in by_hand and other in by_hand):
                yield Fault("apart", (pair.one, pair.other, period))


def _figures(problem: Places, answer: Answer) -> Iterable[Fault]:
    """What is said to be reached is what the placements add up to."""
    counted = figures_of(problem, answer)
    for reached in answer.reached:
        if reached.name in counted and abs(counted[reached.name] - reached.value) > 1e-6:
            yield Fault("figure", (reached.name, f"{reached.value:g}", f"{counted[reached.name]:g}"))
        if reached.bound is not None and reached.bound > reached.value + 1e-6:
            yield Fault("bound", (reached.name,))


def figures_of(problem: Places, answer: Answer) -> dict[str, float]:
    """Count what an answer comes to, aim by aim."""
    figures: dict[str, float] = {"unplaced": len(answer.unplaced)}
    figures["short"] = sum(
        max(
            0,
            least - len([p for p in answer.placements if p.period == period and board_of(problem, p.school) == board]),
        )
        for (board, period), least in least_of_boards(problem).items()
    )
    for step in range(1, len(set(problem.points.steps)) + 1):
        figures[f"step {step}"] = len(answer.unplaced) + len([one for one in answer.placements if one.step >= step])
    waiting = len([one for one in answer.placements if not one.mentor_known])
    figures["points"] = (
        sum(one.points for one in answer.placements)
        + problem.points.promised * _beyond_known(problem, answer, waiting)
        + problem.points.not_together * _parted(problem, answer)
    )
    return figures


def board_of(problem: Places, school: str) -> str:
    """Tell the board of a school."""
    return next(one.board for one in problem.schools if one.code == school)


def least_of_boards(problem: Places) -> dict[tuple[str, str], int]:
    """Give how many learners each board gets at least in each period."""
    least = {}
    for period in problem.periods:
        seats: dict[str, int] = defaultdict(int)
        for school in problem.schools:
            seats[school.board] += sum(s.known + s.promised for s in school.seats if s.period == period)
        asking = len([one for one in problem.learners if period in one.periods])
        total = sum(seats.values())
        for board in problem.boards:
            share = min(seats[board.code], seats[board.code] * asking / total) if total else 0
            least[board.code, period] = math.floor(share * problem.spread + 1e-9)
    return least


def minutes_between(learner: Learner, school: School) -> int:
    """Give the minutes of a journey: known, else 6 + 1.3 x km at 45 km/h by car, 10 + 1.3 x km at 20 km/h without."""
    for code, minutes in learner.minutes:
        if code == school.code:
            return minutes
    kilometres = 1.3 * math.hypot(learner.home[0] - school.at[0], learner.home[1] - school.at[1])
    return math.floor((6 + kilometres * 60 / 45 if learner.car else 10 + kilometres * 60 / 20) + 0.5)


def _beyond_known(problem: Places, answer: Answer, waiting: int) -> int:
    """Count promised seats in use: who waits for a mentor, less those whom hands put where there is no seat at all."""
    offered = {
        (school.code, s.band, s.period): (s.known, s.promised) for school in problem.schools for s in school.seats
    }
    here = Counter((one.school, one.band, one.period) for one in answer.placements)
    used = 0
    for cell, count in here.items():
        known, promised = offered.get(cell, (0, 0))
        used += min(promised, max(0, count - known))
    return min(used, waiting) if not problem.pins else used


def _parted(problem: Places, answer: Answer) -> int:
    """Count pairs that wanted to be together and are not, a period each."""
    at = {(one.learner, one.period): one.school for one in answer.placements}
    both = {(one.code, period) for one in problem.learners for period in one.periods}
    return len(
        [
            pair
            for pair in problem.pairs
            for period in problem.periods
            if pair.kind != APART
            and {(pair.one, period), (pair.other, period)} <= both
            and at.get((pair.one, period)) != at.get((pair.other, period))
        ]
    )
