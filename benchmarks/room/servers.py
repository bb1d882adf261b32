"""Servers of one's own for a benchmark or a fault test: started, watched and ended by their process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import redis

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, **extra: str) -> dict[str, str]:
    """The surroundings of a server: its own folder, no database or Redis but what `extra` names."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return {**kept, "LEERRUIMTE_VAR": str(var), "LEERRUIMTE_LOG_LEVEL": "WARNING", "PYTHONWARNINGS": "ignore", **extra}


def make_room(env: Mapping[str, str], *, people: int, contributions: int = 40) -> dict[str, Any]:
    """A database with a conversation full of people (see make_room.py)."""
    command = [sys.executable, "-m", "benchmarks.room.make_room"]
    command += ["--people", str(people), "--contributions", str(contributions)]
    made = subprocess.run(command, cwd=ROOT, env=dict(env), check=True, stdout=subprocess.PIPE)
    room: dict[str, Any] = json.loads(made.stdout)
    return room


class Server:
    """A server process on a port of its own."""

    def __init__(
        self,
        env: Mapping[str, str],
        command: Sequence[str] = ("manage.py", "serve", "--skip-checks"),
        *,
        port: int | None = None,
        core: int | None = None,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self.port = port or free_port()
        self.env = dict(env)
        self.command = list(command)
        self.core = core
        self.prepare = prepare
        self.process: subprocess.Popen[bytes] | None = None
        self.log = Path(env["LEERRUIMTE_VAR"]) / f"server-{self.port}.log"

    def start(self, *, patience: float = 30) -> "Server":
        """Start, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command, "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                preexec_fn=self.prepare,
            )
        if self.core is not None:
            os.sched_setaffinity(self.process.pid, {self.core})
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    @property
    def pid(self) -> int:
        """The process."""
        assert self.process is not None
        return self.process.pid

    def memory_kb(self) -> int:
        """What it holds in memory now, shared pages left out."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon"):
                return int(line.split()[1])
        return 0

    def cpu_seconds(self) -> float:
        """Processor time it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """As when the power goes: no goodbye."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, *, patience: float = 20) -> int:
        """Ask it to stop, wait until it has; gives its exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()


class RedisServer:
    """A Redis that can be stopped and started on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([*command, "--dir", str(self.folder)], stdout=subprocess.DEVNULL)
        end = time.monotonic() + 10
        with redis.Redis.from_url(self.url) as line:
            while True:
                try:
                    line.ping()
                    return
                except redis.ConnectionError:
                    assert time.monotonic() < end, "Redis did not start"
                    time.sleep(0.02)

    def stop(self) -> None:
        """Gone, as in a crash."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
