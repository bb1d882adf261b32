"""One structured line a page in the log, without anything secret: links that are a right by themselves are masked.

Of what comes to the fast door only what is turned away has a line (door.py): a room sends thousands a second.
"""

import logging
import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("leerruimte.access")

# A signature as Django makes them (base/links.py), with what it signs.
SIGNED = re.compile(r"[^/]*[.:][A-Za-z0-9_-]{43}(?=/|$)")


def masked(path: str) -> str:
    """A path without its secrets."""
    return SIGNED.sub("***", path)


class WithoutSecrets(logging.Filter):
    """Masks what others log about a request too, such as Django's "Not Found: /leid/..."."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, with masked words."""
        record.msg, record.args = masked(record.getMessage()), ()
        if "request" in vars(record):
            record.request = masked(str(vars(record)["request"]))
        return True


class AccessLog:
    """Writes the line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            line = {
                "method": scope["method"],
                "path": masked(scope["path"]),
                "status": status,
                "ms": round((time.perf_counter() - began) * 1000),
            }
            logger.info("request", extra=line)
