#!/bin/bash
# The Debian package in a small Debian of its own: made with debootstrap from this machine's own package source, booted with
# systemd in namespaces, without any network. package.sh PUBLISHED WORK; WORK keeps the empty system for the next time.
# One line a check, "ok: ..." or "FAILED: ...", and what was measured as "figure: ...".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
published=$(cd "$1" && pwd)
mkdir -p "$2"
work=$(cd "$2" && pwd)
base=$work/base system=$work/system
OLDER=1.0.0 NEWER=1.0.1
architecture=$(dpkg --print-architecture)

ok() { echo "ok: $1"; }
failed() { echo "FAILED: $1 (${2:-})"; failures=$((failures + 1)); }
failures=0
# check WHAT COMMAND...: what it printed is told when it fails.
check() {
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then ok "$what"; else failed "$what" "$(tail -n 4 <<<"$said" | tr '\n' ' ')"; fi
}

# --- the system -------------------------------------------------------------------------------------------------------

# uri KEYRING of the source this machine installs from.
source_of_this_machine() {
  local file
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] || continue
    awk '$1 == "URIs:" && !uri { uri = $2 } $1 == "Signed-By:" && !key { key = $2 } END { if (uri) print uri, key }' "$file"
  done | head -n 1
  [ ! -e /etc/apt/sources.list ] || awk '$1 == "deb" { for (i = 2; i < NF; i++) if ($i ~ /^https?:/) { print $i; exit } }' /etc/apt/sources.list
}

make_base() {
  local uri keyring
  [ ! -e "$base/made" ] || return 0
  read -r uri keyring < <(source_of_this_machine)
  [ -n "$uri" ] || { echo "no package source in /etc/apt" >&2; return 1; }
  rm -rf "$base"
  debootstrap --variant=minbase ${keyring:+--keyring="$keyring"} \
    --include=systemd,systemd-sysv,dbus,adduser,ca-certificates,curl,mosquitto,mosquitto-clients,procps \
    bookworm "$base" "$uri" >"$work/debootstrap.log" 2>&1 || { tail -5 "$work/debootstrap.log" >&2; return 1; }
  # As apt would do it for a person: the broker is new and runs. The tests see that ours does not get in its way.
  chroot "$base" systemctl disable mosquitto >/dev/null 2>&1 || true
  rm -f "$base"/var/cache/apt/archives/*.deb
  touch "$base/made"
}

nspawn='' leader=''
# One argument: how long to wait for what follows, in seconds.
within() {
  local seconds=$1 end
  shift
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.3
  done
}
inside() { nsenter --target "$leader" --all --root --wd -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"; }
booted() {
  leader=$(pgrep -P "$nspawn" | head -n 1)
  [ -n "$leader" ] && inside systemctl is-system-running | grep -qE 'running|degraded'
}
boot() {
  systemd-nspawn --quiet --register=no --keep-unit --private-network --machine=estate-package-test -D "$system" --boot </dev/null >"$work/console.log" 2>&1 &
  nspawn=$!
  within 60 booted
}
halt() {
  [ -z "$nspawn" ] || { kill -TERM "$nspawn" 2>/dev/null && timeout 30 tail --pid="$nspawn" -f /dev/null || kill -KILL "$nspawn" 2>/dev/null || true; }
  wait 2>/dev/null || true
}
trap halt EXIT

skip() { echo "skipped: $1"; exit 0; }
[ "$(id -u)" -eq 0 ] || skip "the package is tested as root only"
for tool in debootstrap systemd-nspawn nsenter dh; do
  command -v "$tool" >/dev/null || skip "$tool is not here"
done
make_base || skip "debootstrap could not make a system; see $work/debootstrap.log"
for version in $OLDER $NEWER; do
  WORK=$work/build "$root/deploy/debian/build.sh" "$published" "$version" "$architecture" "$work/packages" >/dev/null
done
rm -rf "$system"
cp -a "$base" "$system"
mkdir -p "$system/root/install"
[ -e "$system/etc/hosts" ] || echo '127.0.0.1 localhost' >"$system/etc/hosts"
cp "$root/deploy/install.sh" "$work"/packages/estate-gateway_{"$OLDER","$NEWER"}_"$architecture".deb "$system/root/install/"
boot || { tail -5 "$work/console.log" >&2; skip "systemd does not start in namespaces here"; }
# shellcheck source=tests/package/checks.sh
. "$here/checks.sh"
echo "figure: package $(du -k "$work/packages/estate-gateway_${NEWER}_$architecture.deb" | cut -f 1) KiB, installed $(dpkg-deb -f "$work/packages/estate-gateway_${NEWER}_$architecture.deb" Installed-Size) KiB"
[ $failures -eq 0 ]
