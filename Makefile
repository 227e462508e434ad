# Everything a contributor or a CI runs. `make` alone shows the list.
# It needs GNU make, sh, Python >= 3.11, git and, the first time, a package index.

PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
CODE := itsmctl tests $(wildcard benchmarks examples)
PYTEST_ARGS ?=

# The modules that decide: their branches are covered to at least this many percent.
CORE := findings document kinds expression validate catalog graph snapshot people spans impact delta lifecycle inquiry \
  guards gate kpi rules
CORE_PERCENT := 95
empty :=
comma := ,
CORE_FILES := $(subst $(empty) $(empty),$(comma),$(foreach m,$(CORE),itsmctl/$(m).py itsmctl/$(m)/*))

.PHONY: help setup browser test lint types imports unit coverage format demo bench site lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready ## create .venv with the locked dependencies

# Hashes come from the lock; nothing is built from source but this package, and that with the locked builder.
.venv/.ready: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "itsmctl needs Python 3.11 or newer; '$(PYTHON)' is older or missing. Try: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "creating .venv"; $(PYTHON) -m venv .venv; }
	@echo "installing the locked dependencies"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

browser: .venv/.ready ## find or install a Chromium for the browser tests
	@sh .ci/browser

test: lint types imports unit ## every check; the tests come last

lint: .venv/.ready ## style and formatting
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)

types: .venv/.ready ## static types
	@$(BIN)/mypy $(CODE)

imports: .venv/.ready ## the layers of the package
	@$(BIN)/lint-imports --no-logo --cache-dir build/import-linter

unit: browser ## the tests, with the coverage of the core
	@mkdir -p build
	@$(BIN)/pytest -n auto --cov --cov-report= $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory coverage

coverage: # of the last `make unit`
	@total=$$($(BIN)/coverage report --include='$(CORE_FILES)' --fail-under=$(CORE_PERCENT) --format=total) \
	  || { $(BIN)/coverage report --include='$(CORE_FILES)'; \
	       echo "the core needs $(CORE_PERCENT) percent of its lines and branches covered"; exit 1; }; \
	  echo "core coverage: $$total percent (at least $(CORE_PERCENT))"

format: .venv/.ready ## put the code in shape
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

demo: .venv/.ready ## the tour: records, impact, two judgements, figures, the site
	@$(BIN)/python examples/demo.py

bench: .venv/.ready ## measure against the budgets
	@$(BIN)/python -m benchmarks

site: .venv/.ready ## build/site from the records
	@$(BIN)/itsmctl build

lock: ## renew requirements/*.lock (needs uv)
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --upgrade --custom-compile-command "make lock" pyproject.toml --group dev -o requirements/dev.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --upgrade --custom-compile-command "make lock" pyproject.toml --group build -c requirements/dev.lock \
	  -o requirements/runtime.lock

clean: ## remove .venv and build
	rm -rf .venv build
