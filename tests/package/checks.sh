# Sourced by package.sh: what is looked at, in order, on one system that lives through all of it.
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2154
URL=http://127.0.0.1:8080
OURS=/root/install/estate-gateway_${OLDER}_$architecture.deb
UPGRADE=/root/install/estate-gateway_${NEWER}_$architecture.deb

# What a person would notice of a change: names, owners, modes and contents; not what runs and logs by itself.
snapshot() {
  inside find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /dev -o -path /var/log -o -path /var/cache -o -path /var/tmp -o -path /root -o -path /var/lib/systemd/timers -o -path /var/lib/systemd/random-seed -o -path /var/lib/estate -o -path /var/lib/apt -o -path '/var/lib/dpkg/*-old' -o -path /var/lib/dpkg/lock\* -o -path /var/lib/dpkg/triggers \) -prune \
    -o \( -type f -printf '%p %U:%G %m %s %T@\n' -o ! -type d -printf '%p %l\n' -o -printf '%p %U:%G %m\n' \) | sort
}
names() { snapshot | cut -d ' ' -f 1 | grep -vE '^/var/lib/(dpkg|apt|systemd)|^/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|/\.pwd\.lock$|/\.updated$'; }
pid_of() { inside systemctl show -p MainPID --value "$1"; }
version_here() { inside dpkg-query -W -f '${Version}' estate-gateway; }
answers() { inside curl -fsS -m 5 -o /dev/null "$URL$1"; }
token_works() { inside curl -fsS -m 5 -o /dev/null -H "Authorization: Bearer $token" "$URL/api/points/households/h1"; }
sentences() { LC_ALL=C.UTF-8 grep -qP '[\x{4e00}-\x{9fff}]' <<<"$1" && grep -qi "$2" <<<"$1"; } # SAID ENGLISH: in both languages
restart() { inside systemctl restart estate-gateway || failed "the gateway starts again" "$(inside journalctl -u estate-gateway -o cat -n 3 --no-pager | tr '\n' ' ')"; }
refuses() { ! "$@"; }

said_when_refused() { # WHAT ENGLISH COMMAND...
  local what=$1 english=$2 said
  shift 2
  if said=$("$@" 2>&1); then failed "$what" "it went through"
  elif sentences "$said" "$english"; then ok "$what"; else failed "$what" "$(tail -n 3 <<<"$said" | tr '\n' ' ')"; fi
}

before=$(names)

# --- by dpkg alone ----------------------------------------------------------------------------------------------------

does() { # WHAT COMMAND...: what it printed is in SAID
  local what=$1
  shift
  if said=$("$@" 2>&1); then ok "$what"; else failed "$what" "$(tail -n 4 <<<"$said" | tr '\n' ' ')"; fi
}
inside sh -c 'for group in gpio i2c spi; do groupadd --system $group; done'
does "the package installs without a network" inside apt-get install -y -q --no-install-recommends "$OURS"
check "this system has no .NET" refuses inside sh -c 'command -v dotnet || ls -d /usr/*/dotnet /usr/local/*/dotnet'
check "the gateway runs all the same: it is in the package" within 60 answers /readyz
check "a command runs" inside estate people list
check "every file is as packed" inside sh -c '[ -z "$(dpkg --verify estate-gateway)" ]'
check "the licences of what it is made of lie beside it" inside grep -q 'MQTTnet' /opt/estate/THIRD-PARTY-NOTICES
check "and those of .NET" inside sh -c 'for part in NETCore AspNetCore; do grep -qi "copyright" /opt/estate/notices/Microsoft.$part.App/THIRD-PARTY-NOTICES.TXT || exit 1; done'
check "the data folder is the gateway's alone" test "$(inside stat -c '%U:%G %a' /var/lib/estate)" = 'estate:estate 700'
check "the settings are root's" test "$(inside stat -c '%U:%G %a' /etc/estate/estate.yaml)" = 'root:root 644'
check "both users are system users that nobody logs in as" inside sh -c 'for u in estate estate-broker; do [ "$(id -u $u)" -lt 1000 ] && getent passwd $u | grep -q nologin || exit 1; done'
check "the gateway may use lines and buses where this system has groups for them" test "$(inside id -Gn estate)" = 'estate gpio i2c spi'
check "nothing of the package can be written by its user" inside sh -c '[ -z "$(dpkg -L estate-gateway | xargs -d "\n" find -maxdepth 0 ! -type l \( ! -user root -o -perm /022 \))" ]'

