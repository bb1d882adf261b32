"""Asking for a page through the whole handler, all middleware included, as a server does; and what that took."""

import io
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

RUNS_REFUSED, RUNS_LONG = 3, 3
# Whoever takes longer than this is measured less often.
LONG = 1.0


@dataclass(frozen=True)
class Answer:
    """What came back. `bytes`: as it goes over the line, compressed."""

    status: int
    kind: str
    attached: bool
    bytes: int
    wall: float
    cpu: float


@dataclass(frozen=True)
class Measured:
    """A page for somebody: milliseconds, by the clock and of the processor."""

    page: str
    person: str
    status: int
    is_page: bool
    queries: int
    bytes: int
    wall_p50: float
    wall_p95: float
    cpu_p50: float
    cpu_p95: float


class Site:
    """The site in this process."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def get(self, url: str, cookies: Mapping[str, str]) -> Answer:
        """Ask once."""
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _wrong: Any = None) -> Callable[[bytes], object]:
            told.update(status=int(status.split()[0]), headers={name.lower(): value for name, value in headers})
            return lambda _data: None

        environ = _environ(url, cookies)
        wall, cpu = time.perf_counter(), time.thread_time()
        response = self.handler(environ, start)
        size = sum(len(piece) for piece in response)
        wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
        response.close()
        kind = told["headers"].get("content-type", "").partition(";")[0]
        attached = told["headers"].get("content-disposition", "").startswith("attachment")
        return Answer(told["status"], kind, attached, size, wall, cpu)

    def measure(self, page: str, person: str, url: str, cookies: Mapping[str, str], runs: int) -> Measured | None:
        """Ask again and again; None where nobody asks by GET."""
        count = 0

        def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        first = self.get(url, cookies)
        if first.status == 405:
            return None
        with connection.execute_wrapper(counting):
            self.get(url, cookies)
        is_page = first.kind == "text/html" and not first.attached
        runs = runs if first.status == 200 else RUNS_REFUSED
        answers = [self.get(url, cookies) for _ in range(runs if first.wall < LONG else RUNS_LONG)]
        wall = [one.wall * 1000 for one in answers]
        cpu = [one.cpu * 1000 for one in answers]
        return Measured(
            page,
            person,
            first.status,
            is_page,
            count,
            answers[-1].bytes,
            statistics.median(wall),
            _p95(wall),
            statistics.median(cpu),
            _p95(cpu),
        )


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _environ(url: str, cookies: Mapping[str, str]) -> dict[str, Any]:
    path, _mark, query = url.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_ACCEPT_LANGUAGE": "nl",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
