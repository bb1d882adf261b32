"""What a row of the access table is; the rows of each part of the site stand in modules of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

Values = Mapping[str, Any]


def nothing(_cast: Any) -> Values:
    """An address without parts, a form without fields."""
    return {}


@dataclass(frozen=True)
class Row:
    """One address and method: who may, with what; `refused` is what the others get."""

    name: str
    who: frozenset[str]
    method: str = "get"
    at: Callable[[Any], Values] = nothing
    data: Callable[[Any], Values] = nothing
    refused: int = 404
    # What somebody gets, when that is neither plain success nor what all others get.
    answer: Mapping[str, int] = field(default_factory=dict)
    # What a person that may not gets, when that is not `refused`.
    refused_as: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def url(self, cast: Any) -> str:
        """The address on real objects."""
        return reverse(self.name, kwargs=dict(self.at(cast)))


def form(**values: Any) -> Callable[[Any], Values]:
    """A form with these fields."""
    return lambda _cast: values
