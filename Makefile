# Every target sets up .venv first; that costs nothing when it is up to date.
# PYTHON=/path/to/python chooses the Python; ASSIGNMENT, SUBMITTED and OUT what `make grade` grades.

BIN := .venv/bin
ASSIGNMENT ?= a1_pooling
SUBMITTED ?= examples/submitted
OUT ?= results
PYTEST := $(BIN)/python -m pytest
ALONE := $(addprefix tests/attacks/test_,faults.py layers.py batch.py fuzz_syscalls.py)
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadscope $(addprefix --ignore ,$(ALONE))

.PHONY: help setup setup-grade browser grade test test-fast fresh lint bench release clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup:  ## make .venv with everything that the other targets need
	@sh .ci/setup.sh dev

setup-grade:  ## make .venv with what grading needs, no more
	@sh .ci/setup.sh grade

browser: setup  ## what tests of pages and scripts need: chromium, axe-core, shellcheck
	@$(BIN)/python .ci/browser.py

grade: setup-grade  ## grade the example hand-ins of a1_pooling into results/
	$(BIN)/autograder grade $(SUBMITTED) --assignment $(ASSIGNMENT) --out $(OUT)

# The attacks in ALONE run by themselves, one file after the other: they look at what processes leave
# behind, kill some, or switch layers of isolation off.
test: lint browser  ## the whole test command: lint, types, import rules, tests
	$(PYTEST) $(SIDE_BY_SIDE)
	$(PYTEST) $(ALONE)
	@$(BIN)/python .ci/browser.py missing

test-fast: setup browser  ## the tests that take less than about a second each
	$(PYTEST) $(SIDE_BY_SIDE) --ignore tests/attacks -m "not slow"
	@$(BIN)/python .ci/browser.py missing

fresh:  ## grade and test in a bare Debian, as root and as a user (needs root; FAST=1, ROUND=root or ROUND=user)
	@FAST="$(FAST)" ROUND="$(ROUND)" python3 -B .ci/fresh.py

lint: setup  ## ruff, pyright, import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright
	$(BIN)/lint-imports --no-logo --no-cache

bench: setup  ## run every benchmark, into benchmarks/results.json (hours; BENCH="scale peers" runs some)
	$(BIN)/python benchmarks $(BENCH)

release: setup  ## make assignments/ from solutions/
	$(BIN)/autograder release

clean:  ## remove results, caches and builds; .venv stays
	rm -rf results build dist .pytest_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
