"""The published schemas of the JSON that goes in and out; `python -m leerruimte.planner.schemas` writes them anew."""

import json
from pathlib import Path
from typing import Any

from leerruimte.planner.changing import Change
from leerruimte.planner.curriculum_csv import Learner
from leerruimte.planner.plain import schema
from leerruimte.planner.problem import Problem
from leerruimte.planner.result import Replan, Routes

FOLDER = Path(__file__).parent / "schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Give each schema by the name of its file."""
    return {
        "route_problem.json": schema(Problem, "A problem of a route for one learner"),
        "route_learner.json": schema(
            Learner, "A learner's file: a problem made of a curriculum and opportunities in CSV"
        ),
        "route_result.json": schema(Routes, "Three clearly different routes, and why outcomes are not covered"),
        "route_change.json": schema(Change, "What is otherwise than when a route was agreed"),
        "route_replan.json": schema(Replan, "A new route with the fewest changes"),
    }


def as_text(one: dict[str, Any]) -> str:
    """Give a schema as it stands in its file."""
    return json.dumps(one, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, one in schemas().items():
        (FOLDER / name).write_text(as_text(one), encoding="utf-8")
