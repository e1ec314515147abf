# Stockroom. `make` alone lists what can be made; two targets are enough to begin: up and test.
# Needs Python 3.11 or later with its venv module (Debian: apt-get install python3 python3-venv).

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --require-hashes --only-binary :all:
PIP_NOISE := -e '^Requirement already' -e '^Looking in' -e '^Ignoring' -e '^  Using cached'
PYTEST := $(BIN)/python -m pytest
# Two workers, each with a PostgreSQL of its own in memory.
WORKERS ?= 2
# Suites that talk SQL, and so run on the oldest PostgreSQL we support as well.
SQL_SUITES := $(wildcard tests/functions tests/policies tests/permissions tests/consistency \
	tests/races tests/worker tests/upgrade/test_database.py)
# Where another version could mean something else by the same SQL; the rest of them says who may what.
SQL_CORE := $(wildcard tests/functions tests/races tests/consistency/test_deploy.py tests/upgrade/test_database.py \
	tests/policies/test_lints.py tests/policies/test_matrix.py tests/policies/test_identity.py tests/policies/test_people.py)
# The first two steps create everything on an empty database: they have nothing to lock.
MIGRATIONS := $(filter-out %/0001_foundation.sql %/0002_queue.sql, $(wildcard migrations/sql/*.sql))

.PHONY: help up down status demo test test-17 test-17-short test-data test-browser test-faults faults test-plans plans live-proof bench looks pictures release-sample test-all check audit format lock docs messages clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | \
		awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

up demo: SERVES := 1
up: export STOCKROOM_DEMO ?= 1
up: .venv/.runtime ## Start Stockroom with demo data; Ctrl-C stops it (STOCKROOM_PORT=8000)
	@$(BIN)/stockroom up

down: .venv/.runtime ## Stop what `make up` started elsewhere
	@$(BIN)/stockroom down

status: .venv/.runtime ## Health and figures of each part
	@$(BIN)/stockroom status

demo: .venv/.runtime ## Start on real data: make demo DATA=m5
	@$(BIN)/stockroom demo "$(or $(DATA),m5)"

test: .venv/.dev ## Every test that needs nothing but the package index
	$(PYTEST) -n $(WORKERS) --ignore=tests/browser --ignore=tests/data --ignore=tests/plans

test-17: .venv/.dev ## The SQL tests on PostgreSQL 17, the floor
	STOCKROOM_TEST_PG=17 $(PYTEST) -n $(WORKERS) $(SQL_SUITES)

test-17-short: .venv/.dev ## Those of them that SQL's own meaning decides, as CI runs them
	STOCKROOM_TEST_PG=17 $(PYTEST) -n $(WORKERS) $(SQL_CORE) --ignore=tests/functions/test_comments.py

test-data: .venv/.dev ## Import the public data sets, hold them against their sources (apt-get install npm)
	$(PYTEST) tests/data

test-browser: .venv/.dev .venv/.browser ## Tests in a real Chromium (apt-get install chromium)
	$(PYTEST) -n $(WORKERS) tests/browser

test-faults: .venv/.dev ## Crashes under load, a few of each: nothing lost, nothing doubled
	$(BIN)/python -m tests.faults --short

faults: .venv/.dev ## Crashes, races, model and garbage at length (an hour)
	$(BIN)/python -m tests.faults
	$(BIN)/python -m tests.races --seconds 120
	$(BIN)/python -m tests.model --steps 50000
	$(BIN)/python -m tests.garbage
	$(BIN)/python -m tests.permissions --moves 20000

test-plans: .venv/.dev ## What each page and command reads, at 50,000 items: bounds and indexes hold
	$(PYTEST) tests/plans

plans: export STOCKROOM_PLANS_ITEMS ?= 1000000
plans: export STOCKROOM_PLANS_MOVEMENTS ?= 10000000
plans: .venv/.dev ## The same at a million items and ten million movements (10 minutes, 6 GB of memory)
	$(PYTEST) -s tests/plans

live-proof: .venv/.dev ## A hundred live pages and sixteen posting clients, for 30 s
	$(BIN)/python -m tests.web.live_proof --seconds 30

release-sample: .venv/.dev ## Keep this commit's database and programs for the upgrade tests
	$(BIN)/python -m tests.upgrade.make

bench: .venv/.dev ## How fast beside pgbench, COPY and plain tables (apt-get install postgresql; SHORT=1, NAMES=…)
	$(BIN)/python -m bench $(NAMES) $(if $(SHORT),--short --memory) $(BENCH)

looks: .venv/.dev .venv/.browser ## What looks different since the last release, as pictures (apt-get install libfaketime; LOOKS="--base COMMIT")
	$(BIN)/python -m tests.browser.looks $(LOOKS)

pictures: .venv/.dev .venv/.browser ## Renew the README's pictures (apt-get install chromium)
	$(BIN)/python -m tests.browser.pictures

test-all: check test test-17-short test-faults test-data test-browser ## Linters and every suite (as CI does: bash .ci/run)

check: .venv/.dev ## Linters: Python, SQL, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@if [ -d db ]; then set -x; $(BIN)/sqlfluff lint --processes 2 --disable-progress-bar db; fi
	@if [ -n "$(MIGRATIONS)" ]; then set -x; $(BIN)/squawk $(MIGRATIONS); fi

audit: .venv/.tools ## Known holes in what the lock files name; says so where the data cannot be reached
	$(BIN)/python -m ops.holes

format: .venv/.dev ## Put Python into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/.tools ## Resolve pyproject.toml anew into requirements/*.lock (UPGRADE=1: newest)
	@$(BIN)/python -m ops.lock $(if $(UPGRADE),--upgrade)

docs: .venv/.runtime ## Renew the pages that are made from code
	$(BIN)/python -m ops.settings
	$(BIN)/python -m web.codes
	$(BIN)/python -m ops.api_docs

messages: .venv/.runtime ## Gather what people read for translators: web/locale (BEGIN=de begins a language)
	@$(BIN)/python -m ops.messages $(BEGIN)

clean: ## Remove the virtual environment (your data in .stockroom stays)
	rm -rf .venv stockroom.egg-info

# The virtual environment. Each stamp follows its lock file, so a changed lock is installed by
# the next `make` of anything; a newer system Python makes the environment anew.
.venv/.runtime: requirements/runtime.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Stockroom needs Python 3.11 or later; $(PYTHON) is older. Try make PYTHON=python3.12"; \
		exit 1; }
	@$(if $(SERVES),$(PYTHON) -m ops.web_port)
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@want=$$($(PYTHON) -c 'import sys; print(sys.version_info[:2])'); \
		have=$$($(BIN)/python -c 'import sys; print(sys.version_info[:2])' 2>/dev/null || true); \
		[ "$$want" = "$$have" ] || { echo "Making .venv with $(PYTHON) (once)"; \
		$(PYTHON) -m venv --clear .venv; }
	@echo "Installing what requirements/runtime.lock names"
	@$(PIP) -r requirements/runtime.lock | { grep -v $(PIP_NOISE) || true; }
	@$(BIN)/python -m pip --disable-pip-version-check install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev .venv/.browser .venv/.tools: .venv/.%: requirements/%.lock .venv/.runtime
	@echo "Installing what $< names"
	@$(PIP) -q -r $<
	@touch $@
