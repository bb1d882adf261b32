"""`python -m leerruimte.perspectives votes.csv [--roles roles.csv] [--json | --svg]`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from leerruimte.perspectives.drawing import in_svg
from leerruimte.perspectives.result import to_json
from leerruimte.perspectives.solving import solve
from leerruimte.perspectives.votes import NotVotes, read_votes
from leerruimte.perspectives.words import in_words


def main(arguments: Sequence[str] | None = None) -> int:
    """Read votes, make the map and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m leerruimte.perspectives",
        description="The map of perspectives of votes: is there a pattern, what do all share, where do roles differ.",
    )
    parser.add_argument("votes", type=Path, help="votes.csv or participants-votes.csv as Polis exports them")
    parser.add_argument("--roles", type=Path, help="a CSV with the person in its first column and a column 'role'")
    parser.add_argument("--seed", type=int, default=0)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print the whole result as JSON")
    shape.add_argument("--svg", action="store_true", help="print the picture as SVG")
    given = parser.parse_args(arguments)
    try:
        table = read_votes(given.votes, given.roles)
    except (NotVotes, OSError, UnicodeDecodeError) as error:
        print(f"Not read: {error}", file=sys.stderr)
        return 1
    result = solve(table, seed=given.seed)
    if given.json:
        print(json.dumps(to_json(result)))
    else:
        print(in_svg(result) if given.svg else in_words(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
