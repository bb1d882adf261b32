"""The map of perspectives: from votes to where people stand, whether there is any pattern, what all share.

A pure core: numpy only, no Django, no clock, no chance but the seed that is handed in.
"""

from leerruimte.perspectives.next import Suggestion, next_statements
from leerruimte.perspectives.result import Figure, Finding, Needed, Result, Side, from_json, to_json
from leerruimte.perspectives.solving import solve, update
from leerruimte.perspectives.votes import MISSING, NotVotes, VoteTable, read_votes, table_of

__all__ = [
    "MISSING",
    "Figure",
    "Finding",
    "Needed",
    "NotVotes",
    "Result",
    "Side",
    "Suggestion",
    "VoteTable",
    "from_json",
    "next_statements",
    "read_votes",
    "solve",
    "table_of",
    "to_json",
    "update",
]
