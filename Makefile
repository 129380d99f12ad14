# `make demo` grades a sample class; `make test` checks everything; `make coverage` runs the tests
# once more and says which lines they and the processes they start reach. All set up .venv themselves.
#
# PYTHON=...       the interpreter to make .venv with (3.11 to 3.13; default: the first found)
# TORCH_INDEX=...  where to get torch, for example https://download.pytorch.org/whl/cpu
# PIP_ARGS=...     more arguments for pip install
# STUDENTS, SEED   the size of the demo's class, and its seed
# FRESH=1          also test again what passed and has not changed since
# FUZZ_SECONDS     how long `make fuzz` tries each reader of hostile input

export PYTHON PIP_ARGS TORCH_INDEX

STUDENTS ?= 30
SEED ?= 1
FUZZ_SECONDS ?= 60
RUN = .venv/bin/python -m

.PHONY: demo test lint types imports unit coverage bench fuzz docs pictures clean base full

demo: base
lint types imports unit coverage bench fuzz docs pictures: full

base full:
	@sh .ci/environment $@

demo:
	@rm -rf demo
	@.venv/bin/grader simulate softmax_numpy --students $(STUDENTS) --seed $(SEED) --out demo/class
	@.venv/bin/grader batch demo/class/submissions -a softmax_numpy --roster demo/class/roster.csv --out demo/results
	@echo "Who really did what: demo/class/truth.csv"

# mypy keeps one processor busy, for a quarter of a minute where it knows nothing yet.
test: lint imports
	@$(MAKE) --no-print-directory --jobs=2 types unit

lint:
	$(RUN) ruff check
	$(RUN) ruff format --check

types:
	$(RUN) mypy

imports:
	.venv/bin/lint-imports --no-logo

# More processes than CPUs: many tests wait for something to time out.
TESTS = --numprocesses 4 --dist loadfile --no-loadscope-reorder --durations 10

unit:
	@rm -rf $(if $(FRESH),.grader)
	$(RUN) pytest $(TESTS) --unchanged

coverage:
	@rm -f .coverage .coverage.*
	$(RUN) coverage run -m pytest $(TESTS)
	$(RUN) coverage combine --quiet
	$(RUN) coverage report

bench:
	$(RUN) benchmarks.start
	$(RUN) benchmarks.batch softmax_numpy
	$(RUN) benchmarks.batch torch_models
	$(RUN) benchmarks.scale
	$(RUN) benchmarks.sandbox
	$(RUN) benchmarks.report
	$(RUN) benchmarks.counterexamples

fuzz:
	@.venv/bin/python -c "import atheris" 2>/dev/null || .venv/bin/python -m pip install --quiet "atheris>=3.0"
	@for target in wire notebook archive source; do \
		echo "== $$target"; \
		PYTHONPATH=tests .venv/bin/python tests/fuzz/fuzz_$$target.py -max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done

pictures:
	$(RUN) docs.pictures

docs:
	$(RUN) sphinx -W --keep-going -q -b html docs build/docs
	@echo "build/docs/index.html"

clean:
	rm -rf .venv demo dist build .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
