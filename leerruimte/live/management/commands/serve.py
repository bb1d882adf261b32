"""`manage.py serve`: the whole site in one process."""

import gc
import logging
import resource
import signal
import socket
import sys
from argparse import ArgumentParser
from typing import Any, cast

import uvicorn
from django.core.management.base import BaseCommand

from leerruimte.live.serving import Site

# Longer than the minute that proxies in front usually keep a silent connection, so that they close it, not we.
KEEP_ALIVE = 75
# Objects made before garbage is looked for: Python's own 700 costs a room that votes a tenth of its speed.
GARBAGE = 20_000
# Seconds before a thread that computes must let another go on. Python's own 5 ms, at each query of a page, makes pages
# three times as slow while a room votes.
TURN = 0.001
# Seconds that a running page may still take when the server is told to stop.
GRACE = 10


class Server(uvicorn.Server):
    """Ends the streams before it waits for the connections to end: a stream would never end by itself."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin; what was loaded until now stays for good and need not be looked through for garbage."""
        sys.setswitchinterval(TURN)
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, finish what was taken, then stop."""
        for server in self.servers:
            server.close()
        await cast(Site, self.config.loaded_app).finish()
        await super().shutdown(sockets)


class Command(BaseCommand):
    """Serve the site."""

    help = "Serve the site: pages, streams and the fast door, in one process."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0: all)")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to stop."""
        host, port = options["host"], options["port"]
        allow_many_connections()
        # Its "started" and "waiting" say nothing that the line below does not.
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104 (compared, not bound)
        self.stdout.write(f"Leerruimte: http://{shown}:{port}")
        self.stdout.flush()
        config = uvicorn.Config(
            "leerruimte.asgi:application",
            host=host,
            port=port,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            # Django reads X-Forwarded-Proto itself (LEERRUIMTE_HTTPS); nothing here needs the phone's address.
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
            backlog=4096,
        )
        # At its end uvicorn raises once more what stopped it: a clean stop leaves with 0, with everything put away.
        for stopped_by in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stopped_by, lambda *_: sys.exit(0))
        Server(config).run()


def allow_many_connections() -> None:
    """Each phone is an open file: take as many as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
