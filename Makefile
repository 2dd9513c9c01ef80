# What a person, or a machine, types in this folder. `make` alone lists it.
#
#   PYTHON=python3.12     another Python than python3 (3.11 or newer)
#   PORT=8000             where `make run` serves
#   COMITY_HOME=folder    where Comity keeps its store; handed on as it is
#   COMITY_NO_HASHES=1    the same pinned versions without their hashes
#   ARGS='-k places'      more words for pytest, or for the benchmarks; tests run side by side on
#                         up to four processors, and one after another with ARGS='-n 0'

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
HERE := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev setup-bench setup-datasette setup-negmas setup-statsforecast setup-flee test lint bench facts flows forecasts docs lock clean FORCE
FORCE:

help:
	@echo "make run        set Comity up, then serve it on http://127.0.0.1:$(PORT)"
	@echo "make setup      set Comity up in .venv"
	@echo "make test       run the tests          make lint   check style and types"
	@echo "make bench      run the benchmarks     make lock   renew requirements/*.txt"
	@echo "make facts      rebuild the embedded figures from a synced store (COMITY_HOME)"
	@echo "make flows      estimate the embedded flows anew (minutes)"
	@echo "make forecasts  add today's forecasts to the embedded archive, and score anew (minutes)"
	@echo "make clean      remove what these made (never a COMITY_HOME)"

# --- Environments -----------------------------------------------------------------------------
# An environment is a folder with two kinds of note in it: .place says where it was made, and a
# stamp for each lock says that the lock went in whole. While a lock goes in, .unfinished lies
# there; whoever finds it, or a .place that is not here, builds the environment anew.

# $(call usable,ENV): "yes" if ENV was made in this folder, finished, and its Python still runs.
usable = $(shell test ! -e $(1)/.unfinished && test -x $(1)/bin/python \
	&& test "$$(cat $(1)/.place 2>/dev/null)" = "$(HERE)" && echo yes)

# $(call venv,ENV): make ENV unless it is usable.
define venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Comity needs Python 3.11 or newer, and '$(PYTHON)' is not: name one, as in 'make PYTHON=python3.12 $(or $(MAKECMDGOALS),setup)'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make environments with pip in them: on Debian and Ubuntu, install that with 'apt install python3-venv'." >&2; exit 1; }
	@if test -e $(1) && test "$(call usable,$(1))" != yes; then \
	  echo "Comity: $(1) is unfinished or was made elsewhere; removing it to start again."; rm -rf $(1); fi
	@if test ! -e $(1); then \
	  echo "Comity: making a Python environment in $(1) with $$($(PYTHON) --version)."; \
	  mkdir $(1) && touch $(1)/.unfinished && $(PYTHON) -m venv $(1) \
	  && printf '%s\n' "$(HERE)" > $(1)/.place && rm $(1)/.unfinished; fi
endef

# $(call install,ENV,LOCK): put requirements/LOCK.txt into ENV, then Comity itself, editable;
# $(call install,ENV,LOCK,alone) leaves Comity out.
# A failure that pip reports has been undone by pip, so only a kill leaves .unfinished behind.
PIP_WORDS := --disable-pip-version-check --no-input
define install
	@if test "$(COMITY_NO_HASHES)" = 1; then \
	  echo "Comity: installing requirements/$(2).txt into $(1), versions pinned, hashes not checked."; \
	  sed -e '/^ *--hash=/d' -e 's/ *\\$$//' requirements/$(2).txt > $(1)/.pins-$(2).txt; \
	  set -- -r $(1)/.pins-$(2).txt; \
	else \
	  echo "Comity: installing requirements/$(2).txt into $(1), every file checked against its hash."; \
	  set -- --require-hashes -r requirements/$(2).txt; \
	fi; \
	trap 'exit 130' INT; trap 'exit 143' TERM; \
	touch $(1)/.unfinished; \
	$(1)/bin/python -m pip install $(PIP_WORDS) "$$@" \
	  $(if $(3),,&& echo "Comity: installing Comity itself from src/." \
	  && $(1)/bin/python -m pip install $(PIP_WORDS) --quiet --no-deps --no-build-isolation -e .) \
	  || { rm -f $(1)/.unfinished; \
	    echo "Comity: set-up stopped; the reason stands above. When it is mended, run make again." >&2; \
	    test "$(COMITY_NO_HASHES)" = 1 || echo "Comity: if it says that hashes do not match, COMITY_NO_HASHES=1 installs the same versions without them." >&2; \
	    exit 1; }; \
	rm $(1)/.unfinished
	@touch $(1)/.has-$(2)
