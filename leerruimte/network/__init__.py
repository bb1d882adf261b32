"""The network of who meets whom: ties, brokers, boundaries, communities, changes, whom to meet.

A pure core: encounters go in as plain values, figures with their method come out. No Django, no clock, no chance but
the seed that is handed in. It gives figures about a network, never a mark of a person.
"""

from leerruimte.network.betweenness import Betweenness, one_mode, two_mode
from leerruimte.network.boundaries import Boundary, State, boundary, meetings_between
from leerruimte.network.brokers import ROLES, Brokerage, OneBroker, broker, brokerage, touched
from leerruimte.network.changing import Change, Changes, Without, changes, without
from leerruimte.network.communities import Communities, communities
from leerruimte.network.meeting import Suggestion, whom_to_meet
from leerruimte.network.table import (
    NONE,
    Encounter,
    EncounterTable,
    NotEncounters,
    Organisation,
    Participation,
    Wrong,
    table_of,
)
from leerruimte.network.ties import Ties, ties_of

__all__ = [
    "NONE",
    "ROLES",
    "Betweenness",
    "Boundary",
    "Brokerage",
    "Change",
    "Changes",
    "Communities",
    "Encounter",
    "EncounterTable",
    "NotEncounters",
    "OneBroker",
    "Organisation",
    "Participation",
    "State",
    "Suggestion",
    "Ties",
    "Without",
    "Wrong",
    "boundary",
    "broker",
    "brokerage",
    "changes",
    "communities",
    "meetings_between",
    "one_mode",
    "table_of",
    "ties_of",
    "touched",
    "two_mode",
    "whom_to_meet",
    "without",
]
