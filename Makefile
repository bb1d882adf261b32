# Two commands: `make demo` and `make test`. Plain `make` lists them all.
# The version that it is tested with where it is there, otherwise the newest that is.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
RUN := $(BIN)/python manage.py
ADDRESS ?= http://localhost:8000
# Where the demo listens: 0.0.0.0 lets phones on the same network join (then say ADDRESS=http://this-computer:8000 too).
HOST ?= 127.0.0.1

.DEFAULT_GOAL := help
.PHONY: help demo test lint format messages lock bench plates screenshots browser

help: ## list what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 20

demo: .venv/base ## install, fill the example partnership, serve on http://localhost:8000
	@$(BIN)/python -m leerruimte.look.compile_messages
	@$(RUN) migrate --verbosity 0
	@$(RUN) collectstatic --noinput --verbosity 0
	@$(RUN) make_example --size small --address $(ADDRESS)
	@LEERRUIMTE_LOG_LEVEL=$${LEERRUIMTE_LOG_LEVEL:-WARNING} $(RUN) serve --host $(HOST) --port 8000

test: .venv/dev browser ## everything: lint, types, settings, migrations, translations, all tests, browser included
	@PATH="$(CURDIR)/$(BIN):$$PATH" ./tests/run_all.sh

lint: .venv/dev ## style, types, import contracts, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djhtml --check --tabwidth 2 leerruimte

format: .venv/dev ## put code and templates in the house style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 leerruimte

messages: .venv/dev ## bring the translation files up to date with code and templates
	$(RUN) messages

lock: .venv/dev ## pin all dependencies, with hashes
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --upgrade -q requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q requirements/base.in -c requirements/dev.txt -o requirements/base.txt

bench: .venv/dev ## what there is to measure, and how
	@cat benchmarks/README.md

plates: .venv/dev ## draw the plates anew
	$(BIN)/python -m drawings

screenshots: .venv/dev browser ## make the pictures of the README
	$(BIN)/python -m tests.screenshots

browser: ## Debian's Chromium, for the tests that use a browser
	@./tests/install_browser.sh

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/base: .venv/bin/python requirements/base.txt
	@echo "Installing what Leerruimte needs (only the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch .venv/base

.venv/dev: .venv/bin/python requirements/dev.txt
	@echo "Installing what the tests need (only the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch .venv/base .venv/dev
