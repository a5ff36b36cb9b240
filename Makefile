# Two commands on a fresh machine with Python 3.11+, make and git: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv

.PHONY: run test lint gold bench clean browser compiled clean-compiled test-compiled

run: $(VENV)/.runtime
	$(BIN)/fazhi demo

# A file's tests share what they set up, so each file stays with one of the workers; the longest files come first.
# One worker more than cores: a quarter of the time is waiting (portals, daemons, browsers).
WORKERS := $(shell $(PYTHON) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
LONGEST := tests/test_corridor.py tests/travel tests/farm tests/scheduler/doctor tests/db/console
test: $(VENV)/.dev browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(LONGEST) tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gold: $(VENV)/.dev
	$(BIN)/python -m tests.gold

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

browser: $(VENV)/.dev
	@$(BIN)/python tests/browser.py

# The rooms that read a report as machine code (docs/running.md): a wheel, put into the environment in place of the
# editable project, or unpacked and tested apart. No library ever stands beside a source.
WHEEL := build/compiled
compiled: $(WHEEL)/.made
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --reinstall $(WHEEL)/*.whl

clean-compiled: | $(UV)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	rm -rf $(WHEEL)

test-compiled: $(WHEEL)/.made $(VENV)/.dev
	rm -rf $(WHEEL)/tree
	$(BIN)/python -m zipfile -e $(WHEEL)/*.whl $(WHEEL)/tree
	cp -r tests fixtures benchmarks docs pyproject.toml $(WHEEL)/tree
	cd $(WHEEL)/tree && $(CURDIR)/$(BIN)/python -c 'from benchmarks import bench_documents as b; exit(not b.compiled())'
	cd $(WHEEL)/tree && $(CURDIR)/$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/parsers tests/gold

$(WHEEL)/.made: pyproject.toml deploy/compiled.py $(shell find parsers db crawler scheduler -type f -not -name '*.pyc') | $(VENV)/.runtime
	rm -rf $(WHEEL)
	HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 $(UV) build --quiet --wheel --python $(BIN)/python --out-dir $(WHEEL) .
	@touch $@

# The virtual environment: uv (itself from the Python registry) installs what the lock files name, hashes checked.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Fazhi Watch needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@echo "making $(VENV) (once)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.runtime: requirements.lock pyproject.toml | $(UV)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# After a change of pyproject.toml's dependencies.
lock: | $(UV)
	$(UV) pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock
	$(UV) pip compile --quiet pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements-dev.lock

clean:
	rm -rf demo .pytest_cache .mypy_cache .ruff_cache
