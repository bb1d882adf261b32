"""The table that benchmarks with a baseline print."""

from dataclasses import dataclass

HEADER = "| what | baseline | ours | ratio | goal | met? |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Line:
    """One thing measured; `met` is None where there is no goal."""

    what: str
    baseline: str
    ours: str
    ratio: str = ""
    goal: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        """Give the line as a row of the table."""
        met = {None: "", True: "yes", False: "**no**"}[self.met]
        return f"| {self.what} | {self.baseline} | {self.ours} | {self.ratio} | {self.goal} | {met} |"