endef

setup: .venv/.has-run
	@echo "Comity: .venv is ready."
setup-dev: .venv/.has-dev
	@echo "Comity: .venv is ready, with what the tests and checks need."
setup-bench: .venv-bench/.has-bench
	@echo "Comity: .venv-bench is ready."
setup-datasette: .venv-datasette/.has-datasette
	@echo "Comity: .venv-datasette is ready."
setup-negmas: .venv-negmas/.has-negmas
	@echo "Comity: .venv-negmas is ready."
setup-statsforecast: .venv-statsforecast/.has-statsforecast
	@echo "Comity: .venv-statsforecast is ready."
setup-flee: .venv-flee/.has-flee
	@echo "Comity: .venv-flee is ready."

.venv/.has-run: requirements/run.txt pyproject.toml $(if $(call usable,.venv),,FORCE)
	$(call venv,.venv)
	$(call install,.venv,run)

.venv/.has-dev: requirements/dev.txt pyproject.toml .venv/.has-run
	$(call install,.venv,dev)

.venv-bench/.has-bench: requirements/bench.txt pyproject.toml $(if $(call usable,.venv-bench),,FORCE)
	$(call venv,.venv-bench)
	$(call install,.venv-bench,bench)

.venv-datasette/.has-datasette: requirements/datasette.txt $(if $(call usable,.venv-datasette),,FORCE)
	$(call venv,.venv-datasette)
	$(call install,.venv-datasette,datasette,alone)

.venv-negmas/.has-negmas: requirements/negmas.txt $(if $(call usable,.venv-negmas),,FORCE)
	$(call venv,.venv-negmas)
	$(call install,.venv-negmas,negmas,alone)

.venv-statsforecast/.has-statsforecast: requirements/statsforecast.txt $(if $(call usable,.venv-statsforecast),,FORCE)
	$(call venv,.venv-statsforecast)
	$(call install,.venv-statsforecast,statsforecast,alone)

.venv-flee/.has-flee: requirements/flee.txt $(if $(call usable,.venv-flee),,FORCE)
	$(call venv,.venv-flee)
	$(call install,.venv-flee,flee,alone)

# --- What one does with them ------------------------------------------------------------------

run: setup
	@echo "Comity: serving on http://127.0.0.1:$(PORT) (stop with Ctrl-C)."
	@.venv/bin/comity serve --host 127.0.0.1 --port $(PORT)

# One process more than there are processors, four at most: a third of the time of the tests is
# spent waiting for a browser, a server or a clock.
WORKERS ?= $(shell .venv/bin/python -c "import os; print(min((os.cpu_count() or 1) + 1, 4))")

# Tests start hundreds of programs, and several processes read the same tests: what Python makes of
# a source is kept beside it (`make clean` removes it), also where it is told to keep nothing.
test: setup-dev
	@echo "Comity: running the tests."
	@PYTHONDONTWRITEBYTECODE= .venv/bin/python -m compileall -q src
	@PYTHONDONTWRITEBYTECODE= .venv/bin/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder $(ARGS)

lint: setup-dev
	@echo "Comity: checking style (ruff check)."
	@.venv/bin/ruff check .
	@echo "Comity: checking layout (ruff format)."
	@.venv/bin/ruff format --check .
	@echo "Comity: checking types (mypy --strict)."
	@.venv/bin/mypy --strict src/comity

