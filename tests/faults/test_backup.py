"""A backup is taken while people write, and restored elsewhere: the same to the last row."""

import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[2]


class Installation:
    """An installation of its own in a folder, driven by its commands."""

    def __init__(self, var: Path, database_url: str = "") -> None:
        self.var = var
        var.mkdir(exist_ok=True)
        outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = {**outside, "LEERRUIMTE_VAR": str(var)}
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    @property
    def database(self) -> Path:
        return self.var / "leerruimte.sqlite3"

    def manage(self, *words: str, fails: bool = False) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with closing(sqlite3.connect(self.database)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("hier"))
    installation.manage("migrate", "-v0")
    installation.manage("make_example", "--size", "small", "--address", "http://localhost:8000")
    picture = installation.var / "files" / "ab" / "abc.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG of a test")
    return installation


@pytest.fixture
def writer(here: Installation) -> Iterator[list[int]]:
    """Somebody who writes two partnerships in each transaction, all the time; the list says which were confirmed."""
    confirmed: list[int] = []
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(here.database, timeout=20, isolation_level=None)) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                for half in ("a", "b"):
                    connection.execute(
                        "INSERT INTO people_partnership (name, slug, host_number, made_at) VALUES (?, ?, 1, 0)",
                        (f"Proef {number}", f"proef-{number}-{half}"),
                    )
                connection.execute("COMMIT")
                confirmed.append(number)

    thread = threading.Thread(target=write)
    thread.start()
    yield confirmed
    stop.set()
    thread.join()


def test_a_backup_under_writes_has_all_that_was_confirmed_and_nothing_half(
    here: Installation, writer: list[int], tmp_path: Path
):
    while len(writer) < 20:
        time.sleep(0.01)
    confirmed_before = len(writer)
    here.manage("backup", str(tmp_path / "een.tar.gz"))
    assert len(writer) > confirmed_before, "nobody wrote meanwhile: this would prove nothing"
    there = Installation(tmp_path / "daar")
    there.manage("restore", str(tmp_path / "een.tar.gz"))
    slugs = {row[2] for row in there.rows()["people_partnership"] if str(row[2]).startswith("proef-")}
    numbers = {slug.split("-")[1] for slug in map(str, slugs)}
    assert {str(number) for number in range(1, confirmed_before + 1)} <= numbers
    assert all({f"proef-{number}-a", f"proef-{number}-b"} <= slugs for number in numbers)


def test_restored_elsewhere_it_is_the_same_to_the_last_row_and_file(here: Installation, tmp_path: Path):
    here.manage("backup", str(tmp_path / "twee.tar.gz"))
    there = Installation(tmp_path / "daar")
    there.manage("restore", str(tmp_path / "twee.tar.gz"))
    mine, theirs = here.rows(), there.rows()
    assert mine.keys() == theirs.keys()
    for name, rows in mine.items():
        assert rows == theirs[name], name
    assert sum(map(len, mine.values())) > 500
    assert (there.var / "files" / "ab" / "abc.png").read_bytes() == b"\x89PNG of a test"
    assert (there.var / "secret-key").read_text() == (here.var / "secret-key").read_text()
    assert oct((tmp_path / "twee.tar.gz").stat().st_mode & 0o777) == "0o600"


def test_what_is_here_is_not_overwritten_by_accident(here: Installation, tmp_path: Path):
    here.manage("backup", str(tmp_path / "drie.tar.gz"))
    before = here.rows()
    assert "--over" in here.manage("restore", str(tmp_path / "drie.tar.gz"), fails=True)
    assert here.rows() == before


def test_a_backup_that_is_not_whole_touches_nothing(here: Installation, tmp_path: Path):
    whole = tmp_path / "vier.tar.gz"
    here.manage("backup", str(whole))
    cut = tmp_path / "half.tar.gz"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    changed = tmp_path / "anders.tar.gz"
    with tarfile.open(whole) as old, tarfile.open(changed, "w:gz") as new:
        for member in old.getmembers():
            content = old.extractfile(member)
            if member.name == "secret-key":
                member.name = "secret-key-of-another"
            new.addfile(member, content)
    before = here.rows()
    for broken in (cut, changed):
        here.manage("restore", "--over", str(broken), fails=True)
        assert here.rows() == before


def test_the_same_name_twice_keeps_the_first(here: Installation, tmp_path: Path):
    here.manage("backup", str(tmp_path / "vijf.tar.gz"))
    first = (tmp_path / "vijf.tar.gz").read_bytes()
    assert "exists" in here.manage("backup", str(tmp_path / "vijf.tar.gz"), fails=True)
    assert (tmp_path / "vijf.tar.gz").read_bytes() == first


def test_on_postgresql_it_is_the_same_to_the_last_row(postgres_url: str, another_postgres_url: str, tmp_path: Path):
    here, there = Installation(tmp_path / "hier", postgres_url), Installation(tmp_path / "daar", another_postgres_url)
    here.manage("migrate", "-v0")
    here.manage("make_example", "--size", "small", "--address", "http://localhost:8000")
    here.manage("backup", str(tmp_path / "zes.tar.gz"))
    there.manage("restore", str(tmp_path / "zes.tar.gz"))
    mine, theirs = rows_in(postgres_url), rows_in(another_postgres_url)
    assert mine == theirs
    assert sum(map(len, mine.values())) > 500


def rows_in(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a PostgreSQL database."""
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # type: ignore[call-overload]
            for (name,) in names
        }
