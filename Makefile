# `make demo` grades a sample class; `make test` checks everything. Both set up .venv themselves.
#
# PYTHON=...       the interpreter to make .venv with (3.11 to 3.13; default: the first found)
# TORCH_INDEX=...  where to get torch, for example https://download.pytorch.org/whl/cpu
# PIP_ARGS=...     more arguments for pip install
# STUDENTS, SEED   the size of the demo's class, and its seed

export PYTHON PIP_ARGS TORCH_INDEX

STUDENTS ?= 30
SEED ?= 1
RUN = .venv/bin/python -m

.PHONY: demo test lint types imports unit bench clean base full

demo: base
lint types imports unit bench: full

base full:
	@sh .ci/environment $@

demo:
	@rm -rf demo
	@.venv/bin/grader simulate softmax_numpy --students $(STUDENTS) --seed $(SEED) --out demo/class
	@.venv/bin/grader batch demo/class/submissions -a softmax_numpy --roster demo/class/roster.csv --out demo/results
	@echo "Who really did what: demo/class/truth.csv"

test: lint types imports unit

lint:
	$(RUN) ruff check
	$(RUN) ruff format --check

types:
	$(RUN) mypy

imports:
	.venv/bin/lint-imports --no-logo

unit:
	@rm -f .coverage .coverage.*
	$(RUN) coverage run -m pytest --durations=10
	$(RUN) coverage combine --quiet
	$(RUN) coverage report

bench:
	$(RUN) benchmarks.batch
	$(RUN) benchmarks.start

clean:
	rm -rf .venv demo dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
