"""The curriculum goes on: a proposal that was taken over, a second version with it, and a proposal that is open."""

import uuid
from typing import Any

from leerruimte.example.filling import HERE
from leerruimte.example.stories import ELS, IRIS, JAN, person_called
from leerruimte.people.access import roles_today
from leerruimte.people.models import Person
from leerruimte.people.who import Who
from leerruimte.trajectories.actions.curriculum import begin_draft, publish_version
from leerruimte.trajectories.actions.curriculum_draft import add_outcome, change_outcome
from leerruimte.trajectories.actions.curriculum_proposals import decide_proposal, propose_change, say_of_proposal
from leerruimte.trajectories.models import CurriculumVersion

PROPOSED = {
    "description": "Je houdt werk en rust in balans, zegt op tijd nee en bespreekt met je coach wat je laat.",
    "hours": 60,
}
NEW: dict[str, dict[str, Any]] = {
    "nl": {
        "title": "Hulp vragen in het team",
        "description": "Je vraagt collega's om hulp voordat iets vastloopt, en je helpt hen ook.",
        "measure": "Twee collega's vertellen waarmee jij hen hebt geholpen.",
        "theme": "IND",
        "phase": 5,
        "level": 5,
        "hours": 40,
        "prerequisites": ["IND-51"],
    },
    "en": {
        "title": "Asking the team for help",
        "description": "You ask colleagues for help before something gets stuck, and you help them too.",
        "measure": "Two colleagues tell what you helped them with.",
    },
}
WHAT_CHANGED = (
    "Starters vertelden dat alleen ‘nee’ zeggen niet helpt: je wilt ook bespreken wat je laat. Daarom staat dat nu bij "
    "IND-52, met meer tijd.\n\nEr is een uitkomst bij: hulp vragen in het team. Dit is voor wie net voor de klas "
    "staat; voor studenten verandert er niets."
)


def renew_curriculum(version: CurriculumVersion, owner: Person) -> None:
    """What Iris proposed stands in a second version; running trajectories keep the first. Jan proposes something."""
    if version.curriculum.versions.count() > 1:
        return
    by, iris = _who(owner), _who(person_called(IRIS))
    proposal = propose_change(
        by=iris,
        id=_id("iris"),
        version=version,
        kind="change",
        why="Nee zeggen lukte mij pas toen ik met mijn coach een lijst maakte van wat ik kon laten.",
        language="nl",
        code="IND-52",
        values=PROPOSED,
    )
    decide_proposal(
        by=by, proposal=proposal, taken=True, words="Dank je wel, Iris. Meer starters zeiden dit. We nemen het over."
    )
    draft = begin_draft(by=by, curriculum=version.curriculum)
    code = add_outcome(by=by, version=draft, id=_id("new"), values=NEW["nl"], language="nl")
    change_outcome(by=by, version=draft, code=code, values=NEW["en"], language="en")
    _jan_proposes(publish_version(by=by, version=draft, what_changed=WHAT_CHANGED))


def _jan_proposes(version: CurriculumVersion) -> None:
    proposal = propose_change(
        by=_who(person_called(JAN)),
        id=_id("jan"),
        version=version,
        kind="change",
        why="Bij ons gaat de student mee op huisbezoek. Daar leren ze meer dan in tien minuten op school.",
        language="nl",
        code="PED-23",
        values={"measure": "Je gaat een keer mee op huisbezoek en vertelt wat je over het kind hebt geleerd."},
    )
    say_of_proposal(
        by=_who(person_called(ELS)),
        proposal=proposal,
        id=_id("els"),
        text="Mooi, maar niet elke school doet huisbezoeken. Kan het ook een gesprek op het schoolplein zijn?",
    )


def _who(person: Person) -> Who:
    return Who(person=person.pk, roles=roles_today(person.pk))


def _id(what: str) -> uuid.UUID:
    return uuid.uuid5(HERE, f"curriculum {what}")
