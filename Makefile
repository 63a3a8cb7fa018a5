# make demo    what plugfest does, in one minute     make test    everything that has to hold
# make bench   speed, with peers in the same run     make facts   the facts of the documents that cases cite
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: demo test lint facts emit bench peers clean reference simulated docs torture torture-rpc soak suites

# Installed again when the dependencies change; a stamp a set of extras.
$(VENV)/.stamp-core: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.stamp-test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.stamp-core

$(VENV)/.stamp-bench: $(VENV)/.stamp-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@

demo: $(VENV)/.stamp-core
	$(BIN)/plugfest demo

# Debian's packages that tests run against, installed where we may; without them those tests skip, saying so.
peers:
	@./tests/install-peers

test: $(VENV)/.stamp-test peers lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

lint: $(VENV)/.stamp-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

facts: $(VENV)/.stamp-core
	$(BIN)/python -m plugfest.requirements.facts

bench: $(VENV)/.stamp-bench
	@for file in bench/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

# smbtorture's file suites against our server; ARGS go to the judge, for example ARGS='--only smb2.create'.
torture: $(VENV)/.stamp-core
	$(BIN)/python bench/torture.py $(ARGS)

# smbtorture's tests of the server service against our server.
torture-rpc: $(VENV)/.stamp-core
	$(BIN)/python bench/torture_rpc.py

# What a server keeps after 10,000 connects, for 1,000 idle ones and while it lists 100,000 names.
soak: $(VENV)/.stamp-core
	$(BIN)/python bench/soak.py

# The whole suite against a private smbd, three times, and every mutant of the reference server.
suites: $(VENV)/.stamp-core
	$(BIN)/python bench/suites.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

reference: $(VENV)/.stamp-core
	$(BIN)/python docs/reference/generate.py

# The pages of what the text of some documents of the library compiles to.
simulated: $(VENV)/.stamp-core
	$(BIN)/python docs/simulate/generate.py

docs: $(VENV)/.stamp-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/python -m sphinx -W -q -b html docs docs/_build

emit: $(VENV)/.stamp-test
	$(BIN)/python -m plugfest.simulate.regenerate
