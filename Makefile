# The commands of the project. Each does its own set-up; see `make help`.

HOST ?= 127.0.0.1
PORT ?= 8000
# Processes that run the tests; their number follows the machine.
WORKERS ?= auto
# More for pytest, for instance: make test ARGS="-k gradebook"
ARGS ?=

# The first Python that is new enough; set-up says so when there is none.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$each && break; done)
BIN := .venv/bin
SETUP = @$(if $(PYTHON),,echo "Python 3.11 or newer is missing. On Debian 12: apt-get install python3" >&2; exit 1;) \
	$(PYTHON) -m tooling.setup

# Its own variables would reach the programs below, and HOST means something else to some of them.
unexport HOST PORT WORKERS ARGS PYTHON

.PHONY: help run test check bench stop messages lock
.DEFAULT_GOAL := help

help:
	@echo "make run       serve the product on http://$(HOST):$(PORT)/ (HOST=, PORT=)"
	@echo "make test      every test, browser journeys included (ARGS= for pytest, WORKERS=)"
	@echo "make check     linters, types, import contracts, migrations, translations, TypeScript"
	@echo "make bench     measure; figures also in var/bench.json"
	@echo "make stop      stop the server and the databases that make run and make test started"
	@echo "make messages  bring the translation catalogues up to date with the code"
	@echo "make lock      resolve the dependencies of pyproject.toml (ARGS=--upgrade: to the newest)"

run:
	$(SETUP) run
	@$(BIN)/python manage.py demo --if-empty
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

test:
	$(SETUP) test
	@$(PYTHON) -m tooling.frontend test
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check:
	$(SETUP) check
	@$(BIN)/python -m tooling.check

bench:
	$(SETUP) bench
	@$(BIN)/python -m benchmarks $(ARGS)

stop:
	@$(PYTHON) -m tooling.stop

messages:
	$(SETUP) check
	@$(BIN)/python -m tooling.translations update

lock:
	@$(PYTHON) -m tooling.lock $(ARGS)
