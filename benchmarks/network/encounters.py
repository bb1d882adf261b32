"""Encounters made by chance, as in a partnership: the same few people meet often, some come from elsewhere."""

import numpy as np

from leerruimte.network import EncounterTable

SIZES = (2, 3, 3, 3, 3, 3, 4, 5, 8)
SCHOOLS_A_BOARD, PEOPLE_A_SCHOOL = 9, 16
# How many of those who take part come from anywhere.
CROSSING = 0.03


def made_encounters(people: int, encounters: int, *, seed: int = 1) -> EncounterTable:
    """So many people in so many encounters, as columns."""
    random = np.random.default_rng(seed)
    size = random.choice(SIZES, encounters)
    encounter = np.repeat(np.arange(encounters), size)
    person = (np.repeat(random.integers(0, people, encounters), size) + random.geometric(0.08, encounter.size)) % people
    away = random.random(encounter.size) < CROSSING
    person[away] = random.integers(0, people, np.count_nonzero(away))
    once = np.unique(encounter.astype(np.int64) * people + person)
    encounter, person = once // people, once % people
    school_of = np.arange(people) // PEOPLE_A_SCHOOL
    schools = int(school_of[-1]) + 1
    boards = -(-schools // SCHOOLS_A_BOARD)
    return EncounterTable(
        encounters=tuple(map(str, range(encounters))),
        people=tuple(map(str, range(people))),
        organisations=tuple(map(str, range(schools + boards))),
        kinds=("school", "board"),
        roles=("learner", "mentor", "school_educator", "institute_educator"),
        objects=tuple(map(str, range(200))),
        day=np.full(encounters, 739_000, np.int64),
        about=random.integers(0, 200, encounters),
        mechanisms=(frozenset(),) * encounters,
        kind=np.repeat([0, 1], [schools, boards]),
        board=np.concatenate([schools + np.arange(schools) // SCHOOLS_A_BOARD, schools + np.arange(boards)]),
        encounter=encounter,
        person=person,
        role=person % 4,
        organisation=school_of[person],
    )
