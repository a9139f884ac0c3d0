# Crossbrew with PostgreSQL's driver. Settings come from the environment; data of SQLite is in /data.
FROM python:3.12-slim AS made
WORKDIR /source
COPY requirements.lock pyproject.toml README.md LICENSE ./
# Only what running it needs, in the versions and with the hashes of the lock. An older pip, such as the
# image may bring, asks for versions in the requirements too where constraints have hashes.
RUN python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
print(*project['dependencies'], *project['optional-dependencies']['postgres'], sep='\n')" > needed.txt \
    && pip install --no-cache-dir 'pip>=26.3' \
    && python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --constraint requirements.lock \
        --requirement needed.txt \
    && pip install --no-cache-dir --constraint requirements.lock hatchling
COPY bot bot
COPY pairing pairing
COPY reports reports
COPY scheduler scheduler
COPY storage storage
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip --python /venv/bin/python install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.12-slim
COPY --from=made /venv /venv
RUN useradd --system --uid 10001 --home-dir /data crossbrew \
    && install --directory --owner crossbrew --mode 0700 /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CROSSBREW_HOST=0.0.0.0 DATABASE_URL=sqlite:////data/crossbrew.db
USER crossbrew
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/livez')"]
ENTRYPOINT ["crossbrew"]
CMD ["run"]
