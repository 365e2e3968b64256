#!/bin/bash
# Fills WORK for gpio-vm.sh: the guest's scripts, the two C programs, the cards; and the published gateway, if given.
#   prepare.sh WORK [GATEWAY DRIVERS]    published Estate.Cli and Estate.GpioDrivers; without them only the comparison program is proved
# LIBGPIOD2: a libgpiod.so.3 for the guest, where this machine's Debian has none; without one that driver is not compared.
set -eu
here=$(cd "$(dirname "$0")" && pwd); work=$1; gateway=${2:-} drivers=${3:-}
echo '#include <linux/gpio.h>' | gcc -E - > /dev/null 2>&1 ||
  { echo "prepare: missing packages: apt-get install --no-install-recommends gcc libc6-dev" >&2; exit 125; }
mkdir -p "$work"
cp "$here"/{guest.sh,sim.sh,estate.yaml} "$work/"
# Static: starting them opens no file of the host (see guest.sh).
for program in inject peer; do gcc -static -O2 -Wall -Wextra -Werror -o "$work/$program" "$here/$program.c"; done
# Cards 1 to 200 are registered, with the gateway and with the program it is compared with; any above are strangers.
"$work/inject" cards 1 200 > "$work/cards.hex"
sed 's/^/h1,W26:/' "$work/cards.hex" > "$work/cards.csv"
rm -rf "$work"/{gateway,lib,PEER_ONLY}
mkdir "$work/lib"
if [ -n "${LIBGPIOD2:-}" ]; then cp "$LIBGPIOD2" "$work/lib/libgpiod.so.3"; fi
echo "${GPIO_FRAMES:-200}" > "$work/frames"
if [ -n "$gateway" ]; then
  # All of it is copied into the guest's memory. What the second program needs, the gateway has too.
  cp -r "$gateway" "$work/gateway"; cp "$drivers"/Estate.GpioDrivers.* "$work/gateway/"
  find "$work/gateway/runtimes" -mindepth 1 -maxdepth 1 ! -name 'linux*' ! -name unix -exec rm -r {} +
else touch "$work/PEER_ONLY"; fi
