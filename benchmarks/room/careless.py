"""The control: the same server, but it answers before it keeps. A test that cannot see this lose writes sees nothing.

python -m benchmarks.room.careless --port 8001
"""

from typing import Any

from django.core.management import execute_from_command_line

from leerruimte.live import writer
from leerruimte.live.messages import Answer


class CarelessWriter(writer.Writer):
    """Says "kept" at once."""

    async def write(self, writes: Any) -> list[Answer]:
        """Queue, and say that it is kept."""
        job = writer.Job(writes, self._loop.create_future())  # type: ignore[union-attr]
        self._jobs.put(job)
        return [Answer(write.id, "kept", extra={}) for write in writes]

    def _answer(self, *_: Any) -> None:
        """Everybody has been answered already."""


if __name__ == "__main__":
    import os
    import sys

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leerruimte.settings")
    writer.Writer = CarelessWriter  # type: ignore[misc]
    execute_from_command_line(["manage.py", "serve", "--skip-checks", *sys.argv[1:]])
