"""A backup of everything in one file, while people work; and back again.

The file is a tar: `backup.json` (what it is, with a sum of each part), the database (SQLite's own online backup, or
`pg_dump`), the uploaded files, and the key that signs links where the installation keeps it itself: without it every
personal link would be dead. Whoever can read the file can read everything: keep it as you keep the database.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from leerruimte import __version__

FORM = 1
KEY = "secret-key"
FILES = "files"


class BrokenBackup(ValueError):
    """A file that is no backup, or is not whole; nothing was restored from it."""


def back_up(to: Path, *, now: datetime) -> Mapping[str, Any]:
    """Write a backup to `to` (a new file, readable by its owner only); gives what stands in its `backup.json`.

    Files are never changed once they are there, so those of before and those of after the database's moment together
    hold all that the database names. Raises FileExistsError, OSError (disk full), RuntimeError (`pg_dump` said no).
    """
    part = to.with_name(f"{to.name}.part")
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    try:
        with tempfile.TemporaryDirectory(dir=to.parent) as folder:
            kept = Path(folder)
            _link_files(kept / FILES)
            database = _dump(kept)
            _link_files(kept / FILES)
            if (key := settings.VAR / KEY).exists():
                shutil.copy(key, kept / KEY)
            about = _about(kept, database, now)
            _pack(kept, about, part)
        os.replace(part, to)
    except BaseException:
        for left in (part, to):
            left.unlink(missing_ok=True)
        raise
    return about


def _link_files(to: Path) -> None:
    """Lay every uploaded file in `to`: as a second name of the same bytes where the disk can, else as a copy."""
    root = Path(settings.MEDIA_ROOT)
    to.mkdir(exist_ok=True)
    for path in _files(root):
        target = to / path.relative_to(root)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except FileNotFoundError:
            continue  # deleted a moment ago: nothing names it any more
        except OSError:
            shutil.copy2(path, target)


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def _dump(folder: Path) -> str:
    """The database at one moment, in a file in `folder`; gives its name."""
    if connection.vendor == "sqlite":
        name = "database.sqlite3"
        with (
            closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source,
            closing(sqlite3.connect(folder / name)) as target,
        ):
            # All pages in one step: one moment. In WAL mode others go on writing meanwhile.
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")
        return name
    name = "database.dump"
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / name}")
    return name


def _run(program: str, *arguments: str) -> None:
    """A PostgreSQL program on our database. The password goes by the environment, where no other user sees it."""
    found = shutil.which(program)
    if found is None:
        raise RuntimeError(f"{program} is not installed (Debian: postgresql-client)")
    values = connection.get_connection_params()
    known = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    environment = {name: str(values[key]) for name, key in known.items() if values.get(key)}
    done = subprocess.run(  # noqa: S603 (a program found on the path, arguments of our own)
        [found, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.strip()}")


def _about(folder: Path, database: str, now: datetime) -> dict[str, Any]:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {
        "form": FORM,
        "made_at": now.isoformat(timespec="seconds"),
        "version": __version__,
        "database": database,
        "migrations": applied,
        "sums": {path.relative_to(folder).as_posix(): _sum(path) for path in _files(folder)},
    }


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(folder: Path, about: Mapping[str, Any], to: Path) -> None:
    words = json.dumps(about, indent=1).encode()
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as tar:
            head = tarfile.TarInfo("backup.json")
            head.size = len(words)
            tar.addfile(head, io.BytesIO(words))
            for path in _files(folder):
                tar.add(path, arcname=path.relative_to(folder).as_posix(), recursive=False)
        raw.flush()
        os.fsync(raw.fileno())


def is_empty() -> bool:
    """Whether there is nothing here yet that a restore would overwrite."""
    names = connection.introspection.table_names()
    if "people_partnership" not in names:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM people_partnership) + (SELECT count(*) FROM people_person)")
        return not cursor.fetchone()[0]


def restore(source: Path) -> Mapping[str, Any]:
    """Put back everything of a backup: database, files and key. The whole file is checked before anything is touched.

    Raises `BrokenBackup`. Run it with the server stopped; whatever was here is replaced.
    """
    target = Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else settings.VAR / "-"
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        about = _unpack(source, folder)
        if (connection.vendor == "sqlite") != (about["database"] == "database.sqlite3"):
            raise BrokenBackup("This backup is of another kind of database than DATABASE_URL names.")
        connections.close_all()
        if connection.vendor == "sqlite":
            for left in ("-wal", "-shm"):
                target.with_name(target.name + left).unlink(missing_ok=True)
            os.replace(folder / about["database"], target)
        else:
            _run(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--single-transaction",
                f"--dbname={connection.settings_dict['NAME']}",
                str(folder / about["database"]),
            )
        _put_back(folder)
    return about


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack and hold every part against its sum; nothing in the file can point out of the folder."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        about: dict[str, Any] = json.loads((folder / "backup.json").read_text("utf-8"))
    except (OSError, EOFError, ValueError, tarfile.TarError) as error:
        raise BrokenBackup(f"This is no backup, or not a whole one: {error}") from error
    if about.get("form") != FORM:
        raise BrokenBackup(f"This backup has form {about.get('form')!r}; this version reads form {FORM}.")
    if not isinstance(about.get("sums"), dict) or not isinstance(about.get("database"), str):
        raise BrokenBackup("This backup does not say what is in it.")
    found = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    found.pop("backup.json")
    if found.keys() != about["sums"].keys():
        raise BrokenBackup("Parts of this backup are missing.")
    for name, path in found.items():
        if _sum(path) != about["sums"][name]:
            raise BrokenBackup(f"{name} is not as it was written.")
    return about


def _put_back(folder: Path) -> None:
    if (folder / KEY).exists():
        shutil.copy(folder / KEY, settings.VAR / KEY)
        (settings.VAR / KEY).chmod(0o600)
    root = Path(settings.MEDIA_ROOT)
    for path in _files(folder / FILES):
        target = root / path.relative_to(folder / FILES)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
