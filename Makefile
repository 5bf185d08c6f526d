# Two commands: `make test` proves the project, `make demo` shows it. Both set themselves up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
STAMP := $(VENV)/.ready
# what hangs on dates (recordings, tokens, quotes, limits of a day), run again ten years ahead
DATED := $(wildcard tests/plugins/*/test_recordings.py tests/plugins/*/test_tokens.py tests/plugins/*/test_bearer.py) \
         tests/core/testing/test_recordings.py tests/core/gate tests/core/secrets
# tests that reach the core; those that count what a command loads would count what measures them
MEASURED := tests/core tests/contract tests/e2e tests/docs tests/plugins tests/skill tests/resilience tests/wire

# what the tests compile is written down: else each of the workers compiles all of it again
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup browser lint types compiled pytest test coverage mutation docs generated dist demo clean

help:
	@echo "make test       set up and run everything: lint, types, tests, and what hangs on dates ten years ahead"
	@echo "make demo       set up and render a clip and a picture on this machine, free"
	@echo "make browser    fetch a Chromium for the tests that drive one, where the system has none; without it they are skipped"
	@echo "make coverage   branch coverage of the core, child processes included; takes twice as long as the tests it runs"
	@echo "make mutation   changes the spending path piece by piece to see whether its tests notice; FILES=… for some of it; hours"
	@echo "make docs       the documentation as a site, in site/; a warning is an error"
	@echo "make generated  catalogues, reference pages, skill and manifests, made again from the code"
	@echo "make dist       wheel and source distribution, in dist/"

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) 'pip>=25.1' # the first that knows dependency groups
	$(PIP) -e '.[all,testing]' --group dev
	@touch $(STAMP)

setup: $(STAMP)

browser: $(STAMP)
	$(BIN)/python -m devtools.browser

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

# pytest compiles each file of tests when it is first read: once here, else in each of the workers at the same time
compiled: $(STAMP)
	$(BIN)/python -m pytest --collect-only -q >/dev/null

pytest: $(STAMP)
	$(BIN)/python -m pytest -n 6 --dist worksteal
	$(BIN)/python -m pytest -n 2 --dist worksteal --days-ahead 3650 $(DATED)

test: lint
	$(MAKE) -j 2 types compiled
	$(MAKE) pytest

coverage: $(STAMP)
	rm -rf .coverage
	$(BIN)/python -m coverage run -m pytest -n 4 --dist worksteal -p tests.measured_children $(MEASURED)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

mutation: $(STAMP)
	$(PIP) --group mutation
	$(BIN)/python -m devtools.mutation $(FILES)

docs: $(STAMP)
	$(BIN)/python -m mkdocs build --strict --quiet

# everything that is made from the code and committed
generated: $(STAMP)
	$(BIN)/python -m mediawright.po.compile
	$(BIN)/python -m devtools.tables
	$(BIN)/python -m devtools.reference
	$(BIN)/python -m tests.docs.tutorial
	$(BIN)/python -m mediawright skill render

dist: $(STAMP)
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

demo: $(STAMP)
	$(BIN)/mediawright demo

clean:
	rm -rf $(VENV) dist site .pytest_cache .mypy_cache .ruff_cache
