# One image for every process of the product. The first stage installs, the second one runs and has no compiler, no pip
# cache and no root.

FROM python:3.11-slim-bookworm AS installed
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home scrutiny \
    && install -d -o scrutiny -m 0750 /data \
    && install -d -o scrutiny -m 0755 /secrets
COPY --from=installed /venv /venv
WORKDIR /app
COPY . .

USER scrutiny
ENV PATH=/venv/bin:$PATH VAR_DIR=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LOG_FORMAT=json
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --retries=6 --start-period=20s CMD ["python", "scrutiny/probe.py", "http://localhost:8000/health/live"]
CMD ["gunicorn", "scrutiny.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
