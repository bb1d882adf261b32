"""A room full of phones: how fast, how fair, how safe, beside what the machine could do at most.

    python -m benchmarks.room [--phones 1000] [--quick] [--only writes,streams,..] [--rounds 3]

Servers and data are of its own (a temporary folder); PostgreSQL on 127.0.0.1:5432 and redis-server are used when there.
What is compared is measured in turns in the same run. See README.md.
"""

import argparse
import asyncio
import os
import resource
import shutil
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import uvloop

from benchmarks.room import measures
from benchmarks.room.crowd import Crowd
from benchmarks.room.phones import Ear
from benchmarks.room.servers import RedisServer, Server, environment, make_room

POSTGRES = "postgres://postgres@127.0.0.1:5432"


@dataclass
class Table:
    """Rows of: what, figure, goal, met or not."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, figure: str, goal: str = "", met: bool | None = None) -> None:
        """Add a row, and show it at once."""
        verdict = "" if met is None else "met" if met else "NOT MET"
        self.rows.append((what, figure, goal, verdict))
        print(f"  {what}: {figure}" + (f"   goal {goal}: {verdict}" if goal else ""), flush=True)

    def show(self) -> None:
        """The whole table, as Markdown."""
        print("\n| what | figure | goal | |\n|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


@dataclass
class Run:
    """One run of the benchmark."""

    phones: int
    seconds: float
    rounds: int
    folder: Path
    pin: bool
    table: Table = field(default_factory=Table)

    def server(self, env: dict[str, str], *command: str) -> Server:
        """A server, kept on the first core when there is another for the phones."""
        settings = {"command": command} if command else {}
        return Server(env, prepare=self.stay_on_first_core if self.pin else None, **settings)  # type: ignore[arg-type]

    @staticmethod
    def stay_on_first_core() -> None:
        """For a server, before it starts."""
        os.sched_setaffinity(0, {0})

    def room(self, name: str, people: int, **extra: str) -> tuple[dict[str, str], dict[str, Any]]:
        """A database of its own with a room full of people."""
        folder = self.folder / name
        folder.mkdir()
        env = environment(folder, **extra)
        return env, make_room(env, people=people)


async def writes(run: Run) -> None:
    """As many writes as possible, beside the limits of server and database and beside one transaction a request."""
    env, room = run.room("writes", run.phones)
    ours, bare, one_by_one = (
        run.server(env),
        run.server(env, "-m", "benchmarks.room.bare"),
        run.server(env, "-m", "benchmarks.room.one_by_one"),
    )
    found: dict[str, list[Any]] = {name: [] for name in ("bare", "votes", "mixed", "orm", "rows1", "rows200")}
    with ours, bare, one_by_one:
        for _ in range(run.rounds):
            for name, server, make in (
                ("bare", bare, measures.vote),
                ("votes", ours, measures.vote),
                ("orm", one_by_one, measures.vote),
                ("mixed", ours, measures.vote_or_text),
            ):
                count = min(run.phones, 50) if name == "orm" else min(run.phones, 1000)
                phones = await measures.connected(server, room, count)
                found[name].append(await measures.as_fast_as_possible(server, phones, room, run.seconds, make))
                measures.hang_up(phones)
            for name, rows in (("rows1", 1), ("rows200", 200)):
                found[name].append(await asyncio.to_thread(measures.bare_rows, run.folder, rows, 1.0))
    # The best of the rounds: what else the machine does can only slow down.
    speed = {name: max(w.a_second for w in found[name]) for name in ("bare", "votes", "mixed", "orm")}
    cpu = {name: min(w.cpu_us() for w in found[name]) for name in speed}
    rows = {name: max(found[name]) for name in ("rows1", "rows200")}
    votes = max(found["votes"], key=lambda w: w.a_second)
    table = run.table
    table.add("durable votes/s", f"{speed['votes']:,.0f} ({cpu['votes']:.0f} µs cpu each)")
    table.add("  their answer p50 / p99", f"{votes.answer_ms(0.5):.0f} / {votes.answer_ms(0.99):.0f} ms")
    table.add("durable votes and texts (1 in 20)/s", f"{speed['mixed']:,.0f} ({cpu['mixed']:.0f} µs cpu each)")
    table.add("bare ASGI answer of the same server/s", f"{speed['bare']:,.0f} ({cpu['bare']:.0f} µs cpu each)")
    ratio = speed["votes"] / speed["bare"]
    table.add(
        "durable votes / bare ASGI answer",
        f"{ratio:.2f} (by processor time {cpu['bare'] / cpu['votes']:.2f})",
        ">= 0.25",
        ratio >= 0.25,
    )
    table.add("one ORM transaction a request, WSGI/s", f"{speed['orm']:,.0f} ({cpu['orm']:.0f} µs cpu each)")
    ratio = speed["votes"] / speed["orm"]
    table.add("durable votes / one ORM transaction a request", f"{ratio:.1f}", ">= 8", ratio >= 8)
    table.add("bare SQLite rows/s, 1 / 200 a transaction", f"{rows['rows1']:,.0f} / {rows['rows200']:,.0f}")
    table.add("durable votes / bare SQLite rows, 200 a transaction", f"{speed['votes'] / rows['rows200']:.2f}")
    problems = sum((w.problems for w in [*found["votes"], *found["mixed"]]), start=type(votes.problems)())
    table.add("  refused or failed", str(dict(problems) or "none"))


async def streams(run: Run) -> None:
    """Everybody listens; 300 votes a second, and some texts."""
    env, room = run.room("streams", run.phones)
    with run.server(env) as server:
        phones = await measures.connected(server, room, min(run.phones, 300))
        listening = [measures.Phone(server.port, room["room"], token) for token in room["tokens"]]
        before, ear = server.memory_kb(), Ear()
        statuses = await measures.open_streams(listening, ear)
        await asyncio.sleep(1)
        memory = (server.memory_kb() - before) / max(1, statuses[200])
        await measures.at_a_pace(phones, room, 300, 1)  # warm
        cpu = server.cpu_seconds()
        writing = await measures.at_a_pace(phones, room, 300, 2 * run.seconds)
        cpu = (server.cpu_seconds() - cpu) / writing.seconds
        await asyncio.sleep(1.5)
        last, missing = measures.to_last_screen(writing, ear, statuses[200], 0.99)
        interval = 250 if run.phones <= 2000 else 500
        answer = writing.answer_ms(0.99)
        name = f"{run.phones:,} streams + 300 votes/s"
        table = run.table
        table.add(
            f"{name}: answer p50 / p99",
            f"{writing.answer_ms(0.5):.0f} / {answer:.0f} ms",
            "p99 <= 100 ms",
            answer <= 100,
        )
        table.add(f"{name}: answer to last phone p99", f"{last:.0f} ms", f"<= {2 * interval} ms", last <= 2 * interval)
        table.add(f"{name}: memory a stream", f"{memory:.1f} kB", "<= 24 kB", memory <= 24)
        wrong = {**writing.problems, **({"stream status": dict(statuses)} if set(statuses) != {200} else {})}
        wrong.update({"never on all screens": missing} if missing else {})
        table.add(f"{name}: errors", str(wrong or "none"), "none", not wrong)
        table.add(f"{name}: one core used for", f"{100 * cpu:.0f} %")
        measures.hang_up(listening + phones)


async def rush(run: Run) -> None:
    """1,000 people vote within two seconds; then the server falls over and all come back at once."""
    people = min(1000, run.phones)
    env, room = run.room("rush", run.phones)
    server = run.server(env).start()
    try:
        phones = await measures.connected(server, room, run.phones)
        ear = Ear()
        await measures.open_streams(phones, ear)
        writing = await measures.at_a_pace(phones[:people], room, people / 2, 2)
        kept, answer = len(writing.answers), writing.answer_ms(0.99)
        table = run.table
        table.add(f"{people:,} people vote within 2 s: kept", f"{kept:,}", "all", kept == people)
        table.add(f"{people:,} people vote within 2 s: answer p99", f"{answer:.0f} ms", "< 1,000 ms", answer < 1000)
        took, start, statuses = await measures.storm(phones, server, ear)
        good = took < 5 and statuses[200] == len(phones)
        table.add(
            f"after a kill {run.phones:,} come back at once: all have the state",
            f"{took:.1f} s ({dict(statuses)})",
            "< 5 s",
            good,
        )
        table.add("  the server itself starts in", f"{start:.1f} s")
        measures.hang_up(phones)
    finally:
        server.stop()


async def pages(run: Run) -> None:
    """A facilitator's and a participant's page while the room votes as fast as it can."""
    env, room = run.room("pages", min(run.phones, 1000))
    with run.server(env) as server:
        there = (
            f"{room['room'][:8]}-{room['room'][8:12]}-{room['room'][12:16]}-{room['room'][16:20]}-{room['room'][20:]}"
        )
        path, cookie = f"/gesprek/{there}/", f"taal=nl; deel-{room['room']}={room['tokens'][0]}"
        await measures.page_times(server.port, path, cookie, 5)
        alone = await measures.page_times(server.port, path, cookie, 20)
        phones = await measures.connected(server, room, min(run.phones, 1000))
        await measures.open_streams(phones, Ear())
        for name, load in (
            ("300 votes/s", lambda: measures.at_a_pace(phones, room, 300, 2 * run.seconds)),
            ("full load", lambda: measures.as_fast_as_possible(server, phones[:200], room, 2 * run.seconds)),
        ):
            loading = asyncio.create_task(load())
            await asyncio.sleep(0.5)
            times: list[float] = []
            while not loading.done():
                times += await measures.page_times(server.port, path, cookie, 1)
            writing = await loading
            worst = measures.part(times, 0.95)
            besides = f"alone {measures.part(alone, 0.5):.0f}; {writing.a_second:,.0f} votes/s"
            figure = f"{measures.part(times, 0.5):.0f} / {worst:.0f} ms ({besides})"
            table = run.table
            goal = ("p95 < 150 ms", worst < 150) if name == "full load" else ("", None)
            table.add(f"a participant's page at {name}: p50 / p95", figure, *goal)
        measures.hang_up(phones)


async def two_servers(run: Run) -> None:
    """Two processes with PostgreSQL and Redis: half of the phones on each."""
    name = f"leerruimte_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError:
        run.table.add("two servers with PostgreSQL and Redis", "not measured: no PostgreSQL on 127.0.0.1:5432")
        return
    if shutil.which("redis-server") is None:
        run.table.add("two servers with PostgreSQL and Redis", "not measured: no redis-server")
        return
    redis = RedisServer(run.folder)
    redis.start()
    try:
        extra = {"DATABASE_URL": f"{POSTGRES}/{name}", "REDIS_URL": redis.url}
        env, room = run.room("two", run.phones, **extra)
        with Server(env) as one, Server(env) as other:
            half = run.phones // 2
            writers = await measures.connected(one, room, min(half, 300))
            listening = [measures.Phone(other.port, room["room"], token) for token in room["tokens"][half:]]
            ear = Ear()
            statuses = await measures.open_streams(listening, ear)
            near = [measures.Phone(one.port, room["room"], token) for token in room["tokens"][:half]]
            await measures.open_streams(near, Ear())
            writing = await measures.at_a_pace(writers, room, 300, run.seconds)
            fast = await measures.as_fast_as_possible(one, writers, room, run.seconds)
            await asyncio.sleep(1)
            seen, missing = measures.to_last_screen(writing, ear, statuses[200], 0.99)
            answer = writing.answer_ms(0.99)
            title = "two servers, PostgreSQL, Redis"
            run.table.add(
                f"{title}: 300 votes/s on one, last of {half:,} phones on the other p99",
                f"{seen:.0f} ms ({missing} missed)",
                "< 600 ms",
                seen < 600 and not missing,
            )
            run.table.add(f"{title}: answer p99", f"{answer:.0f} ms")
            run.table.add(f"{title}: durable votes/s on one", f"{fast.a_second:,.0f} {dict(fast.problems) or ''}")
            measures.hang_up(writers + listening + near)
    finally:
        redis.stop()
        with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def kills(run: Run) -> None:
    """kill -9 under load, again and again; and the control that answers before it keeps."""
    rounds = 20 if run.rounds > 1 else 3
    for name, command, count in (("ours", (), rounds), ("control", ("-m", "benchmarks.room.careless"), 2)):
        env, room = run.room(f"kill-{name}", 100)
        server = run.server(env, *command)
        crowd = Crowd(server.port, room, 100)
        for _ in range(count):
            await asyncio.to_thread(server.start)
            playing = asyncio.create_task(crowd.play(0.6))
            await asyncio.sleep(0.45)
            server.kill()
            await playing
        await asyncio.to_thread(server.start)
        await crowd.finish()
        server.stop()
        crowd.close()
        lost, twice = len(crowd.lost(env)), len(crowd.twice(env))
        figure = f"{len(crowd.acknowledged):,} acknowledged, {lost} lost, {twice} twice"
        if name == "ours":
            run.table.add(f"kill -9 under load, {count} times", figure, "0 lost, 0 twice", lost == twice == 0)
        else:
            run.table.add("  control that answers before it keeps", figure, "must lose", lost > 0)


PARTS: dict[str, Callable[[Run], Awaitable[None]]] = {
    "writes": writes,
    "streams": streams,
    "rush": rush,
    "pages": pages,
    "two": two_servers,
    "kills": kills,
}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="one short round of each: about a minute")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--no-pin", action="store_true", help="let the system place servers and phones on its cores")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if 2 * options.phones + 500 > most:
        parser.error(f"{options.phones} phones need {2 * options.phones + 500} open files; the system allows {most}")
    cores = os.sched_getaffinity(0)
    pin = len(cores) > 1 and not options.no_pin
    with tempfile.TemporaryDirectory() as folder:
        rounds, seconds = (1, 2.0) if options.quick else (options.rounds, options.seconds)
        run = Run(options.phones, seconds, rounds, Path(folder), pin)
        print(f"{options.phones:,} phones, {len(cores)} cores, {'server on one of them' if pin else 'not pinned'}")
        for name in options.only.split(","):
            if pin:
                os.sched_setaffinity(0, cores - {min(cores)})
            print(f"{name}:", flush=True)
            uvloop.run(PARTS[name](run))  # type: ignore[arg-type]
        run.table.show()


if __name__ == "__main__":
    main()
