"""What goes through `live`: writes and their answers, and what open screens hear."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from leerruimte.live.tokens import Token

Audience = Literal["everybody", "leaders"]
EVERYBODY: Audience = "everybody"
LEADERS: Audience = "leaders"


@dataclass(frozen=True, slots=True)
class Write:
    """One thing a phone wants kept. `body` is what it sent, unjudged: only `id`, `n` and `kind` have been checked.

    `n` is the device's own counter: of two writes about one thing the highest counts.
    """

    id: UUID
    n: int
    kind: str
    body: dict[str, Any]
    token: Token
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a write. "already": it was kept before, this was a late copy."""

    id: UUID
    outcome: Literal["kept", "already", "refused"]
    message: str = ""
    code: str = ""
    field: str = ""
    extra: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """Something that changed in a room, small enough to send to everybody in it.

    `replaces`: only the newest of this name counts, so that a hundred of them in one interval become one.
    """

    name: str
    data: Any
    replaces: bool = False


# Something for somebody.
Told = tuple[Audience, Delta]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: an answer to each write, in order, and what each room hears of it."""

    answers: list[Answer]
    deltas: dict[str, list[Delta]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Domain:
    """What `live` was told to serve: it moves these things and knows nothing of their meaning."""

    # The kinds of write there are.
    kinds: frozenset[str]
    # Judges and stores a batch, inside one transaction.
    apply_batch: Callable[[Sequence[Write]], Outcome]
    # All that a screen of a room starts from (plain JSON); None when there is no such room.
    state_of: Callable[[str], dict[str, Any] | None]
    # Whether the link that a facilitator or a beamer came with is still worth something. Guests are not asked for: what
    # a room may see they have seen, and thousands come back at once.
    may_watch: Callable[[Token], bool] = lambda _token: True
