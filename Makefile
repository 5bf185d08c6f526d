# Two commands: `make test` proves the project, `make demo` shows it. Both set themselves up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# what hangs on dates (recordings, tokens, quotes, limits of a day), run again ten years ahead
DATED := $(wildcard tests/plugins/*/test_recordings.py tests/plugins/*/test_tokens.py tests/plugins/*/test_signing.py) \
         tests/core/testing/test_recordings.py tests/core/gate tests/core/secrets

.DEFAULT_GOAL := help
.PHONY: help setup lint types test demo clean

help:
	@echo "make test   set up and run everything: lint, types, tests, and what hangs on dates ten years ahead"
	@echo "make demo   set up and render a clip and a picture on this machine, free"

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

setup: $(STAMP)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

test: lint types
	$(BIN)/python -m pytest -n 4 --dist worksteal
	$(BIN)/python -m pytest -n 4 --dist worksteal --days-ahead 3650 $(DATED)

demo: $(STAMP)
	$(BIN)/mediawright demo

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
