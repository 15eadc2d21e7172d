FROM python:3.12-slim AS build
RUN python -m venv /venv
WORKDIR /bot
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
COPY --from=build /venv /venv
ENV HOME=/home/bot PATH=/venv/bin:$PATH container=oci
RUN useradd --create-home --uid 10001 bot
USER 10001
# What the first question would prepare is part of the image: each start reads it and writes nothing.
RUN mlops-learn ask kubernetes >/dev/null
ENTRYPOINT ["mlops-learn"]
CMD ["run"]
