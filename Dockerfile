# SPDX-License-Identifier: MIT
# The program, to stand beside an application under test (compose.yaml has an example):
#   docker build -t postiche .
#   docker run --rm -p 127.0.0.1:1025:1025 postiche serve greylisting --smtp 0.0.0.0:1025

FROM debian:bookworm-slim AS build
# Debian keeps one version of each, and none that was.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends \
    g++ cmake ninja-build pkg-config dpkg-dev \
    libuv1-dev libmbedtls-dev libyaml-cpp-dev libre2-dev zlib1g-dev \
    nlohmann-json3-dev libcli11-dev libcpp-httplib-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /postiche
COPY . .
RUN cmake --preset release -DPOSTICHE_TESTS=OFF -DPOSTICHE_PYTHON=OFF \
    && cmake --build --preset release --target postiche_program \
    && cpack --config build/release/CPackConfig.cmake \
    && mv build/release/package/postiche_*.deb /postiche.deb

FROM debian:bookworm-slim
COPY --from=build /postiche.deb /tmp/postiche.deb
# The package knows which libraries it wants.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends /tmp/postiche.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/postiche.deb
# nobody, who needs no name
USER 65534:65534
# Written when all listeners are up. To connect would be a session, and judged.
ENV POSTICHE_PORTS_FILE=/tmp/postiche.ports
HEALTHCHECK --interval=2s --timeout=2s --start-period=5s CMD ["test", "-s", "/tmp/postiche.ports"]
EXPOSE 1025
ENTRYPOINT ["postiche"]
# By itself the program listens on 127.0.0.1, which inside a container nobody can reach.
CMD ["serve", "honest", "--smtp", "0.0.0.0:1025"]
