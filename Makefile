# Imagewright's chores. Each target sets itself up: a machine needs python3, make and a package index.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
export PTB_TIMEDELTA := 1

.PHONY: help play screenshots test check format lint types contracts bench lock clean
help:            ## show this list
	@grep -E '^[a-z]+: .*##|^[a-z]+:  +##' Makefile | sed 's/:.*##/\t/'

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Imagewright needs Python 3.11 or newer")'
	@echo 'Setting up $(VENV): a minute, once'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

play: $(READY)   ## try the whole bot in a browser, no token and no key (PROVIDERS=jimeng,... emulates services; TOUR=1 or PHOTO=path: in the terminal)
	$(BIN)/imagewright play $(if $(PORT),--port "$(PORT)") $(if $(PROVIDERS),--providers "$(PROVIDERS)") $(if $(PHOTO),--photo "$(PHOTO)") $(if $(TOUR),--tour)

screenshots: $(READY) ## make the pictures of the page in docs/screens anew (needs chromium)
	$(BIN)/python -m tests.acceptance.page_screens

test: $(READY)   ## run the whole test suite
	$(BIN)/python -m pytest

check: $(READY) format lint types contracts test  ## everything that must be green

format: $(READY) ## is the code formatted?
	$(BIN)/ruff format --check .

lint: $(READY)   ## ruff, with a reason for each exception
	$(BIN)/ruff check .

types: $(READY)  ## mypy strict
	$(BIN)/mypy

contracts: $(READY) ## imports go down the stairs, never up
	$(BIN)/lint-imports

bench: $(READY)  ## measure speed, as ratios in one run
	$(BIN)/python -m tests.benchmarks --publish

lock: $(READY)   ## write the locks anew: hashes, no address
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra dev -o requirements-dev.txt

clean:           ## remove what the targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis play
