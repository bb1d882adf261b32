"""A planner's worker is killed, told to go, or asked to stop: no question is lost, and the best so far is kept."""

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.room.servers import Server

pytestmark = pytest.mark.faults
Env = dict[str, str]
Worker = subprocess.Popen[bytes]
# A machine that does other things too: it is about what happens, not how soon.
SOON = 240.0

ASK = """
import django; django.setup()
from benchmarks.planner.made import route_problem
from leerruimte.people.who import NOBODY
from leerruimte.planner.reading import problem_json
from leerruimte.trajectories.actions.planning import ask_planner
ask_planner(by=NOBODY, kind="routes", problem={"problem": problem_json(route_problem(1, 150))})
"""


def database(env: Env) -> sqlite3.Connection:
    return sqlite3.connect(Path(env["LEERRUIMTE_VAR"]) / "leerruimte.sqlite3", timeout=20)


def look(env: Env) -> dict[str, Any]:
    """The row, read from beside: quicker than another process."""
    with closing(database(env)) as connection:
        row = connection.execute("SELECT state, tries, progress, result FROM trajectories_plannerrun").fetchone()
    return {"state": row[0], "tries": row[1], "step": json.loads(row[2]).get("step", ""), "result": json.loads(row[3])}


@pytest.fixture
def asked(sqlite: Env) -> Env:
    """A database with one question that takes some seconds."""
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=sqlite, check=True)
    ask = [sys.executable, "-c", ASK]
    subprocess.run(ask, env={**sqlite, "DJANGO_SETTINGS_MODULE": "leerruimte.settings"}, check=True)
    return sqlite


@pytest.fixture
def worker(asked: Env) -> Iterator[Callable[[], Worker]]:
    """Starts workers, and ends them afterwards."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(subprocess.Popen([sys.executable, "manage.py", "plan", "--idle", "30"], env=asked))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def until(env: Env, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        found = look(env)
        if holds(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {SOON} seconds: {look(env)['state']}")


def test_a_worker_that_is_killed_is_replaced_and_the_question_answered(
    asked: Env, worker: Callable[[], Worker]
) -> None:
    first = worker()
    until(asked, lambda found: bool(found["step"]))
    first.kill()
    first.wait()
    assert look(asked)["state"] == "running"
    worker()
    found = until(asked, lambda found: found["state"] == "done")
    assert found["tries"] == 2
    assert found["result"]["routes"]["routes"]


def test_a_worker_that_is_told_to_go_gives_the_question_back_at_once(asked: Env, worker: Callable[[], Worker]) -> None:
    first = worker()
    until(asked, lambda found: bool(found["step"]))
    first.send_signal(signal.SIGTERM)
    first.wait(20)
    assert (look(asked)["state"], look(asked)["tries"]) == ("waiting", 0)


def test_a_question_that_is_stopped_keeps_the_best_so_far(asked: Env, worker: Callable[[], Worker]) -> None:
    worker()
    until(asked, lambda found: found["step"].startswith("route "))
    with closing(database(asked)) as connection, connection:
        connection.execute("UPDATE trajectories_plannerrun SET cancel_asked_at = CURRENT_TIMESTAMP")
    found = until(asked, lambda found: found["state"] == "cancelled")
    assert found["result"]["routes"]["routes"]


A_LEARNER = """
import json
import django; django.setup()
from django.conf import settings
from leerruimte.people.tests.make import browser_of
from leerruimte.trajectories.tests.make_needs import a_trajectory_with_choice
trajectory, _ = a_trajectory_with_choice(more=60)
key = browser_of(trajectory.learner).cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps({"id": trajectory.pk, "cookies": {settings.SESSION_COOKIE_NAME: key}}))
"""


def test_a_server_that_is_killed_while_it_plans_answers_after_it_was_started_again(sqlite: Env) -> None:
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=sqlite, check=True)
    script = [sys.executable, "-c", A_LEARNER]
    env = {**sqlite, "DJANGO_SETTINGS_MODULE": "leerruimte.settings"}
    learner = json.loads(subprocess.run(script, env=env, check=True, stdout=subprocess.PIPE).stdout)
    with Server(sqlite) as server:
        site = f"http://127.0.0.1:{server.port}/traject/{learner['id']}/routes/"
        with httpx.Client(cookies=learner["cookies"], timeout=60) as browser:
            page = browser.get(site).raise_for_status().text
            form = {name: field_of(page, name) for name in ("id", "csrfmiddlewaretoken")}
            assert browser.post(f"{site}vragen/", data=form).status_code == 302
            until(sqlite, lambda found: found["state"] == "running")
            server.kill()
            assert look(sqlite)["state"] != "done"
            server.start()
            answer = until(sqlite, lambda found: found["state"] == "done")
            assert answer["result"]["routes"]["routes"]
            assert 'id="route-1"' in browser.get(site).text


def field_of(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]+)"', page)
    assert field, name
    return field[1]
