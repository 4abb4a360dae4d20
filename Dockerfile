# The whole product in an image: by default it serves the simulator; any other verb can be given instead.
#
# `make image` lays the wheels beside this file, those that requirements/run.txt locks and our own, so that nothing
# is fetched while the image is built.
ARG BASE=python:3.13-slim

FROM ${BASE} AS installed
COPY locked/ /locked/
RUN python3 -m venv /opt/vectorproof \
 && /opt/vectorproof/bin/pip install --quiet --no-cache-dir --no-index --find-links /locked --requirement /locked/lock.txt
COPY product/ /product/
RUN /opt/vectorproof/bin/pip install --quiet --no-cache-dir --no-index --no-deps /product/*.whl \
 && /opt/vectorproof/bin/pip uninstall --quiet --yes pip

FROM ${BASE}
COPY --from=installed /opt/vectorproof /opt/vectorproof
RUN useradd --system --uid 10001 --home-dir /data --create-home vectorproof
ENV PATH=/opt/vectorproof/bin:$PATH PYTHONUNBUFFERED=1
USER 10001
WORKDIR /data
# The Data API and the control plane; the embedding provider.
EXPOSE 8181 8182
HEALTHCHECK --interval=2s --timeout=2s --start-period=20s --retries=5 \
    CMD ["/opt/vectorproof/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8181/sim/v1', timeout=2)"]
ENTRYPOINT ["vectorproof"]
CMD ["serve", "--json", "--host", "0.0.0.0", "--port", "8181", "--jina-port", "8182"]
