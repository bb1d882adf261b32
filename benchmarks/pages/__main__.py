"""Every page of the site as every kind of person, at full size, the worst first.

    python -m benchmarks.pages [--var FOLDER] [--runs 15] [--only report,desk] [--most 25]

Makes the full example in a folder of its own, or uses the one that is there. See README.md.
"""

import argparse
import gc
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.pages.asking import Measured

MOST_MS, MOST_BYTES = 100.0, 150_000
BASELINE = "web:robots"


def main() -> None:
    """Prepare, walk, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--var", type=Path, default=Path(tempfile.gettempdir()) / "leerruimte-pages")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", default="", help="parts of names of pages, with commas between")
    parser.add_argument("--most", type=int, default=25, help="how many lines of the table")
    options = parser.parse_args()
    prepare(options.var)
    only = [part for part in options.only.split(",") if part]
    if not tell(list(walk(options.runs, only)), options.most):
        raise SystemExit(1)


def prepare(folder: Path) -> None:
    """Fill the folder by the ordinary commands, each a process of its own; then begin Django on it."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"LEERRUIMTE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "leerruimte.settings"}
    subprocess.run([sys.executable, "-m", "leerruimte.look.compile_messages"], check=True)
    for command in ("migrate -v0", "collectstatic --noinput -v0", "make_example --size full"):
        subprocess.run([sys.executable, "manage.py", *command.split()], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    # Whoever is refused is noted in the log; here most are.
    logging.disable(logging.CRITICAL)


def walk(runs: int, only: Sequence[str]) -> Iterable["Measured"]:
    """Every page as everybody; who is refused is measured too."""
    from benchmarks.pages.asking import Site
    from benchmarks.pages.persons import everybody
    from benchmarks.pages.things import all_addresses, find_things

    site, things = Site(), find_things()
    # What it took to find these (planner and all) is no part of a server: a page does not wait for its sweeping.
    gc.collect()
    gc.freeze()
    addresses = [one for one in all_addresses(things) if not only or any(part in str(one) for part in only)]
    baseline = next(one for one in all_addresses(things) if one.name == BASELINE)
    for person, cookies in everybody(things):
        print(f"  {person} ..", file=sys.stderr, flush=True)
        for address in (baseline, *(one for one in addresses if one.name not in (BASELINE, "account_logout"))):
            measured = site.measure(str(address), person, address.url, cookies, runs)
            if measured:
                yield measured


def tell(measured: Sequence["Measured"], most: int) -> bool:
    """Print the tables; gives whether every page keeps the limits."""
    empty = {one.person: one.cpu_p50 for one in measured if one.page == BASELINE}
    shown = [one for one in measured if one.status == 200 and one.is_page]
    files = [one for one in measured if one.status == 200 and not one.is_page and one.page != BASELINE]
    late = [one for one in shown if one.cpu_p95 > MOST_MS]
    large = [one for one in shown if one.bytes > MOST_BYTES]
    broken = [one for one in measured if one.status >= 500]
    names = {one.page.partition(" (")[0] for one in measured}
    elsewhere = len(measured) - len(shown) - len(files)
    print(
        f"\n{len(names)} addresses that answer to GET, by {len(empty)} kinds of people: {len(measured)} pairs, of which"
    )
    print(f"{len(shown)} a page, {len(files)} a file or a part of a page; {elsewhere} lead elsewhere or do not exist.")
    print(
        f"Over {MOST_MS:.0f} ms (p95, processor): {len(late)}. Over {MOST_BYTES // 1000} kB compressed: {len(large)}."
    )
    print(f"Broken: {len(broken)}.")
    for one in broken:
        print(f"- {one.page} as {one.person}: {one.status}")
    by_time = sorted(shown, key=lambda one: -one.cpu_p95)
    _table("Pages, the slowest first; of each the person who waits longest", by_time, empty, most)
    _table("Pages, the heaviest first", sorted(shown, key=lambda one: -one.bytes), empty, 6)
    _table("Files and parts of pages, the slowest first", sorted(files, key=lambda one: -one.cpu_p95), empty, 12)
    return not (late or large or broken)


def _table(title: str, rows: Sequence["Measured"], empty: dict[str, float], most: int) -> None:
    worst: dict[str, Measured] = {}
    for one in rows:
        worst.setdefault(one.page, one)
    print(f"\n{title}:\n\n| page | as | processor p50 / p95 ms | clock p50 / p95 ms | x empty page | queries | kB |")
    print("|---|---|---|---|---|---|---|")
    for one in list(worst.values())[:most]:
        times = f"{one.cpu_p50:.0f} / {one.cpu_p95:.0f} | {one.wall_p50:.0f} / {one.wall_p95:.0f}"
        ratio = one.cpu_p50 / empty[one.person]
        print(f"| {one.page} | {one.person} | {times} | {ratio:.1f} | {one.queries} | {one.bytes / 1000:.1f} |")


if __name__ == "__main__":
    main()
