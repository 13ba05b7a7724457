# syntax=docker/dockerfile:1
# One image for web, worker and commands. Built in one stage, run from another that has neither compiler nor uv.
FROM python:3.11-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/opt/concordat/.venv UV_LINK_MODE=copy
WORKDIR /opt/concordat
COPY scripts/requirements-uv.txt scripts/requirements-uv.txt
RUN python -m pip install --no-cache-dir --require-hashes --requirement scripts/requirements-uv.txt
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-cache --compile-bytecode

FROM python:3.11-slim-bookworm
# Versions of Debian's packages follow the base image: pinning them here would keep security fixes out.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 concordat \
    && useradd --uid 10001 --gid concordat --no-create-home --home-dir /var/lib/concordat --shell /usr/sbin/nologin concordat \
    && install --directory --owner=concordat --group=concordat --mode=0700 /var/lib/concordat
ENV PATH=/opt/concordat/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CONCORDAT_DATA=/var/lib/concordat CONCORDAT_LOG_FORMAT=json CONCORDAT_BEHIND_PROXY=1
WORKDIR /opt/concordat
COPY --from=build /opt/concordat/.venv .venv
COPY manage.py pyproject.toml LICENSE ./
COPY portal portal
COPY partners partners
COPY legal_basis legal_basis
COPY datasets datasets
COPY protocols protocols
COPY register register
COPY templates templates
COPY static static
USER 10001:10001
VOLUME /var/lib/concordat
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8000/healthz/live', timeout=4)"]
CMD ["gunicorn", "--config", "python:portal.serving", "--bind", "0.0.0.0:8000", "portal.wsgi"]
