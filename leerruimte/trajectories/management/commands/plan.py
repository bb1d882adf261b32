"""`manage.py plan`: works through the questions that wait for the planner."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from leerruimte.trajectories.jobs import Worker, leave_when_told


class Command(BaseCommand):
    """A worker in the foreground: of a machine of its own, or started by the server beside it."""

    help = "Work through the questions that wait for the planner; with --idle stay and wait for more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long to stay, and beside whom."""
        parser.add_argument(
            "--idle", type=float, default=0.0, help="seconds to stay when nothing waits (default: leave at once)"
        )
        parser.add_argument("--beside", type=int, help="process id of a server: leave when it does")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until there is nothing to do."""
        worker = Worker()
        leave_when_told(worker, options["beside"])
        done = worker.work_through(options["idle"])
        if options["beside"] is None:
            self.stdout.write(f"{done} questions answered")