# --- install.sh -------------------------------------------------------------------------------------------------------

# As on a machine that has never had it.
does "apt purge, and all of it is gone" inside apt-get purge -y -q estate-gateway
check "without settings and data" inside sh -c '! ls -d /etc/estate /var/lib/estate'
check "install.sh --help" inside /root/install/install.sh --help
said_when_refused "an unknown option is refused" "not known" inside /root/install/install.sh --frobnicate
said_when_refused "an address that is none is refused" "is not like" inside /root/install/install.sh --listen 8080
head -c 100000 "$system$OURS" >"$system/root/install/half.deb"
said_when_refused "half a package is refused" "not a whole package" inside /root/install/install.sh --package /root/install/half.deb
cp "$system$OURS" "$system/root/install/later.deb"
printf '%-12s' $(($(date +%s) + 40 * 86400)) | dd of="$system/root/install/later.deb" bs=1 seek=24 conv=notrunc status=none
said_when_refused "a clock before the package was made is said" "clock is wrong" inside /root/install/install.sh --package /root/install/later.deb
other=$([ "$architecture" = amd64 ] && echo arm64 || echo amd64)
mkdir -p "$work/other/DEBIAN"
printf '%s\n' 'Package: estate-gateway' 'Version: 1.0.0' "Architecture: $other" 'Maintainer: root' 'Description: other' >"$work/other/DEBIAN/control"
dpkg-deb --build "$work/other" "$system/root/install/other.deb" >/dev/null
said_when_refused "the package of another architecture is refused" "needs the one for $architecture" inside /root/install/install.sh --package /root/install/other.deb
rm "$system"/root/install/{half,later,other}.deb
start=$SECONDS
does "install.sh without a network" inside /root/install/install.sh --package "$OURS"
echo "figure: install.sh, from the command to an answering gateway: $((SECONDS - start)) s"
check "it ends with the address and the administrator's code" grep -q '/join?code=' <<<"$said"
check "the code opens the page that begins an account" answers "/join?code=$(sed -n 's/.*join?code=\([0-9A-Za-z-]*\).*/\1/p' <<<"$said" | tail -n 1)"
check "the gateway is ready: it has its broker" answers /readyz
check "the residents' handbook is there" answers /help
check "with its pictures" answers /help/residents/pictures/zh/residents-home.png
once=$(snapshot) gateway=$(pid_of estate-gateway)
does "install.sh a second time" inside /root/install/install.sh --package "$OURS"
check "a second time it says that nothing was changed" sentences "$said" 'nothing was changed'
twice=$(snapshot)
check "a second time changes no file" diff <(echo "$once") <(echo "$twice")
check "a second time restarts nothing" test "$gateway" = "$(pid_of estate-gateway)"

# --- the broker -------------------------------------------------------------------------------------------------------

