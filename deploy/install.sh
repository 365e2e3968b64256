#!/bin/bash
# Installs or upgrades the estate gateway on Raspberry Pi OS and Debian. May be run again at any time: what is right stays.
# 安装或升级小区网关（Raspberry Pi OS、Debian）。可以反复运行。
set -euo pipefail

usage() {
  cat <<'TEXT'
sudo ./install.sh [OPTIONS]        installs or upgrades the estate gateway / 安装或升级小区网关

  --package FILE    the package; without it the newest estate-gateway_*_arm64.deb (or _amd64) beside this script / 安装包
  --listen URL      where the pages are; http://*:8080 on every address of this machine, http://127.0.0.1:8080 on itself
                    alone; without it every address at the first time, and as it was later / 网页的地址
  --check           says what is missing and changes nothing / 只检查
  --help            this text / 本说明
All of the program is in the package, so only a machine without Mosquitto needs a network. / 程序全在安装包里；只有没装 Mosquitto 的机器才需要网络。
TEXT
}

here=$(cd "$(dirname "$0")" && pwd)
NEEDED_MB=700
DEFAULTS=/etc/default/estate-gateway
package='' listen='' check_only=''
changed='' restart=''

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }

while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) usage; exit 0 ;;
    --check) check_only=yes; shift ;;
    --package | --listen)
      [ $# -ge 2 ] || fail "$1 needs a value; --help tells more. / $1 后面缺少内容，见 --help。"
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    *) usage >&2; fail "'$1' is not known here. / 不认识 '$1'。" ;;
  esac
done

# --- what must be so before anything is changed -----------------------------------------------------------------------

problems=()
problem() { problems+=("- $1"); }

check_system() {
  local id='' version=''
  # shellcheck source=/dev/null
  [ ! -r /etc/os-release ] || { id=$(. /etc/os-release; echo "${ID:-}"); version=$(. /etc/os-release; echo "${VERSION_ID:-0}"); }
  case "$id" in
    debian | raspbian) [ "${version%%.*}" -ge 12 ] || problem "系统太旧，需要 Debian 12 或更新 / Debian $version is too old: 12 or newer is needed" ;;
    *) problem "这不是 Debian 或 Raspberry Pi OS / This is neither Debian nor Raspberry Pi OS (${id:-unknown})" ;;
  esac
  architecture=$(dpkg --print-architecture 2>/dev/null || echo unknown)
  case "$architecture" in
    arm64 | amd64) ;;
    *) problem "需要 64 位系统 / A 64-bit system is needed (arm64 or amd64); this one is $architecture" ;;
  esac
  [ "$(id -u)" -eq 0 ] || problem "请用 sudo 运行 / Please run it with sudo"
}

check_disk() {
  local folder free
  for folder in /opt /var; do
    free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$NEEDED_MB" ] || problem "磁盘空间不足：$folder 还剩 $free MB，需要 $NEEDED_MB MB / Too little space: $folder has $free MB free, $NEEDED_MB MB are needed"
  done
}

# A Pi without a battery begins in the past; certificates and downloads would be refused for reasons nobody understands.
check_clock() {
  local made
  # When the package was made, as its first member says; the file's own time is only when it was copied.
  made=$(head -c 36 "$package" | tail -c 12 | tr -d ' ')
  [ "$(date +%s)" -ge $((made - 86400)) ] || problem "时间不对：$(date '+%F %R')，请先连网或手动设置 / The clock is wrong ($(date '+%F %R')): connect a network, or: sudo date -s 'YYYY-MM-DD HH:MM'"
}

find_package() {
  if [ -z "$package" ]; then
    package=$(find "$here" -maxdepth 1 -name "estate-gateway_*_$architecture.deb" | sort -V | tail -n 1)
  fi
  [ -n "$package" ] || { problem "没有找到安装包 / No package is here: put estate-gateway_*_$architecture.deb beside this script, or name it with --package"; return; }
  [ -f "$package" ] || { problem "没有这个文件 / There is no file $package"; return; }
  package=$(realpath "$package")
  if ! version=$(dpkg-deb -f "$package" Version 2>/dev/null) || ! dpkg-deb --fsys-tarfile "$package" >/dev/null 2>&1; then
    problem "$package 不是完整的安装包，请重新复制 / $package is not a whole package: copy it again"
    return
  fi
  if [ "${ESTATE_ALLOW_DOWNGRADE:-}" != yes ] && [ -n "$(installed)" ] && dpkg --compare-versions "$(installed)" gt "$version"; then
    problem "已装的 $(installed) 比 $version 新，不能换回 / The newer version $(installed) is installed, it is not replaced by $version. To go back all the same, after a backup: ESTATE_ALLOW_DOWNGRADE=yes"
  fi
  [ "$(dpkg-deb -f "$package" Package)" = estate-gateway ] || { problem "$package 不是网关的安装包 / $package is not the gateway's package"; return; }
  offered=$(dpkg-deb -f "$package" Architecture)
  [ "$offered" = "$architecture" ] || { problem "$package 是 $offered 的，这台机器需要 $architecture 的 / $package is for $offered; this machine needs the one for $architecture"; return; }
  check_clock
}

