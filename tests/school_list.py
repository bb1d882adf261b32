"""The public list of Dutch schools, where it lies beside the repository; a test that needs it is skipped elsewhere."""

from pathlib import Path

from tests.data_beside import beside


def real_list() -> Path:
    """The list as it is published."""
    return beside("schools/alle-schoolvestigingen-basisonderwijs.csv")


def example_list(name: str) -> Path:
    """Invented schools ("schools") or boards ("boards") in the same form."""
    return beside(f"schools/{name}_example.csv")