device() { inside awk -F, '$1 == "station-1" { print $2 }' /var/lib/estate/secrets/devices.csv; }
publish() { # PORT PASSWORD TOPIC [OPTIONS]
  inside timeout 10 mosquitto_pub -h localhost -p "$1" -u station-1 -P "$2" -t "$3" -q 1 -m '{}' "${@:4}"
}
site=$(inside sed -n 's/^site: *//p' /etc/estate/estate.yaml)
broker=$(pid_of estate-broker)
check "the broker runs as a user of its own" test "$(inside stat -c %U "/proc/$broker")" = estate-broker
check "the broker sees its files and nothing else of the estate" test "$(inside find "/proc/$broker/root/var/lib/estate" -mindepth 1 -maxdepth 1 -printf '%f ')" = 'mosquitto '
check "a device's own password lets it in" publish 18830 "$(device)" "estate/$site/bins/station-1/status"
check "a wrong password does not" refuses publish 18830 wrong "estate/$site/bins/station-1/status"
check "nobody gets in without a name" refuses inside timeout 10 mosquitto_pub -h localhost -p 18830 -t x -m x
check "only this machine reaches the listener without TLS" inside sh -c 'while read -r _ local _ state _; do [ "$state" = 0A ] && case $local in 0100007F:498E) found=1;; *:498E) exit 1;; esac; done </proc/net/tcp; [ "$found" ] && ! grep -q ":498E .* 0A" /proc/net/tcp6'
if inside grep -q '^broker:.*tls_port: 8883' /etc/estate/estate.yaml; then
  check "over TLS a device gets in, and knows the broker by the estate's own authority" publish 8883 "$(device)" "estate/$site/bins/station-1/status" --cafile /var/lib/estate/mosquitto/ca.crt
  check "without TLS that port takes nobody" refuses publish 8883 "$(device)" "estate/$site/bins/station-1/status"
  check "another authority's word is not taken" refuses publish 8883 "$(device)" "estate/$site/bins/station-1/status" --capath /etc/ssl/certs
fi
restart
check "after a restart of the gateway the broker has the new password file" within 20 inside cmp /var/lib/estate/mosquitto/passwd /run/estate-broker/passwd
check "and went on running" test "$broker" = "$(pid_of estate-broker)"
check "the device still gets in" within 10 publish 18830 "$(device)" "estate/$site/bins/station-1/status"
inside sed -i 's/port: 18830/port: 18831/' /etc/estate/estate.yaml
restart
check "another port in estate.yaml: the broker listens there" within 20 publish 18831 "$(device)" "estate/$site/bins/station-1/status"
inside sed -i 's/port: 18831/port: 18830/' /etc/estate/estate.yaml
restart
check "ready again" within 60 answers /readyz

# --- the watchdog -----------------------------------------------------------------------------------------------------

gateway=$(pid_of estate-gateway)
inside kill -STOP "$gateway" || true
start=$SECONDS
restarted() { local now; now=$(pid_of estate-gateway); [ "$now" != 0 ] && [ "$now" != "$gateway" ] && answers /readyz; }
check "a gateway that hangs is started again" within 120 restarted
echo "figure: from hanging to ready again: $((SECONDS - start)) s"

for unit in estate-gateway estate-broker estate-broker-files; do
  echo "figure: $unit.service $(inside systemd-analyze security --no-pager "$unit.service" | sed -n 's/.*Overall exposure level for .*service: *\([0-9.]*\).*/exposed \1 of 10/p')"
done

# --- what must live on ------------------------------------------------------------------------------------------------

inside mkdir -p /var/lib/estate/in && printf 'h1,AB12CD34\n' >"$system/var/lib/estate/in/cards.csv"
inside chown -R estate: /var/lib/estate/in
check "cards are registered with one command" inside estate cards import /var/lib/estate/in/cards.csv --for points
token=$(inside estate tokens add hall --role staff --scope points:read | grep -oE '[A-Za-z0-9_.-]{24,}' | tail -n 1) || failed "a token is made"
check "a row of the database: a program's token works" within 60 token_works
echo '# ours' >>"$system/etc/estate/estate.yaml"
echo '# ours' >>"$system/etc/estate/rules/defaults.yaml"