installed() { dpkg-query -W -f '${Version}' estate-gateway 2>/dev/null || true; }

# --- what is changed --------------------------------------------------------------------------------------------------

install_package() {
  local had_mosquitto=''
  # 1.0.0 was a package for both architectures once, without .NET in it.
  if [ "$(dpkg-query -W -f '${Version} ${Architecture}' estate-gateway 2>/dev/null)" = "$version $architecture" ] && dpkg --verify estate-gateway >/dev/null; then
    say "网关 $version 已安装 / The gateway $version is installed already"
    return
  fi
  command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] && had_mosquitto=yes
  say "安装网关 $version / Installing the gateway $version ..."
  local options=(-y -q --no-install-recommends --allow-downgrades --reinstall -o Dpkg::Options::=--force-confold)
  export DEBIAN_FRONTEND=noninteractive
  # Only asks the network where something is missing.
  apt-get install "${options[@]}" "$package" || { apt-get update -q && apt-get install "${options[@]}" "$package"; } || fail "没有装上，原来的还在。上面说明了原因；改好以后再运行一次。" "It was not installed, and what was here is as before. The reason stands above; run this again after that."
  # Debian's own broker, with its own configuration, came along: the estate runs one of its own.
  [ -n "$had_mosquitto" ] || systemctl --quiet disable --now mosquitto.service 2>/dev/null || true
  # The package started it, with what was set above.
  changed=yes restart=''
}

configure() {
  local wanted=$listen
  [ -n "$wanted" ] || [ -e "$DEFAULTS" ] || wanted='http://*:8080'
  [ -n "$wanted" ] || return 0
  if ! grep -qxF "ESTATE_URLS=\"$wanted\"" "$DEFAULTS" 2>/dev/null; then
    printf '%s\n' '# Where the pages are served; several separated by ;' "ESTATE_URLS=\"$wanted\"" >"$DEFAULTS.new"
    mv "$DEFAULTS.new" "$DEFAULTS"
    changed=yes restart=yes
  fi
}

answers() {
  local address status
  address=$(sed -n 's,^ESTATE_URLS="*http://\([^;"]*\).*,\1,p' "$DEFAULTS" | sed 's,^[*+],127.0.0.1,; s,^0\.0\.0\.0,127.0.0.1,; s,/$,,')
  [[ $address == *:* ]] || address=$address:80
  exec 3<>"/dev/tcp/${address%:*}/${address##*:}" || return 1
  printf 'GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  read -r status <&3 || true
  exec 3<&- 3>&-
  [[ $status == *" 200"* ]]
}

start() {
  [ -d /run/systemd/system ] || { say "systemd 没有运行，网关会在下次开机时启动。 / systemd does not run here: the gateway starts with the next boot."; return; }
  [ -z "$restart" ] || systemctl restart estate-gateway.service
  systemctl --quiet is-active estate-gateway.service || systemctl start estate-gateway.service
  local i
  for ((i = 0; i < 120; i++)); do
    if (answers) 2>/dev/null; then
      say "网关已就绪 / The gateway is ready."
      return
    fi
    sleep 0.5
  done
  fail "网关没有在一分钟内就绪 / The gateway did not get ready within a minute: systemctl status estate-gateway; journalctl -u estate-gateway -n 50"
}

[ -z "$listen" ] || [[ $listen =~ ^http://[^\ \;\"/]+:[0-9]+(\;http://[^\ \;\"/]+:[0-9]+)*$ ]] ||
  fail "--listen: '$listen' is not like http://*:8080. Nothing was changed. / --listen 应写成 http://*:8080 这样。什么也没有改动。"
check_system
[ ${#problems[@]} -gt 0 ] || { find_package; check_disk; }
[ ${#problems[@]} -eq 0 ] || fail "还不能安装，什么也没有改动 / Cannot install yet, nothing was changed:" "${problems[@]}"
if [ -n "$check_only" ]; then
  say "可以安装 $version / $version can be installed. (installed: $(installed))"
  exit 0
fi
umask 022
configure
install_package
start
[ -n "$changed" ] || say "一切都已是最新，没有改动 / Everything was as it should be; nothing was changed."
estate welcome
