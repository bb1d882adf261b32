"""Encounters for the tests, in the words of the field."""

import random
from datetime import date, timedelta

import networkx as nx

from leerruimte.network import Encounter, EncounterTable, Organisation, Participation, table_of

TODAY = date(2026, 11, 25)


def met(*encounters: str, day: date = TODAY, about: str | None = None) -> EncounterTable:
    """Encounters as words: `met("anna bo", "bo cees")`, all on one day."""
    return table_of(
        [Encounter(str(number), day, about) for number, _ in enumerate(encounters)],
        [Participation(str(number), person) for number, people in enumerate(encounters) for person in people.split()],
        today=TODAY,
    )


def graph_as_encounters(graph: nx.Graph) -> EncounterTable:
    """Each edge of a graph as an encounter of two; somebody without an edge was alone in one."""
    two = [tuple(map(str, edge)) for edge in graph.edges] + [(str(node),) for node in nx.isolates(graph)]
    return table_of(
        [Encounter(str(number), TODAY) for number, _ in enumerate(two)],
        [Participation(str(number), person) for number, people in enumerate(two) for person in people],
        today=TODAY,
    )


def women_of_davis() -> EncounterTable:
    """Davis, Gardner and Gardner (1941): eighteen women at fourteen meetings."""
    graph = nx.davis_southern_women_graph()
    events = graph.graph["bottom"]
    return table_of(
        [Encounter(event, TODAY) for event in events],
        [Participation(event, woman) for event in events for woman in graph[event]],
        today=TODAY,
    )


def partnership(
    *, seed: int = 0, encounters: int = 300, across: float = 0.1, schools: int = 6, in_each: int = 10
) -> EncounterTable:
    """Schools under two boards and an institute; so many of the encounters are of people from two organisations."""
    chance = random.Random(seed)
    organisations = [
        Organisation("noord", "board"),
        Organisation("zuid", "board"),
        Organisation("instituut", "institute"),
    ]
    organisations += [
        Organisation(f"school {number}", "school", "noord" if number % 2 else "zuid") for number in range(schools)
    ]
    homes = [one.id for one in organisations if one.kind != "board"]
    people = {home: [f"{home} / {number}" for number in range(in_each)] for home in homes}
    made, parts = [], []
    for number in range(encounters):
        two = chance.sample(homes, 2) if chance.random() < across else [chance.choice(homes)] * 2
        made.append(Encounter(str(number), TODAY - timedelta(days=number % 365), f"plate {number % 8}"))
        who = {(home, chance.choice(people[home])) for home in [*two, two[0]]}
        for home, person in sorted(who):
            role = "institute_educator" if home == "instituut" else chance.choice(["learner", "mentor"])
            parts.append(Participation(str(number), person, role, home))
    return table_of(made, parts, organisations, today=TODAY)
