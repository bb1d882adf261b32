#!/usr/bin/env bash
# Everything `make test` checks, the quick things first. On SQLite; all but the browser stories again on PostgreSQL
# where one answers on 127.0.0.1:5432 (trust, database `test`); with Redis where one answers on 127.0.0.1:6379.
set -euo pipefail
cd "$(dirname "$0")/.."
export LEERRUIMTE_VAR=${LEERRUIMTE_VAR:-$PWD/var/test}
unset DATABASE_URL REDIS_URL
step() { printf '\n== %s\n' "$*"; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

step "Style, types, import contracts, templates"
ruff check . && ruff format --check . && mypy && lint-imports && djhtml --check --tabwidth 2 leerruimte

step "Settings, migrations, translations"
python -m leerruimte.look.compile_messages
LEERRUIMTE_HTTPS=1 LEERRUIMTE_HOSTS=leerruimte.example LEERRUIMTE_PUBLIC_URL=https://leerruimte.example \
  python manage.py check --deploy --fail-level WARNING
python manage.py makemigrations --check --dry-run
python manage.py messages --check
python manage.py collectstatic --noinput --verbosity 0

step "Tests on SQLite, browser stories included"
pytest -n 2 --dist loadgroup -m "not faults"

step "Faults: kill, cut, fill"
pytest -m faults

if answers 5432; then
  step "Tests again on PostgreSQL"
  # Not again: who may (it decides nothing by the kind of database: minutes for nothing), and cores that know none.
  DATABASE_URL=${TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/test} pytest -n 2 -m "not faults and not stories" \
    --ignore tests/test_access.py --ignore tests/test_privacy_of_trajectories.py \
    --ignore leerruimte/planner --ignore leerruimte/perspectives --ignore leerruimte/network
else
  step "No PostgreSQL answers on 127.0.0.1:5432: the tests did not run on it"
fi
answers 6379 || step "No Redis answers on 127.0.0.1:6379: tests that need it were skipped"
