"""What happens once in a while beside the server: reminders go out, what was kept long enough goes.

Everything here may run twice, on two servers at once, or by command (`manage.py daily`): it does its work once.
"""

import logging
import threading

from django.db import connections

from leerruimte.people.who import NOBODY
from leerruimte.web.actions.keeping import let_go_of_old
from leerruimte.web.actions.reminding import remind

log = logging.getLogger(__name__)

LOOK_EVERY = 60 * 60  # seconds
FIRST_AFTER = 60  # seconds: a server that just started has other things to do

_stopping = threading.Event()
_thread: threading.Thread | None = None


def do_the_days_work() -> None:
    """Everything that is to be done about once a day."""
    gone = {what: count for what, count in let_go_of_old(by=NOBODY).items() if count}
    if gone:
        log.info("kept long enough", extra={"gone": gone})
    if sent := remind(by=NOBODY):
        log.info("%d reminders sent", sent)


def _run() -> None:
    wait = FIRST_AFTER
    while not _stopping.wait(wait):
        wait = LOOK_EVERY
        try:
            do_the_days_work()
        except Exception:
            log.exception("the day's work failed")
        finally:
            connections.close_all()


def start() -> None:
    """Begin, once a process; called when the server starts."""
    global _thread
    if _thread is None:
        _stopping.clear()
        _thread = threading.Thread(target=_run, name="daily", daemon=True)
        _thread.start()


def stop() -> None:
    """Stop; called when the server stops."""
    global _thread
    _stopping.set()
    _thread = None
