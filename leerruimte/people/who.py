"""Who asks: one frozen value that screen, API and command all decide with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Who:
    """The person (or phone) behind a request, by what they carry; nothing of it is looked up yet.

    `hosts`: partnership id -> number of the link with which conversations may be opened there;
    `leads`: encounter id -> number of the facilitator's link; `takes_part`: encounter id -> participation id.
    Whether a number is still worth something is for `access` of the app to say.
    """

    hosts: Mapping[int, int] = field(default_factory=dict)
    leads: Mapping[UUID, int] = field(default_factory=dict)
    takes_part: Mapping[UUID, UUID] = field(default_factory=dict)


NOBODY = Who()
