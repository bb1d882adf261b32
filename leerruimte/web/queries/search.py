"""What search finds: everything that one may see, by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from leerruimte.base.searching import all_words, plain
from leerruimte.conversations.models import Conversation
from leerruimte.conversations.queries.of_partnership import contributions_found, conversations_found
from leerruimte.encounters.models import Contribution
from leerruimte.people.access import member_partnerships
from leerruimte.people.models import Invitation, Organisation, Partnership, Person
from leerruimte.people.queries.organisations import organisations_found
from leerruimte.people.queries.people import invitations_found, people_found
from leerruimte.people.who import Who
from leerruimte.plates.access import visible_plates
from leerruimte.plates.models import PlateVersion
from leerruimte.plates.queries import current_versions
from leerruimte.trajectories.models import Opportunity, Trajectory
from leerruimte.trajectories.queries.opportunities import offered
from leerruimte.trajectories.queries.trajectories import own_and_beside

# What is shown of each kind: more is found by more words.
MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class OfPartnership:
    """What was found in one partnership."""

    partnership: Partnership
    people: Sequence[Person]
    invitations: Sequence[Invitation]
    organisations: Sequence[Organisation]
    opportunities: Sequence[Opportunity]


@dataclass(frozen=True)
class Found:
    """All that was found for some words."""

    plates: Sequence[PlateVersion]
    conversations: Sequence[Conversation]
    contributions: Sequence[Contribution]
    trajectories: Sequence[Trajectory]
    partnerships: Sequence[OfPartnership]

    @property
    def anything(self) -> bool:
        """Whether there is something to show."""
        return any((self.plates, self.conversations, self.contributions, self.trajectories, self.partnerships))


def everything_found(who: Who, words: str) -> Found | None:
    """What `who` may see in which all words stand; None when the words are too short to search with."""
    if len(words.strip()) < SHORTEST:
        return None
    in_partnerships = []
    for partnership in member_partnerships(who):
        found = OfPartnership(
            partnership,
            people_found(who, partnership, words, MOST),
            invitations_found(who, partnership, words, MOST),
            organisations_found(who, partnership, words, MOST),
            list(offered(who, partnership).filter(all_words(words)).select_related("organisation")[:MOST]),
        )
        if found.people or found.invitations or found.organisations or found.opportunities:
            in_partnerships.append(found)
    return Found(
        plates=_plates_found(who, words),
        conversations=conversations_found(who, words, MOST),
        contributions=contributions_found(who, words, MOST),
        trajectories=_trajectories_found(who, words),
        partnerships=in_partnerships,
    )


def _trajectories_found(who: Who, words: str) -> list[Trajectory]:
    """One's own and those one stands beside, by their title and the learner's name."""
    found = own_and_beside(who).filter(all_words(words, "learner__sought") | Q(object__title__icontains=words.strip()))
    return list(found[:MOST])


def _plates_found(who: Who, words: str) -> list[PlateVersion]:
    sought = plain(words).split()
    versions = current_versions(visible_plates(who))
    texts = {version.pk: plain(" ".join([*version.title.values(), *version.claim.values()])) for version in versions}
    return [version for version in versions if all(word in texts[version.pk] for word in sought)][:MOST]
