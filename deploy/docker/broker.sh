#!/bin/sh
# Mosquitto with the files the gateway writes: waits for them, reads passwords again whenever they change, and starts again
# when the listeners do.
conf=/var/lib/estate/mosquitto/mosquitto.conf
passwords=/var/lib/estate/mosquitto/passwd
while [ ! -e "$passwords" ]; do sleep 1; done
listeners=$(md5sum "$conf") seen=$(stat -c %i.%Y "$passwords")
mosquitto -c "$conf" &
broker=$!
trap 'kill $broker; wait $broker; exit 0' TERM INT
while kill -0 $broker 2>/dev/null; do
  sleep 1
  now=$(stat -c %i.%Y "$passwords")
  [ "$now" != "$seen" ] || continue
  seen=$now
  # The container starts again, with the new ones.
  [ "$(md5sum "$conf")" = "$listeners" ] || { kill $broker; break; }
  # Twice: Mosquitto forgets a hangup that comes while it answers another.
  kill -HUP $broker
  sleep 1
  kill -HUP $broker
done
wait $broker
