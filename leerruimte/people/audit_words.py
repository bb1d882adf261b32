"""The audit trail in the reader's language.

A line keeps what it is about and its few figures as stable words ("given: student", "3 new, 1 changed"), so that it
reads the same whoever wrote it, in whichever language. Here they become sentences. Apps above this one write lines too;
what they write is named here, since the page that shows it is.
"""

import re
from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leerruimte.people.models import OrganisationMembership, Role

KINDS: dict[str, Promise] = {
    "person": _("the page of a person"),
    "people": _("a list of people"),
    "role": _("a role"),
    "invitation": _("an invitation"),
    "organisation": _("an organisation"),
    "organisations": _("a list of organisations"),
    "schools": _("the public list of schools"),
    "shares": _("what an organisation shows"),
    "membership": _("how long an organisation takes part"),
    "account": _("an account"),
    "own_data": _("everything that is theirs"),
    "conversation": _("a conversation"),
    "plate": _("a plate"),
    "curriculum": _("a curriculum"),
    "trajectory": _("a trajectory"),
    "trajectory_member": _("who stands beside a learner"),
    "member_link": _("a personal link"),
    "capacity": _("how many learners a school can have"),
    "cohort": _("a cohort"),
    "cohort_learner": _("a place in a cohort, and what was asked"),
    "seats": _("who takes part in something to learn"),
    "places": _("who comes to learn at a school"),
}

# What a name of a field, a role or a part that is shown reads as.
NAMES: dict[str, Promise | str] = {
    "name": _("name"),
    "code": _("code"),
    "board": _("board"),
    "street": _("street"),
    "postcode": _("postcode"),
    "place": _("place"),
    "website": _("website"),
    "holidays": _("holiday region"),
    "latitude": _("place on the map"),
    "longitude": _("place on the map"),
    **{share.value: share.label for share in OrganisationMembership.Share},
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "pdf": "PDF",
    "zip": "ZIP",
}
PHRASES: dict[str, Promise] = {
    r"(?:given|taken up): (?P<role>\w+)": _("as %(role)s"),
    r"(?P<role>\w+): until -": _("%(role)s, without an end"),
    r"(?P<role>\w+): until (?P<day>\S+)": _("%(role)s, until %(day)s"),
    r"invited: (?P<role>\w+)": _("invited as %(role)s"),
    r"link for a list: (?P<role>\w+)": _("a link for a list, as %(role)s"),
    r"until -": _("without an end"),
    r"until (?P<day>\S+)": _("until %(day)s"),
    r"withdrawn": _("withdrawn"),
    r"renewed": _("sent again"),
    r"(?P<new>\d+) new, (?P<other>\d+) changed": _("%(new)s new, %(other)s changed"),
    r"file: (?P<new>\d+) new, (?P<other>\d+) changed": _("from a file: %(new)s new, %(other)s changed"),
    r"(?P<number>\d+) rows, (?P<name>\w+)": _("%(number)s rows, %(name)s"),
    r"(?P<day>[\d-]+): erased": _("%(day)s, with all that was said"),
    r"(?P<day>[\d-]+): anonymous": _("%(day)s, what was said stays without a name"),
    r"record (?P<name>\w+)": _("the record, as %(name)s"),
    r"draft, (?P<number>\d+) outcomes": _("a draft with %(number)s outcomes"),
    r"draft (?P<number>\d+)": _("the draft of version %(number)s"),
    r"published (?P<number>\d+)": _("version %(number)s was published"),
    r"owners: (?P<number>\d+)": _("owners: %(number)s"),
    r"added": _("added"),
    r"ended": _("ended"),
    r"asks": _("what was asked"),
    r"reached (?P<outcome>\S+) (?P<level>\d+)": _("reached %(outcome)s, level %(level)s"),
    r"taken back (?P<outcome>\S+) (?P<level>\d+)": _("taken back: %(outcome)s, level %(level)s"),
    r"(?P<period>.+): (?P<number>\d+) promised": _("%(period)s: %(number)s, promised"),
    r"(?P<period>.+): (?P<number>\d+) interested": _("%(period)s: %(number)s, no promise yet"),
    r"(?P<period>.+): -": _("%(period)s: taken away"),
    r"cohort made": _("made"),
    r"(?P<number>\d+) learners added from roles": _("learners added by their role: %(number)s"),
    r"learner added": _("added"),
    r"learner taken out": _("taken out"),
    r"placed by hand": _("placed by hand"),
    r"place taken away": _("place taken away"),
    r"left to the planner": _("left to the planner"),
    r"proposal accepted, (?P<number>\d+) placed differently": _("proposal taken over, placed differently: %(number)s"),
    r"published, (?P<number>\d+) told": _("published, people told: %(number)s"),
    r"appeal answered": _("appeal answered"),
}


def about_words(kind: str) -> str:
    """What a line is about."""
    return str(KINDS.get(kind, kind))


def said_words(words: str) -> str:
    """What a line says of it; words that are no phrase are names with commas between, or stay as they are."""
    for pattern, sentence in PHRASES.items():
        if found := re.fullmatch(pattern, words):
            return str(sentence) % {name: READ.get(name, str)(said) for name, said in found.groupdict().items()}
    names = [str(NAMES.get(name, name)) for name in words.split(", ")]
    return ", ".join(dict.fromkeys(names))


def _role(word: str) -> str:
    return str(Role(word).label) if word in Role.values else word


def _day(word: str) -> str:
    try:
        return date_format(date.fromisoformat(word), "j F Y")
    except ValueError:
        return word


READ: dict[str, Callable[[str], str]] = {"role": _role, "day": _day, "name": lambda word: str(NAMES.get(word, word))}
