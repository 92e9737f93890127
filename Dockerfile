# Two stages: the first has the tools and builds, the second has what runs and nothing else.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src

# What runs, from the lock: every file is checked against its hash.
COPY requirements.txt ./
RUN python -m venv /opt/imagewright \
 && /opt/imagewright/bin/pip install --require-hashes -r requirements.txt

# The tool that builds our wheel comes from a lock too; it stays in this stage.
COPY requirements-dev.txt ./
RUN python -m venv /opt/tools \
 && /opt/tools/bin/pip install --require-hashes -r requirements-dev.txt

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY providers providers
RUN /opt/tools/bin/python -m hatchling build -t wheel -d /dist \
 && /opt/imagewright/bin/pip install --no-deps --no-index /dist/*.whl

FROM python:3.12-slim
# PYTHONSAFEPATH: a bot.py in the working directory must not win over our package.
# PTB_TIMEDELTA: python-telegram-bot reads it when it is imported.
# LISTEN: inside the container on every address, so that a published port reaches it.
ENV PATH=/opt/imagewright/bin:$PATH \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    PTB_TIMEDELTA=1 \
    LISTEN=0.0.0.0:8081 \
    DATA_DIR=/data
RUN useradd --system --uid 10001 --no-create-home imagewright \
 && mkdir /data /app \
 && chown imagewright /data
COPY --from=build /opt/imagewright /opt/imagewright
USER imagewright
WORKDIR /app
VOLUME /data
EXPOSE 8081
# SIGTERM drains: running jobs are put down safely, within ten seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; port = os.environ['LISTEN'].rpartition(':')[2]; r.build_opener(r.ProxyHandler({})).open(f'http://127.0.0.1:{port}/healthz', timeout=8)"]
ENTRYPOINT ["imagewright"]
CMD ["run"]
