"""Data of others that may lie beside the repository (`../shared/data`); a test that needs it is skipped elsewhere."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def beside(name: str) -> Path:
    """A file by its path in that folder; skips where it does not lie there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} does not lie beside the repository")
    return path
