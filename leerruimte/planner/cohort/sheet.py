"""A linear model as plain arrays: columns with their rows, bounds of both, and which rows may wait till they matter."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

NO_LIMIT = float("inf")


@dataclass(frozen=True, eq=False)
class Sheet:
    """Columns j with entries `row[start[j]:start[j+1]]`, `value[...]`; low <= A x <= high; lower <= x <= upper, whole.

    `always`: columns that the first LP begins with. `lazy`: rows that are taken in only when an answer breaks them.
    """

    start: Ints
    row: Ints
    value: Floats
    low: Floats
    high: Floats
    lower: Floats
    upper: Floats
    always: Bools
    lazy: Bools

    @property
    def columns(self) -> int:
        """Tell how many columns there are."""
        return len(self.lower)

    @property
    def rows(self) -> int:
        """Tell how many rows there are."""
        return len(self.low)

    def of_columns(self, prices: Floats) -> Floats:
        """Give A' y: what the prices of its rows add up to, for each column."""
        sums = np.concatenate([[0.0], np.cumsum(self.value * prices[self.row])])
        found: Floats = sums[self.start[1:]] - sums[self.start[:-1]]
        return found

    def of_rows(self, x: Floats) -> Floats:
        """Give A x."""
        per_entry = np.repeat(x, np.diff(self.start))
        return np.bincount(self.row, weights=self.value * per_entry, minlength=self.rows).astype(float)

    def part(self, columns: Ints, rows: Ints) -> "Sheet":
        """Give a sheet of some of the columns and rows."""
        number = np.full(self.rows, -1, np.intp)
        number[rows] = np.arange(len(rows))
        length = self.start[columns + 1] - self.start[columns]
        first = np.concatenate([[0], np.cumsum(length)]).astype(np.intp)
        at = np.arange(first[-1]) - np.repeat(first[:-1], length) + np.repeat(self.start[columns], length)
        kept = number[self.row[at]] >= 0
        owner = np.repeat(np.arange(len(columns)), length)[kept]
        return Sheet(
            np.searchsorted(owner, np.arange(len(columns) + 1)).astype(np.intp),
            number[self.row[at]][kept],
            self.value[at][kept],
            self.low[rows],
            self.high[rows],
            self.lower[columns],
            self.upper[columns],
            self.always[columns],
            self.lazy[rows],
        )

    def with_high(self, high: Floats) -> "Sheet":
        """Give the same with other limits."""
        return replace(self, high=high)

    def lazy_among(self, columns: Ints) -> Ints:
        """Give the lazy rows that two or more of these columns meet in."""
        chosen = np.zeros(self.columns, bool)
        chosen[columns] = True
        met = np.bincount(self.row[np.repeat(chosen, np.diff(self.start))], minlength=self.rows)
        return np.flatnonzero(self.lazy & (met > 1)).astype(np.intp)

    def broken(self, x: Floats, tolerance: float = 1e-6) -> Ints:
        """Give the rows that x breaks."""
        sums = self.of_rows(x)
        return np.flatnonzero((sums < self.low - tolerance) | (sums > self.high + tolerance)).astype(np.intp)


@dataclass
class Writing:
    """A sheet while it is written: columns first, then rows rule by rule."""

    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    always: list[Bools] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    lazy: list[Bools] = field(default_factory=list)
    columns: int = 0
    rows: int = 0

    def add_columns(self, count: int, *, lower: float | Floats = 0, upper: float | Floats = 1, always: bool) -> slice:
        """Add columns; give where they stand."""
        self.lower.append(np.broadcast_to(np.asarray(lower, float), (count,)))
        self.upper.append(np.broadcast_to(np.asarray(upper, float), (count,)))
        self.always.append(np.full(count, always))
        self.columns += count
        return slice(self.columns - count, self.columns)

    def add_rows(
        self,
        count: int,
        *entries: tuple[Ints, Ints, float | Floats],
        low: float | Floats = -NO_LIMIT,
        high: float | Floats = NO_LIMIT,
        lazy: bool = False,
    ) -> slice:
        """Add rows; entries are (row within these, column, value)."""
        for row, column, value in entries:
            values = np.broadcast_to(np.asarray(value, float), (len(row),))
            self.entries.append((row + self.rows, column, values))
        self.low.append(np.broadcast_to(np.asarray(low, float), (count,)))
        self.high.append(np.broadcast_to(np.asarray(high, float), (count,)))
        self.lazy.append(np.full(count, lazy))
        self.rows += count
        return slice(self.rows - count, self.rows)

    def sheet(self) -> Sheet:
        """Put it all in order of columns."""
        nothing = np.zeros(0, np.intp)
        row = np.concatenate([nothing, *(e[0] for e in self.entries)])
        column = np.concatenate([nothing, *(e[1] for e in self.entries)])
        value = np.concatenate([np.zeros(0), *(e[2] for e in self.entries)])
        order = np.argsort(column, kind="stable")
        start = np.searchsorted(column[order], np.arange(self.columns + 1)).astype(np.intp)
        return Sheet(
            start,
            row[order].astype(np.intp),
            value[order],
            np.concatenate([np.zeros(0), *self.low]),
            np.concatenate([np.zeros(0), *self.high]),
            np.concatenate([np.zeros(0), *self.lower]),
            np.concatenate([np.zeros(0), *self.upper]),
            np.concatenate([np.zeros(0, bool), *self.always]),
            np.concatenate([np.zeros(0, bool), *self.lazy]),
        )