doctor_finds_it() { grep -q ' Gateway: runs' <<<"$(inside estate doctor --lang en)"; }
check "the doctor asks the gateway where it listens, on every address" doctor_finds_it
inside sed -i 's/:8080/:8090/' /etc/default/estate-gateway
restart
check "and on another port" within 60 doctor_finds_it
inside sed -i 's/:8090/:8080/' /etc/default/estate-gateway
restart
check "ready once more" within 60 answers /readyz
does "a bundle is made by whoever calls, from a folder the gateway may not enter" inside sh -c 'cd /root && estate support-bundle'
bundle=$(sed -n 's,^\(/tmp/estate-support-[^:]*\):.*,\1,p' <<<"$said")
check "with lines of the journal" inside sh -c "tar -xzOf $bundle log.txt | grep -q 'Information Estate.Gateway'"
check "a change at the machine is noted under the name of who called sudo" inside sh -c 'SUDO_USER=wang estate tokens add noted --role staff >/dev/null && estate audit list --last 1 | grep -q "  local:wang  "'

# --- upgrade, downgrade -----------------------------------------------------------------------------------------------

gateway=$(pid_of estate-gateway)
start=$SECONDS
does "install.sh upgrades to the newest package beside it" inside /root/install/install.sh
echo "figure: upgrade, from the command to an answering gateway: $((SECONDS - start)) s"
check "the newer version is here" test "$(version_here)" = "$NEWER"
check "the gateway was started again" refuses test "$gateway" = "$(pid_of estate-gateway)"
check "the row is still there" within 30 token_works
check "what was changed in /etc stays" inside sh -c 'tail -n 1 /etc/estate/estate.yaml | grep -qx "# ours" && tail -n 1 /etc/estate/rules/defaults.yaml | grep -qx "# ours"'
if inside estate --help | grep -q '^  backup '; then
  check "an upgrade begins with a backup" inside sh -c 'ls /var/backups/estate | grep -q .'
fi
gateway=$(pid_of estate-gateway)
said_when_refused "an older package is refused by dpkg" "newer version $NEWER" inside dpkg -i "$OURS"
said_when_refused "an older package is refused by install.sh" "newer version $NEWER" inside /root/install/install.sh --package "$OURS"
check "the newer version is still here, and whole" inside sh -c "[ \"\$(dpkg-query -W -f '\${db:Status-Status} \${Version}' estate-gateway)\" = 'installed $NEWER' ] && [ -z \"\$(dpkg --verify estate-gateway | grep -v ' c ')\" ]"
check "the gateway did not even stop" test "$gateway" = "$(pid_of estate-gateway)"
check "who insists may go back" inside env ESTATE_ALLOW_DOWNGRADE=yes dpkg -i "$OURS"
check "with the row" within 60 token_works

# --- remove, purge ----------------------------------------------------------------------------------------------------

check "and forward again" inside apt-get install -y -q "$UPGRADE"
does "apt remove" inside apt-get remove -y -q estate-gateway
check "remove says that data and settings stay" sentences "$said" 'stay in /var/lib/estate'
check "and they do" inside sh -c 'test -s /var/lib/estate/estate.db && test -s /etc/estate/estate.yaml'
check "nothing runs any more" inside sh -c '! pgrep -u estate && ! pgrep -u estate-broker && ! systemctl is-active estate-gateway estate-broker estate-broker-files.path'
said_when_refused "an older package does not come back over newer data" "newer version $NEWER" inside dpkg -i "$OURS"
check "the same one does" inside apt-get install -y -q "$UPGRADE"
check "with the row" within 60 token_works
inside sh -c 'echo kept >/var/backups/estate/a-backup; mkdir /var/lib/estate.before-2026-11-26T033000'
does "apt purge" inside apt-get purge -y -q estate-gateway
check "purge says that backups stay" sentences "$said" 'backups stay'
check "and they do, for root alone" test "$(inside stat -c '%U %a' /var/backups/estate /var/backups/estate/a-backup | tr '\n' ' ')" = 'root 700 root 644 '
check "the users are gone" inside sh -c '! getent passwd estate estate-broker && ! getent group estate estate-broker'
inside rm -rf /var/backups/estate
check "nothing else of it is left" diff <(echo "$before") <(names)
