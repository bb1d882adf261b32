"""What the fault tests need around them: databases, a Redis of their own; what is missing skips with its reason."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from benchmarks.room.servers import RedisServer, environment

POSTGRES = "postgres://postgres@127.0.0.1:5432"


@pytest.fixture
def sqlite(tmp_path: Path) -> dict[str, str]:
    """Surroundings with SQLite in a folder of their own."""
    return environment(tmp_path)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A PostgreSQL database that is thrown away afterwards."""
    yield from _a_database()


@pytest.fixture
def another_postgres_url() -> Iterator[str]:
    """One more."""
    yield from _a_database()


def _a_database() -> Iterator[str]:
    name = f"leerruimte_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL on 127.0.0.1:5432: {error}")
    yield f"{POSTGRES}/{name}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres(tmp_path: Path, postgres_url: str) -> dict[str, str]:
    """Surroundings with PostgreSQL."""
    return environment(tmp_path, DATABASE_URL=postgres_url)


@pytest.fixture(params=["sqlite", "postgres"])
def env(request: pytest.FixtureRequest) -> dict[str, str]:
    """Surroundings with each database in turn."""
    found: dict[str, str] = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of one's own."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()
