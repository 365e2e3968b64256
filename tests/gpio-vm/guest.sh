# The test plan, run by init in the guest. One line a check, "ok: ..." or "FAILED: ...", and what was measured as "figure: ...".
# A file PEER_ONLY beside it leaves the gateway out: that proves the kernel, the simulated chip and the injector alone.
#
# The emulator lets time jump while the guest has nothing to do, and waiting for a file of the host counts as that: a read of
# 5 ms can look like 20 s. So what the checks time is copied into the guest's memory first, and waiting starts no program.
set -eu
SHARED=/tmp/host-share # with the host
W=/run/work
cp -r $SHARED $W
URL=http://127.0.0.1:8080
PIN_FRAMES=estate_pins_frames_total
PIN_CHANGES=estate_pins_changes_total
GAP_US=30000 # without an edge, after which a frame is over: the same in the gateway and in peer.c

passed=0 failures=0 line=0 peer='' gateway='' finished=''
ok() { echo "ok: $1"; passed=$((passed + 1)); }
failed() { echo "FAILED: $1 ($2)"; failures=$((failures + 1)); }
finish() {
  [ "$finished" ] || failed "the test plan runs to its end" "stopped near line $line"
  for p in $peer $gateway; do kill -9 "$p" 2> /dev/null || true; done
  cp /run/*.log $SHARED/ 2> /dev/null || true
  echo "guest: $passed ok, $failures failed"
  [ $failures = 0 ] || exit 1
}
trap finish EXIT
trap 'line=$LINENO' ERR

. $W/sim.sh

# --- time and the relay -------------------------------------------------------------------------------------------------

mkfifo /run/never; exec 8<> /run/never
pause() { read -r -t "$1" -u 8 || true; } # SECONDS

# Hundredths of a second since the boot, in NOW: unlike the clock, which the plan sets.
uptime_now() { read -r NOW _ < /proc/uptime; NOW=$((10#${NOW/./})); }
seconds() { printf '%d.%02d s' $(($1 / 100)) $(($1 % 100)); }

# relay_becomes VALUE HUNDREDTHS: waits for it, at most so long; how long it took in TOOK.
relay_becomes() {
  local start; uptime_now; start=$NOW
  while value "$RELAY"; uptime_now; TOOK=$((NOW - start)); [ "$VALUE" != "$1" ]; do
    [ $TOOK -lt "$2" ] || return 1
    pause 0.02
  done
}
relay_stays() { if [ "$1" = 1 ]; then ! relay_becomes 0 "$2"; else ! relay_becomes 1 "$2"; fi; }

midnight=$(date -d '2026-03-02 00:00 +0800' +%s)
clock() { local h m s; IFS=: read -r h m s <<< "$1"; CLOCK=$((midnight + (10#$h * 60 + 10#$m) * 60 + 10#$s)); }
# Only ever forward: the gateway distrusts a clock that goes back, rightly.
set_clock() {
  clock "$1"
  if [ "$EPOCHSECONDS" -gt $CLOCK ]; then failed "clock can be set to $1" "it is already $(date)"; return; fi
  date -s "2026-03-02 $1 +0800" > /dev/null
}
clock_reaches() { clock "$1"; while [ "$EPOCHSECONDS" -lt $CLOCK ]; do pause 0.02; done; }

# --- what plays the wires and reads the gateway -------------------------------------------------------------------------

swipe() { $W/inject send "$S" "$1" 1 2000 50 0 > /dev/null; } # CARD
said() { grep . "$1" | tail -3 | tr '\n' ' '; }               # LOG: its last lines, in one
field() { local rest=${2#*" $1="}; echo "${rest%% *}"; }     # NAME " a=1 b=2"

http() { curl -fsS -m 10 "$URL$1" 2> /dev/null; } # PATH
order() { # PATH BODY: as somebody of the staff
  local token; token=$(cat /run/desk)
  curl -fsS -m 10 -H "Authorization: Bearer $token" -d "$2" "$URL$1" > /dev/null 2>&1
}
# metric NAME LABEL: the sum over all series of that name which have the label
metric() { http /metrics | awk -v name="$1{" -v label="$2" 'index($0, name) == 1 && index($0, label) { s += $NF } END { printf "%d\n", s }'; }

DLL=$W/gateway/Estate.Cli.dll
DRIVERS=$W/gateway/Estate.GpioDrivers.dll
estate() { dotnet $DLL "$@"; }

# How often the guest has waited for the host, in HOST_READS.
host_reads() { HOST_READS=$(awk '/virtio.*requests/ { s += $2 } END { print s + 0 }' /proc/interrupts); }

# The .NET runtime into memory as well: the gateway opens parts of it long after its start.
copy_runtime() {
  local root; root=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p /run/dotnet/shared/Microsoft.{NETCore,AspNetCore}.App
  cp -r "$root"/{dotnet,host} /run/dotnet/
  for framework in NETCore AspNetCore; do cp -r "$root/shared/Microsoft.$framework.App"/10.* /run/dotnet/shared/Microsoft.$framework.App/; done
  export DOTNET_ROOT=/run/dotnet PATH=/run/dotnet:$PATH
}

# --- the checks ---------------------------------------------------------------------------------------------------------

lines_are_named() {
  local found; found=$(gpioinfo "$CHIP" | grep -o '"[A-Z0-9]*"' | tr -d '"' | xargs)
  if [ "$found" = "$NAMES" ]; then ok "the simulated chip has the gate's lines"; else failed "the simulated chip has the gate's lines" "$found"; fi
}

start_peer() {
  $W/peer "/dev/$CHIP" "$D0" "$D1" "$RELAY" $W/cards.hex >> /run/peer.log 2>&1 & peer=$!
  for _ in $(seq 100); do grep -q ready /run/peer.log && return; pause 0.05; done
  failed "peer starts" "$(said /run/peer.log)"
}

peer_latency() {
  PEER=$($W/inject watch "$S" 1 200) || failed "peer opens for each of 200 cards" "$PEER"
  echo "figure: peer, from last falling edge to relay: $PEER"
}

# Shows that neither the simulated chip nor the injector loses an edge: then what the gateway misses, the gateway lost.
peer_reads_all() {
  local what="peer reads 200 of 200 frames, 100 of them registered" timing
  : > /run/peer.log
  timing=$($W/inject send "$S" 101 200 2000 50 80000); pause 0.5
  echo "figure: injector: $timing"
  { tail -100 $W/cards.hex | sed 's/$/ opened/'; $W/inject cards 201 100 | sed 's/$/ unknown/'; } > /run/expected
  if cmp -s /run/expected /run/peer.log; then ok "$what"
  else failed "$what" "$(grep -c opened /run/peer.log) opened, $(grep -c unknown /run/peer.log) unknown, $(grep -c bad /run/peer.log) bad"; fi
}

driver_contract() {
  local said; said=$(dotnet $DRIVERS check "/dev/$CHIP" "$S" "$LOCKSENSE" 2>&1) || true
  echo "$said" > /run/driver.log
  local checks=0 verdict what
  while IFS= read -r what; do
    verdict=${what%%: *}; what=${what#*: }
    case $verdict in
      ok) ok "driver: $what"; checks=$((checks + 1)) ;;
      FAILED) failed "driver: $what" "see driver.log"; checks=$((checks + 1)) ;;
    esac
  done <<< "$said"
  [ $checks = 8 ] || failed "the driver's contract runs to its end" "$(said /run/driver.log)"
}

# read_cards DRIVER: the same frames for each driver of System.Device.Gpio; its counts in COUNTS.
read_cards() {
  local log=/run/cards-$1.log reader frames; frames=$(cat $W/frames)
  $W/inject cards 1001 "$frames" > /run/sent.hex
  LD_LIBRARY_PATH=$W/lib dotnet $DRIVERS read "$1" "/dev/$CHIP" "$D0" "$D1" /run/sent.hex "$frames" > "$log" 2>&1 & reader=$!
  COUNTS=''
  for _ in $(seq 400); do
    if grep -q ready "$log"; then break; fi
    kill -0 $reader 2> /dev/null || { wait $reader || true; return 1; }
    pause 0.05
  done
  $W/inject send "$S" 1001 "$frames" 2000 50 40000 > /dev/null; pause 1
  kill -TERM $reader; wait $reader || true
  COUNTS=$(grep driver= "$log" || said "$log")
  echo "figure: $COUNTS"
}

drivers_compared() {
  local what="our driver reads every frame, and no other card's number" name
  read_cards kernel || failed "our driver reads cards" "$(said /run/cards-kernel.log)"
  if [ "$(field lost " $COUNTS")" = 0 ] && [ "$(field wrong_card_valid_parity " $COUNTS")" = 0 ]; then ok "$what"; else failed "$what" "$COUNTS"; fi
  # Not judged: why we have a driver of our own.
  for name in libgpiod2 libgpiod1; do
    read_cards $name || echo "figure: driver=$name not compared: $(said /run/cards-$name.log)"
  done
}

gpioset_is_refused() { # HOLDER
  local what="gpioset cannot have the relay while $1 holds it" said
  if said=$(gpioset "$CHIP" "$RELAY=1" 2>&1); then failed "$what" "it could"
  elif [[ $said = *busy* ]]; then ok "$what"; else failed "$what" "$said"; fi
}

start_gateway() {
  local start; export DOTNET_GCgen0size=0x400000 MALLOC_ARENA_MAX=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 # as ./estate starts it
  set_clock 22:50:00
  estate init --estate $W/estate.yaml --data /run/estate > /run/init.log 2>&1 || { failed "gateway init" "$(said /run/init.log)"; return 1; }
  estate cards import $W/cards.csv --for gate --data /run/estate > /run/cards.log 2>&1 || { failed "cards import" "$(said /run/cards.log)"; return 1; }
  estate tokens add desk --role staff --data /run/estate > /run/desk 2> /run/tokens.log || { failed "tokens add" "$(said /run/tokens.log)"; return 1; }
  # Not through estate(): its process would be a shell's, and kill -9 would miss the gateway.
  dotnet $DLL run --estate $W/estate.yaml --data /run/estate --urls $URL > /run/gateway.log 2>&1 & gateway=$!
  uptime_now; start=$NOW
  until http /api/devices > /dev/null; do
    uptime_now
    if [ $((NOW - start)) -gt 12000 ] || ! kill -0 $gateway 2> /dev/null; then failed "gateway starts" "$(said /run/gateway.log)"; return 1; fi
    pause 0.2
  done
  uptime_now; ok "gateway starts"; echo "figure: gateway answers $(seconds $((NOW - start))) after its start"
}

gateway_latency() {
  local ours p99 peer99 what="gateway's p99 latency is at most 5 times the peer's"
  ours=$($W/inject watch "$S" 1 200) || failed "gateway opens for each of 200 cards" "$ours"
  echo "figure: gateway, from last falling edge to relay: $ours"
  p99=$(field p99_us " $ours"); peer99=$(field p99_us " $PEER")
  [[ $p99 = [0-9]* && $peer99 = [0-9]* ]] || { failed "$what" "not measured"; return; }
  echo "figure: p99 gateway / peer: $(awk -v a="$p99" -v b="$peer99" -v g=$GAP_US 'BEGIN { printf "%.2f; both without the gap of 30 ms: %.2f", a / b, (a - g) / (b - g) }')"
  if [ "$p99" -le $((5 * peer99)) ]; then ok "$what"; else failed "$what" "$p99 and $peer99 us"; fi
}

closes_at_23() {
  local sent what="a registered card opens at 22:59:59, and the relay goes back"
  set_clock 22:59:58; clock_reaches 22:59:59
  swipe 1
  # The frame is over 30 ms after its last edge.
  sent=${EPOCHREALTIME/./}; clock 23:00:00
  if [ "$sent" -ge $((CLOCK * 1000000 - 40000)) ]; then failed "$what" "sent too late: $(date)"
  elif ! relay_becomes 1 300; then failed "$what" "it did not open"
  elif ! relay_becomes 0 500; then failed "$what" "it stayed open"
  else ok "$what"; fi
  what="the same card does not open at 23:00:00"
  clock_reaches 23:00:00
  swipe 1
  if relay_stays 0 200; then ok "$what"; else failed "$what" "opened, $(date)"; fi
}

exit_button() {
  local what="the exit button opens although closed"
  pull "$EXIT" up
  if relay_becomes 1 300; then ok "$what"; else failed "$what" "it did not"; fi
  pause 2
  pull "$EXIT" down
  what="the relay goes back 10 s after the button's release"
  value "$RELAY"
  if [ "$VALUE" = 0 ]; then failed "$what" "already at the release"
  elif relay_becomes 0 1500 && [ $TOOK -ge 950 ] && [ $TOOK -le 1150 ]; then ok "$what"
  else failed "$what" "after $(seconds $TOOK)"; fi
}

gateway_reads_all() {
  local before grown what="gateway reads 200 of 200 frames"
  before=$(metric $PIN_FRAMES 'result="read"')
  echo "figure: injector: $($W/inject send "$S" 1 200 2000 50 80000)"
  pause 2
  grown=$(($(metric $PIN_FRAMES 'result="read"') - before))
  if [ $grown = 200 ]; then ok "$what"; else failed "$what" "$grown"; fi
}

door_debounced() {
  local before grown what="9 bounces of the door are one change"
  before=$(metric $PIN_CHANGES 'pin="gate/s-gate:contact"')
  $W/inject bounce "$S" "$DOOR" 9; pause 1
  grown=$(($(metric $PIN_CHANGES 'pin="gate/s-gate:contact"') - before))
  if [ $grown = 1 ]; then ok "$what"; else failed "$what" "$grown"; fi
  pull "$DOOR" down
}

second_gateway_is_refused() {
  local what="pins check names the holder while the gateway runs" status=0
  estate pins check --estate $W/estate.yaml > /run/check.log 2>&1 || status=$?
  sed 's/^/  | /' /run/check.log
  # The word alone, and not in a path or the program's own name.
  if [ $status = 0 ]; then failed "$what" "exit code 0"
  elif grep -qE '(^|[^/.[:alnum:]])estate([^/.[:alnum:]]|$)' /run/check.log; then ok "$what"
  else failed "$what" "exit code $status, no holder named"; fi
}

fire_opens() {
  local what="fire opens"
  pull "$FIRE" up
  if relay_becomes 1 300; then ok "$what"; else failed "$what" "it did not"; fi
  pause 1
  order /api/gates/s-gate/lock-down '{"on":true,"reason":"trial"}' || failed "lock-down is taken during a fire" "it was not"
  if relay_stays 1 300; then ok "a lock-down does not shut the gate during a fire"; else failed "a lock-down does not shut the gate during a fire" "it closed"; fi
  pull "$FIRE" down
  what="the gate stays open after the fire contact has gone back"
  value "$RELAY"
  if [ "$VALUE" = 1 ] && relay_stays 1 500; then ok "$what"; else failed "$what" "it closed"; fi
}

killed_gateway() {
  local what="pins safe drives the outputs after a kill -9" said
  kill -9 $gateway; wait $gateway 2> /dev/null || true
  gateway=''; pause 0.5
  # Not judged: gpio-sim lets go of a dead process's lines, a Raspberry Pi's kernel keeps them.
  value "$RELAY"; echo "figure: relay after kill -9: $VALUE"
  if said=$(estate pins safe --estate $W/estate.yaml 2>&1) && [ "$said" ]; then ok "$what"; else failed "$what" "exit code not 0, or nothing said"; fi
  echo "$said" | sed 's/^/  | /'
}

lines_are_named
start_peer
peer_latency
peer_reads_all
gpioset_is_refused peer
kill $peer; wait $peer 2> /dev/null || true
peer=''

if [ -e $W/PEER_ONLY ]; then
  echo "skipped: every check of the gateway"
elif copy_runtime && driver_contract && drivers_compared && start_gateway; then
  host_reads; before=$HOST_READS
  gateway_latency
  closes_at_23
  exit_button
  gateway_reads_all
  door_debounced
  second_gateway_is_refused
  gpioset_is_refused gateway
  fire_opens
  killed_gateway
  host_reads; echo "figure: waits for the host's files meanwhile, each of which may look long: $((HOST_READS - before))"
fi
finished=yes
