# Every target works on a fresh machine with python3 (3.11 or newer) and make alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)

# The tests run one process per core, so that a process must not take more than one.
export OPENBLAS_NUM_THREADS ?= 1
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test bench lab lint format lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)  ## Install the locked packages and this project into .venv

$(STAMP): requirements.lock pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh $(VENV)
	@touch $@

demo: setup  ## Release, submit, grade and report a sample class
	@$(BIN)/autograder demo --into demo-course

test: setup  ## Run all tests, one process per core
	@$(BIN)/pytest -n auto --dist loadfile

bench: setup  ## Measure the kit beside stock nbgrader and others, about 8 minutes
	@$(BIN)/python -m tests.benchmarks $(OPTIONS)

lab: setup  ## Open the assignments in JupyterLab
	@$(BIN)/jupyter lab assignments $(if $(filter 0,$(shell id -u)),--allow-root)

lint: setup  ## Check style, types, and that assignments/ is up to date
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/autograder release --check

format: setup  ## Sort imports and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: setup  ## Renew requirements.lock from pyproject.toml
	$(UV) pip compile pyproject.toml --upgrade --universal --python-version 3.11 --extra grader --extra dev \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

clean:  ## Remove .venv and caches; notebooks and grading/ stay
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
