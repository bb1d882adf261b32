"""Who asks: one frozen value that screen, API and command all decide with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody has today: in a partnership (id), in one of its organisations (id) or as a whole."""

    partnership: int
    role: str
    organisation: int | None = None


@dataclass(frozen=True)
class Who:
    """The person (or phone) behind a request, by what they carry.

    `person` is the id of who signed in, `roles` what they are today, `second_factor` whether they showed more than one
    proof of who they are. What a browser carries without account: `hosts`: partnership id -> number of the link with
    which conversations may be opened there; `leads`: encounter id -> number of the facilitator's link; `takes_part`:
    encounter id -> participation id. Whether such a number is still worth something is for `access` of the app to say.
    """

    person: int | None = None
    roles: tuple[HeldRole, ...] = ()
    second_factor: bool = False
    hosts: Mapping[int, int] = field(default_factory=dict)
    leads: Mapping[UUID, int] = field(default_factory=dict)
    takes_part: Mapping[UUID, UUID] = field(default_factory=dict)

    def roles_in(self, partnership: int) -> frozenset[str]:
        """What they are today in one partnership, in whichever organisation."""
        return frozenset(held.role for held in self.roles if held.partnership == partnership)

    @property
    def partnerships(self) -> frozenset[int]:
        """Where they have a role today."""
        return frozenset(held.partnership for held in self.roles)


NOBODY = Who()
