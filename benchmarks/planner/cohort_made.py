"""Made-up cohorts of any size: towns, schools under boards of 1-38, learners who wish what is popular and near."""

import numpy as np

from leerruimte.planner.cohort.problem import (
    APART,
    TOGETHER,
    Board,
    Learner,
    Mentors,
    Pair,
    Places,
    School,
    Seats,
)
from leerruimte.planner.cohort.travel import estimated_table

BANDS = ("young", "middle", "upper")
KINDS = ("special education", "career changers")
FEATURES = ("newcomers", "two grades at once", "gifted", "daltonian", "small")
WIDE, HIGH = 90.0, 70.0  # kilometres


def made(
    learners: int,
    schools: int,
    *,
    seed: int,
    periods: int = 1,
    pairs: int = 0,
    room: float = 1.10,
    boards: int | None = None,
    nearest: int | None = 40,
) -> Places:
    """Make a cohort: `room` seats for each learner and period, seats spread over bands at each school."""
    chance = np.random.default_rng(seed)
    names = tuple(f"P{at + 1}" for at in range(periods))
    towns = max(3, schools // 10)
    town_at = chance.random((towns, 2)) * (WIDE, HIGH)
    weight = 1 / np.arange(1, towns + 1) ** 0.8
    weight /= weight.sum()
    school_town = chance.choice(towns, schools, p=weight)
    at = town_at[school_town] + chance.normal(0, 2.5, (schools, 2))
    owners = _boards(schools, boards or max(2, schools // 9), chance)
    seats = _seats(learners, schools, room, periods, chance)
    popular = chance.gamma(1.5, 1, schools)
    all_schools = tuple(
        School(
            f"S{s:03d}",
            f"B{owners[s]:02d}",
            (round(float(at[s, 0]), 2), round(float(at[s, 1]), 2)),
            tuple(
                Seats(BANDS[b], names[p], int(known), int(promised))
                for p in range(periods)
                for b in range(len(BANDS))
                for known, promised in [seats[s, b, p]]
                if known + promised
            ),
            tuple(
                Mentors(kind, name, int(count))
                for name in names
                for kind, count in zip(KINDS, chance.binomial(3, 0.35, 2), strict=True)
                if count
            ),
            tuple(f for f, has in zip(FEATURES, chance.random(len(FEATURES)) < 0.2, strict=True) if has),
            f"R{_region(at[s])}",
        )
        for s in range(schools)
    )
    people = _learners(learners, all_schools, town_at, weight, popular, names, chance)
    return Places(
        BANDS,
        names,
        tuple(Board(f"B{b:02d}") for b in sorted(set(owners))),
        all_schools,
        people,
        _pairs(pairs, people, chance),
        nearest=nearest,
    )


def _region(at: np.ndarray) -> int:
    return int(at[0] // (WIDE / 2 + 1e-9) > 0) * 2 + int(at[1] > HIGH / 2)


def _boards(schools: int, boards: int, chance: np.random.Generator) -> list[int]:
    """Divide schools over boards of very different size."""
    share = 1 / np.arange(1, boards + 1)
    rest = chance.choice(boards, schools - boards, p=share / share.sum()) if schools > boards else []
    return [int(b) for b in chance.permutation([*range(boards), *rest])[:schools]]


def _seats(learners: int, schools: int, room: float, periods: int, chance: np.random.Generator) -> np.ndarray:
    """Give known and promised seats, schools x bands x periods x 2."""
    size = chance.gamma(2.5, 1, (schools, len(BANDS))) * np.array([1.1, 1.0, 0.9])
    seats = chance.poisson(size[:, :, None] / size.sum() * learners * room, (schools, len(BANDS), periods))
    promised = chance.binomial(seats, 0.12)
    return np.stack([seats - promised, promised], axis=-1)


def _learners(
    count: int,
    schools: tuple[School, ...],
    town_at: np.ndarray,
    weight: np.ndarray,
    popular: np.ndarray,
    periods: tuple[str, ...],
    chance: np.random.Generator,
) -> tuple[Learner, ...]:
    at = np.array([s.at for s in schools])
    home = town_at[chance.choice(len(town_at), count, p=weight)] + chance.normal(0, 5, (count, 2))
    car = chance.random(count) < 0.45
    minutes = estimated_table(home, at, car)
    found = []
    for i in range(count):
        bands = chance.choice(len(BANDS), chance.choice([1, 2, 3], p=[0.4, 0.4, 0.2]), replace=False)
        longest = int(chance.choice([60, 75, 90, 100], p=[0.2, 0.3, 0.3, 0.2]))
        longest = max(longest, int(np.sort(minutes[i])[min(len(schools) - 1, 12)]) + 5)
        lure = np.log(popular + 0.05) - minutes[i] / 12 + chance.gumbel(size=len(schools))
        near = np.argsort(-np.where(minutes[i] <= longest, lure, -np.inf))
        wishes = near[: chance.choice([0, 3, 6], p=[0.08, 0.22, 0.7])]
        been = chance.choice(np.argsort(minutes[i])[:30], chance.integers(0, 4), replace=False)
        found.append(
            Learner(
                f"L{i:05d}",
                (round(float(home[i, 0]), 2), round(float(home[i, 1]), 2)),
                tuple(BANDS[b] for b in sorted(bands)),
                periods,
                bool(car[i]),
                longest,
                tuple(schools[s].code for s in wishes if s not in been),
                tuple(str(f) for f in chance.choice(FEATURES, 1)) if chance.random() < 0.15 else (),
                str(chance.choice(KINDS)) if chance.random() < 0.08 else None,
                bool(chance.random() < 0.1),
                tuple(schools[s].code for s in sorted(been)),
            )
        )
    return tuple(found)


def _pairs(count: int, people: tuple[Learner, ...], chance: np.random.Generator) -> tuple[Pair, ...]:
    """Pair neighbours: three in four want to be together, the others must not be."""
    home = np.array([p.home for p in people])
    found: list[Pair] = []
    used: set[int] = set()
    for i in chance.permutation(len(people)):
        if len(found) == count:
            break
        near = np.argsort(np.hypot(*(home - home[i]).T))[1:12]
        free = [int(j) for j in near if int(j) not in used]
        if int(i) not in used and free:
            used |= {int(i), free[0]}
            kind = TOGETHER if chance.random() < 0.75 else APART
            found.append(Pair(people[int(i)].code, people[free[0]].code, kind))
    return tuple(found)
