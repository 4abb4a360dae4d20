# Two commands matter: `make run` and `make test`. Both do all of their own set-up; nothing needs to be activated.
# Needed beforehand: Python 3.11 or later with venv and pip, make, git.

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LOCKS  := requirements/run.txt requirements/tools.txt
TESTED := .tox/results

REPORT ?= vectorproof-report
COUNT  ?= 1000000
SEED   ?= 0
# More options for `vectorproof run` and for tox: `make run ARGS="--profile deep"`, `make test ARGS="-e unit"`.
ARGS   ?=

# PYTHON may name one; otherwise the first command that is new enough, really starts and can make environments.
USABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c '$(USABLE)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help run test testall lint proof fuzz kill mutants bench pages picture pictures image lock clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "%-16s%s\n", $$1, $$2}'

run: $(READY)  ## prove the documented behaviour against the simulator; the report lands in vectorproof-report
	$(BIN)/vectorproof run --output $(REPORT) --format html --format junit $(ARGS)

test: $(READY)  ## every check that needs only this repository (tox, ten minutes)
	rm -rf $(TESTED)
	$(BIN)/tox run --result-json $(TESTED)/tox.json $(ARGS)

testall: $(READY)  ## every check, other people's clients and containers too (tox, all environments)
	rm -rf $(TESTED)
	$(BIN)/tox run -e ALL --result-json $(TESTED)/tox.json $(ARGS)

lint: $(READY)  ## style, format, import rules, types
	$(BIN)/tox run -e lint,types $(ARGS)

proof: $(READY)  ## prove anew which requirements are really checked
	$(BIN)/python tools/prove.py

kill: $(READY)  ## prove anew which wrong simulators the suites catch
	$(BIN)/tox exec -e suites -- vectorproof kill --schemas --seeds 10 --write specs/vectorproof/specs/requirements/kill.json $(ARGS)

mutants: $(READY)  ## judge the suites by 300 mechanical mutants of the simulator, or go on with it; an hour or two
	$(BIN)/python -m tools.mutants $(ARGS)

fuzz: $(READY)  ## send the simulator a million requests, most of them right, and see that nothing breaks (COUNT=, SEED=)
	$(BIN)/python -m tools.fuzz --count $(COUNT) --seed $(SEED)

bench: $(READY)  ## measure the mock, the simulator, the suites and the reports (docs/performance.md); ten quiet minutes
	$(BIN)/python benchmarks/jina_mock.py --calls 1000000
	$(BIN)/python benchmarks/simulator.py
	$(BIN)/python benchmarks/suites.py
	$(BIN)/tox exec -e suites -- python benchmarks/reports.py

pages: $(READY)  ## write anew the documents that are made from the code
	$(BIN)/python tools/pages.py

picture: $(READY)  ## draw docs/images/run.svg from a real run
	$(BIN)/python tools/picture.py docs/images/run.svg

pictures: $(READY)  ## draw the pictures of docs/reports.md from real runs
	$(BIN)/python -m tools.pictures docs/images

image: $(READY)  ## build the image of the product with Docker: make image ARGS="--base python:3.13-slim"
	$(BIN)/python tools/image.py $(ARGS)

lock: $(READY)  ## take the newest versions into requirements/*.txt, with hashes
	$(BIN)/python tools/lock.py

clean:  ## remove everything that can be made again
	rm -rf $(VENV) .tox .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build $(REPORT)
	find harness mocks specs suites reports tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): $(LOCKS) pyproject.toml
	@test -n "$(PYTHON)" || { echo >&2 "make: no Python 3.11 or later with venv and pip was found; install one (on Debian also python3-venv), or name it: make PYTHON=/path/to/python3"; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(LOCKS:%=-r %)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
