# make demo, make test: all the set-up that a machine with Python 3.11 or later needs.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
DEMO_NOW := 2026-11-22T12:00:00Z

.PHONY: demo test test-all lint docs pictures bench clean completion-check

demo: .venv/installed
	@$(BIN)/ssldiag doctor samples/zvm/broken-several --now $(DEMO_NOW) --fail-on never

# As many workers as processors, up to eight: beyond that the longest group decides. Bytecode is kept, for the
# tests start the same programs hundreds of times.
test: .venv/tested
	env -u PYTHONDONTWRITEBYTECODE \
		$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadscope --no-loadscope-reorder

test-all:
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssl tshark curl redis-server s3270 chromium nginx-light regina-rexx
	@test -x .venv/tools/bin/sslyze || { $(MAKE) .venv/tested && $(BIN)/python -m venv .venv/tools && \
		.venv/tools/bin/python -m pip --disable-pip-version-check install --quiet sslyze==6.3.1; }
	@test -x .venv/stores/bin/moto_server || { $(MAKE) .venv/tested && $(BIN)/python -m venv .venv/stores && \
		.venv/stores/bin/python -m pip --disable-pip-version-check install --quiet -c constraints.txt s3fs 'moto[server]==5.2.5'; }
	SSLDIAG_REQUIRE_TOOLS=1 $(MAKE) test

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/tested
	$(BIN)/python -m ssldiag.render.docs docs

pictures: .venv/tested
	SSLDIAG_SCREENSHOTS=docs/pictures SSLDIAG_REQUIRE_TOOLS=1 $(BIN)/python -m pytest tests/browser/test_pictures.py

bench: .venv/tested
	$(BIN)/python -m tests.benchmarks.run

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "ssldiag needs Python 3.11 or later, and none was found (set PYTHON=/path/to/python3)" >&2; exit 3; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks the venv module: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 3; }
	@echo "making .venv with $$($(PYTHON) --version)" >&2
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "installing ssldiag into .venv" >&2
	@$(PIP) -e '.[capture]'
	@touch $@

.venv/tested: .venv/installed
	@$(PIP) -e '.[test]'
	@touch $@
