#!/usr/bin/env bash
# Plays the examples of docs/integrate.md against a running estate: docs/examples/check.sh PORT
# Begin it with `./estate run --port PORT --drill smoke` and home_assistant: { enabled: true } in var-PORT/estate/estate.yaml. It makes an
# account at the broker and a token, and ends both. Node-RED comes from npm, into var/examples.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
port="${1:?the port of ./estate run}"
export ESTATE_DATA="${ESTATE_DATA:-$PWD/var-$port}" ESTATE_URL="http://127.0.0.1:$port"
export ESTATE_FILE="${ESTATE_FILE:-$ESTATE_DATA/estate/estate.yaml}"
version=4.1.15 # the newest that Debian's Node.js runs
installed="$PWD/var/examples/node-red-$version"
name="example-$$"
[ -f "$installed/node_modules/node-red/red.js" ] || {
  mkdir -p "$installed"
  npm install --prefix "$installed" --no-save --no-package-lock --no-audit --no-fund --loglevel=error "node-red@$version"
}
ended() {
  ./estate gateway subscribers remove "$name" >/dev/null || true
  ./estate gateway tokens remove "$name" || true
}
trap ended EXIT
ESTATE_TOKEN="$(./estate gateway tokens add "$name" --role staff --scope alerts:write)"
account="$(./estate gateway subscribers add "$name")"
account="${account%%$'\n'*}"
export ESTATE_TOKEN ESTATE_USER="${account%%,*}" ESTATE_PASSWORD="${account#*,}" ESTATE_BROKER=127.0.0.1 ESTATE_BROKER_PORT=$((port + 1))
node docs/examples/check-node-red.mjs "$installed"
# As a subscriber too: what it may read is all that the card needs.
mosquitto_sub -h 127.0.0.1 -p "$ESTATE_BROKER_PORT" -u "$ESTATE_USER" -P "$ESTATE_PASSWORD" -v -W 5 --quiet \
  -t 'homeassistant/device/+/config' -t 'estate/+/+/+/home' >var/examples/messages.txt || [ $? -eq 27 ]
node docs/examples/check-home-assistant.mjs <var/examples/messages.txt
