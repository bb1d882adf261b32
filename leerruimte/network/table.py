"""Who met whom: encounters with who took part, as columns of numbers.

Half of what is asked of a network is asked of the encounters themselves: who took part without a name counts there as
a role and an organisation, and is nobody among the people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
By = Literal["role", "organisation", "board", "kind"]
# Nobody, nothing, not known.
NONE = -1


@dataclass(frozen=True, slots=True)
class Organisation:
    """A school, institute or board; `under` is the board (or other organisation) it belongs to."""

    id: str
    kind: str
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Encounter:
    """One encounter on one day, around a boundary object, with the mechanisms that were seen in it."""

    id: str
    day: date
    about: str | None = None
    mechanisms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Participation:
    """One who took part: a person, or nobody by name (None), in a role, from an organisation as far as known."""

    encounter: str
    person: str | None
    role: str = ""
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in what was handed in, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class NotEncounters(ValueError):
    """What was handed in cannot be read as encounters; `wrongs` names everything at once."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__("; ".join(str(wrong) for wrong in wrongs))
        self.wrongs = tuple(wrongs)


@dataclass(frozen=True, eq=False)
class EncounterTable:
    """Encounters (E of them), people (P), organisations (O) and N participations, sorted by encounter.

    `day` (days since 1-1-0001), `about` (index into `objects`) and `mechanisms` are per encounter; `kind` and `board`
    (index into `kinds` and `organisations`) per organisation; `encounter`, `person`, `role`, `organisation` per
    participation. NONE stands where something is not known. A person stands at most once in an encounter.
    """

    encounters: tuple[str, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    objects: tuple[str, ...]
    day: Ints
    about: Ints
    mechanisms: tuple[frozenset[str], ...]
    kind: Ints
    board: Ints
    encounter: Ints
    person: Ints
    role: Ints
    organisation: Ints

    def between(self, first: date, last: date) -> "EncounterTable":
        """The encounters from the first to the last day, both included; people and the rest keep their numbers."""
        kept = (self.day >= first.toordinal()) & (self.day <= last.toordinal())
        number = np.cumsum(kept) - 1
        rows = kept[self.encounter]
        return replace(
            self,
            encounters=tuple(one for one, keep in zip(self.encounters, kept, strict=True) if keep),
            mechanisms=tuple(one for one, keep in zip(self.mechanisms, kept, strict=True) if keep),
            day=self.day[kept],
            about=self.about[kept],
            encounter=number[self.encounter[rows]],
            person=self.person[rows],
            role=self.role[rows],
            organisation=self.organisation[rows],
        )

    def groups(self, by: By) -> Ints:
        """The group of each participation: its role, organisation, that one's board or kind. NONE: not known."""
        if by == "role":
            return self.role
        if by == "organisation":
            return self.organisation
        of = self.board if by == "board" else self.kind
        return np.where(self.organisation == NONE, NONE, of[self.organisation]) if of.size else self.organisation

    def names(self, by: By) -> tuple[str, ...]:
        """What the numbers of `groups` stand for."""
        return {"role": self.roles, "kind": self.kinds}.get(by, self.organisations)

    def homes(self, by: By) -> Ints:
        """The group each person (P) took part in most, of equals the one of last. NONE: not known."""
        group = self.groups(by)
        known = (self.person != NONE) & (group != NONE)
        person, group, day = self.person[known], group[known], self.day[self.encounter[known]]
        homes = np.full(len(self.people), NONE, np.int64)
        if not person.size:
            return homes
        groups = int(group.max()) + 1
        key, where, times = np.unique(person * groups + group, return_inverse=True, return_counts=True)
        latest = np.zeros(times.size, np.int64)
        np.maximum.at(latest, where, day)
        order = np.lexsort((latest, times, key // groups))
        # The last row of a person is the best: a later one writes over it.
        homes[key[order] // groups] = key[order] % groups
        return homes


def table_of(
    encounters: Sequence[Encounter],
    participations: Sequence[Participation],
    organisations: Sequence[Organisation] = (),
    *,
    today: date,
) -> EncounterTable:
    """Make a table of plain values. Raises NotEncounters with everything that is wrong.

    Wrong are: an id twice, a name that stands nowhere, somebody twice in one encounter (an encounter with oneself), a
    day after `today`, boards that lie under each other in a circle.
    """
    organisation_number = _numbers(one.id for one in organisations)
    encounter_number = _numbers(one.id for one in encounters)
    wrongs = [
        *_doubles("encounter", [one.id for one in encounters]),
        *_doubles("organisation", [one.id for one in organisations]),
        *(
            Wrong(f"encounter {one.id}", f"{one.day.isoformat()} is still to come")
            for one in encounters
            if one.day > today
        ),
        *_unknown(participations, encounter_number, organisation_number),
        *_circles(organisations),
    ]
    if wrongs:
        raise NotEncounters(wrongs)
    rows = sorted(participations, key=lambda one: encounter_number[one.encounter])
    people = _numbers(one.person for one in rows if one.person is not None)
    roles = _numbers(one.role for one in rows if one.role)
    objects = _numbers(one.about for one in encounters if one.about is not None)
    kinds = _numbers(one.kind for one in organisations)
    above = {one.id: one.under for one in organisations}
    return EncounterTable(
        encounters=tuple(encounter_number),
        people=tuple(people),
        organisations=tuple(organisation_number),
        kinds=tuple(kinds),
        roles=tuple(roles),
        objects=tuple(objects),
        day=_ints(one.day.toordinal() for one in encounters),
        about=_ints(objects.get(one.about or "", NONE) for one in encounters),
        mechanisms=tuple(one.mechanisms for one in encounters),
        kind=_ints(kinds[one.kind] for one in organisations),
        board=_ints(organisation_number[_top(one.id, above)] for one in organisations),
        encounter=_ints(encounter_number[one.encounter] for one in rows),
        person=_ints(NONE if one.person is None else people[one.person] for one in rows),
        role=_ints(roles.get(one.role, NONE) for one in rows),
        organisation=_ints(NONE if one.organisation is None else organisation_number[one.organisation] for one in rows),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _doubles(what: str, ids: Sequence[str]) -> list[Wrong]:
    times = Counter(ids)
    return [Wrong(f"{what} {one}", "stands there twice") for one, count in times.items() if count > 1]


def _unknown(
    participations: Sequence[Participation], encounters: Mapping[str, int], organisations: Mapping[str, int]
) -> list[Wrong]:
    wrongs = []
    seen: set[tuple[str, str]] = set()
    for one in participations:
        where = f"encounter {one.encounter}"
        if one.encounter not in encounters:
            wrongs.append(Wrong(where, "is not there, but somebody took part in it"))
        if one.organisation is not None and one.organisation not in organisations:
            wrongs.append(Wrong(where, f"no organisation is called {one.organisation}"))
        if one.person is None:
            continue
        if (one.encounter, one.person) in seen:
            wrongs.append(Wrong(where, f"{one.person} stands there twice: nobody meets themselves"))
        seen.add((one.encounter, one.person))
    return wrongs


def _circles(organisations: Sequence[Organisation]) -> list[Wrong]:
    """Organisations that lie, by way of others, under themselves; and those under one that is not there."""
    above = {one.id: one.under for one in organisations}
    wrongs = []
    for one in organisations:
        passed = {one.id}
        at = one.under
        while at is not None and at not in passed:
            if at not in above:
                wrongs.append(Wrong(f"organisation {one.id}", f"no organisation is called {at}"))
                break
            passed.add(at)
            at = above[at]
        else:
            if at == one.id:
                wrongs.append(Wrong(f"organisation {one.id}", "lies under itself, by way of others"))
    return wrongs


def _top(one: str, above: Mapping[str, str | None]) -> str:
    """The organisation at the top of where this one lies; itself if it lies under none."""
    while (higher := above[one]) is not None:
        one = higher
    return one
