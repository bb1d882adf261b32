"""Agree, disagree or pass on a contribution: what a room sends most."""

from uuid import UUID

from leerruimte.base.client_ids import read_id
from leerruimte.conversations.hot.batch import Batch, Kind, No, asked_question, kept
from leerruimte.encounters import actions
from leerruimte.encounters.models import Contribution, Participation, Stance
from leerruimte.live import Answer, Write

# Django makes this list anew each time it is asked for.
STANCES = frozenset(Stance.Value.values)


def _stance(batch: Batch, write: Write, by: Participation) -> Answer:
    contribution = _contribution(batch, write, by)
    if contribution.participation_id == by.id:
        raise No("own")
    if contribution.hidden_at is not None:
        raise No("hidden")
    asked_question(batch, by, contribution.question)
    value = write.body.get("value")
    if value is not None and (type(value) is not int or value not in STANCES):
        raise No("wrong_value")
    batch.rows["stance"].append(actions.new_stance(contribution.id, value, by, write.n, batch.now))
    return kept(write)


def _contribution(batch: Batch, write: Write, by: Participation) -> Contribution:
    """The contribution that a write names, if it is one of the same conversation and still there."""
    contribution = batch.contributions.get(read_id(write.body.get("contribution")) or UUID(int=0))
    if contribution is None or contribution.encounter_id != by.encounter_id or contribution.withdrawn_at:
        raise No("unknown")
    return contribution


STANCE = Kind(_stance, actions.store_stances)
