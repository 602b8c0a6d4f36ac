# Rianru: `make run` and `make test` are all a newcomer needs.
PY := .venv/bin/python
UV_VERSION := 0.13.8
READY := .venv/.ready
export PYTHONUTF8 := 1

.PHONY: run test check trust lock clean
.DEFAULT_GOAL := run

# The environment, from locked files only; again whenever a lock changes.
$(READY): requirements-dev.lock package-lock.json pyproject.toml scripts/setup.sh scripts/vendor.py
	@UV_VERSION=$(UV_VERSION) sh scripts/setup.sh

run: $(READY)
	@exec .venv/bin/rianru run --demo

test: $(READY)
	@sh scripts/test.sh

check: $(READY)
	@sh scripts/check.sh

trust: $(READY)
	@.venv/bin/python -m pytest -q -n 2 --dist loadgroup -m trust tests

lock:
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv node_modules rianru/web/static/vendor

.PHONY: docs
docs: $(READY)
	@.venv/bin/python scripts/docs.py
