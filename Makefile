# The first run of each target sets up what it needs in .venv; see scripts/bootstrap.sh.
# Arguments go in ARGS:  make run ARGS=demo    make test ARGS="-k notes -x"

PYTHON := .venv/bin/python
CODE := src tests benchmarks scripts
ARGS :=
# Two more than there are processors: tests wait for terminals and timers a third of their time.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)

.PHONY: help run test mutants attack kills thin lint types bench screenshots lock clean setup setup-dev

help:
	@echo "make run [ARGS=demo]   start the program (with a made-up case)"
	@echo "make test              run the tests"
	@echo "make mutants [ARGS=...] change single lines of code; a test must fail (ARGS=\"--count 500\")"
	@echo "make attack [ARGS=...] attack the store and the keys (ARGS=\"--minutes 60 --only kills,bits\")"
	@echo "make kills             kill the real program 500 times while two people type"
	@echo "make thin              compare 10,050 random steps drawn in full and by the thin line"
	@echo "make lint              check style, format, and what may import what"
	@echo "make types             check types"
	@echo "make bench             measure speed beside nano, vim and bare Textual (ARGS=--long, --write)"
	@echo "make screenshots       draw the screens of the made-up case anew"
	@echo "make lock              pin the newest fitting versions (needs uv)"
	@echo "make clean             remove .venv and everything built"

setup:
	@scripts/bootstrap.sh run

setup-dev:
	@scripts/bootstrap.sh dev

run: setup
	@$(PYTHON) -m so_tui $(ARGS)

test: setup-dev
	@$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

mutants: setup-dev
	@$(PYTHON) -m scripts.mutants $(ARGS)

attack: setup-dev
	@$(PYTHON) -m tests.attack $(ARGS)

kills: setup-dev
	@SO_TUI_KILLS=500 $(PYTHON) -m pytest -q -s tests/pty/test_kills.py

thin: setup-dev
	@SO_TUI_THIN_STEPS=10050 $(PYTHON) -m pytest -q -n $(WORKERS) --dist worksteal \
		tests/pty/test_thin_picture.py tests/pty/test_thin_tmux.py

lint: setup-dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports --no-cache --no-logo

types: setup-dev
	@$(PYTHON) -m mypy --strict $(CODE)

bench: setup-dev
	@$(PYTHON) -m benchmarks $(ARGS)

screenshots: setup-dev
	@$(PYTHON) scripts/screenshots.py $(ARGS)

# One resolution for all three, so that the parts of each are the same versions.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv on PATH" >&2; exit 1; }
	@rm -f requirements-dev.lock requirements.lock requirements-build.lock
	@$(COMPILE) pyproject.toml --group dev -o requirements-dev.lock
	@$(COMPILE) pyproject.toml -c requirements-dev.lock -o requirements.lock
	@$(COMPILE) --group build -c requirements-dev.lock -o requirements-build.lock

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .mutants snapshot_report.html
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
