# Commands. Each sets up what it needs; see docs/reference/commands.md.
.PHONY: run test check grown soak bench

PORT ?= 8000

run: export CONCORDAT_DEMO ?= 1
run: export CONCORDAT_SITE_URL ?= http://127.0.0.1:$(PORT)
run:
	@sh scripts/python scripts/set_up.py run
	@.venv/bin/python manage.py prepare
	@exec .venv/bin/python manage.py run_portal --port $(PORT)

test:
	@sh scripts/python scripts/set_up.py test
	@.venv/bin/python scripts/test.py

check:
	@sh scripts/python scripts/set_up.py test
	@.venv/bin/python scripts/check.py

grown:
	@sh scripts/python scripts/set_up.py test
	@exec .venv/bin/python scripts/grown.py --port $(PORT)

soak:
	@sh scripts/python scripts/set_up.py test
	@PYTHONPATH=scripts .venv/bin/python -m tests.soak
	@CONCORDAT_SOAK=20 .venv/bin/python -m pytest tests/safety/test_fuzzing.py --quiet --show-capture=no
	@CONCORDAT_SOAK=1 .venv/bin/python -m pytest tests/browser/test_every_page.py --quiet
	@.venv/bin/python -m pytest tests/safety/test_viruses.py --quiet -rs

bench:
	@sh scripts/python scripts/set_up.py bench
	@.venv/bin/python -m scripts.bench $(BENCH)