bench: setup-bench setup-datasette setup-negmas setup-statsforecast setup-flee
	@echo "Comity: running the benchmarks."
	@.venv-bench/bin/python -m benchmarks $(ARGS)

facts: setup
	@echo "Comity: rebuilding the embedded figures from the store in COMITY_HOME."
	@.venv/bin/python -m scripts.facts $(ARGS)
	@.venv/bin/python -m comity.evidence.notice

flows: setup
	@echo "Comity: estimating the flows that ship from the stocks and the demography that ship."
	@.venv/bin/python -m scripts.flows $(ARGS)
	@.venv/bin/python -m comity.evidence.notice

forecasts: setup
	@echo "Comity: forecasting from the figures that ship, and scoring the forecasts of the past."
	@.venv/bin/python -m scripts.forecasts $(ARGS)
	@.venv/bin/python -m comity.evidence.notice

docs: setup
	@echo "Comity: writing docs/data.md and NOTICE from the catalogue."
	@.venv/bin/python -m comity.evidence.notice

# --- The locks --------------------------------------------------------------------------------
# One resolution of everything first, which the three locks then obey: what they share agrees.
# Datasette, NegMAS, statsforecast and FLEE, which pages, packages, forecasts and displacement are
# measured against, are locked each for itself.
# Pins stay where they still fit; `make lock UPGRADE=--upgrade` moves all of them to the newest.
# UV=path uses a uv that is there already.

UPGRADE ?=
COMPILE_WORDS = --universal --python-version 3.11 \
	--fork-strategy fewest --no-emit-index-url --no-header --no-annotate --quiet
COMPILE = compile pyproject.toml --group build $(COMPILE_WORDS)

lock:
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; uv="$(UV)"; \
	if test -z "$$uv"; then \
	  echo "Comity: fetching uv into a scratch environment."; \
	  $(PYTHON) -m venv "$$scratch/venv"; \
	  "$$scratch/venv/bin/python" -m pip install $(PIP_WORDS) --quiet uv; \
	  uv="$$scratch/venv/bin/uv"; \
	fi; \
	echo "Comity: choosing versions for everything together."; \
	cat requirements/run.txt requirements/dev.txt requirements/bench.txt 2>/dev/null | sed -e '/^ *--hash=/d' -e 's/ *\\$$//' | sort -u > "$$scratch/all.txt"; \
	"$$uv" pip $(COMPILE) --all-extras $(UPGRADE) -o "$$scratch/all.txt"; \
	for name in run dev bench; do \
	  echo "Comity: writing requirements/$$name.txt."; \
	  extra=; test $$name = run || extra="--extra $$name"; \
	  "$$uv" pip $(COMPILE) $$extra --generate-hashes -c "$$scratch/all.txt" -o "$$scratch/$$name.txt"; \
	done; \
	for name in datasette negmas statsforecast flee; do \
	  echo "Comity: writing requirements/$$name.txt."; \
	  cp requirements/$$name.txt "$$scratch/$$name.txt" 2>/dev/null || true; \
	  "$$uv" pip compile requirements/$$name.in $(COMPILE_WORDS) $(UPGRADE) --generate-hashes -o "$$scratch/$$name.txt"; \
	done; \
	mkdir -p requirements; \
	for name in run dev bench datasette negmas statsforecast flee; do \
	  cmp -s "$$scratch/$$name.txt" requirements/$$name.txt || cp "$$scratch/$$name.txt" requirements/$$name.txt; \
	done

clean:
	@echo "Comity: removing .venv, .venv-bench, .venv-datasette, .venv-negmas, .venv-statsforecast, .venv-flee, build folders and caches."
	@rm -rf .venv .venv-bench .venv-datasette .venv-negmas .venv-statsforecast .venv-flee build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
