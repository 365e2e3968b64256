#!/bin/bash
# Makes the Debian package from a published gateway: build.sh PUBLISHED VERSION OUT; WORK (a folder, emptied) is left behind.
# One package for arm64 and amd64: the gateway is portable code, and SQLite's library lies in it for both.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
published=$(cd "$1" && pwd) version=$2
mkdir -p "$3"
out=$(cd "$3" && pwd)
work=${WORK:-$out/work}/estate-gateway-$version
[[ $version =~ ^[0-9][0-9A-Za-z.+~]*$ ]] || { echo "'$version' is not a version such as 1.2.3" >&2; exit 2; }

rm -rf "$work"
mkdir -p "$work"/{debian,app,bin,systemd,reference/rules,docs}
cp -r "$published"/. "$work/app"
find "$work/app/runtimes" -mindepth 1 -maxdepth 1 ! -name linux-arm64 ! -name linux-x64 ! -name unix -exec rm -rf {} +
rm -f "$work"/app/{web.config,runtimeconfig.template.json} "$work"/app/*.xml
for arch in arm64 x64; do
  [ -n "$(find "$work/app/runtimes/linux-$arch" -name 'libe_sqlite3.so' 2>/dev/null)" ] || { echo "the published gateway has no SQLite for linux-$arch" >&2; exit 1; }
done
[ -s "$work/app/THIRD-PARTY-NOTICES" ] || { echo "the published gateway has no THIRD-PARTY-NOTICES" >&2; exit 1; }
cp "$here"/{control,rules,install,preinst,postinst,postrm} "$work/debian/"
sed -i "s/@VERSION@/$version/g" "$work/debian/preinst"
cp "$here"/{estate,broker-files,broker-current} "$work/bin/"
cp "$here/estate.yaml" "$work/"
cp "$root"/deploy/systemd/* "$work/systemd/"
cp "$root"/deploy/reference/rules/*.yaml "$work/reference/rules/"
cp "$root"/docs/*.md "$root/docs/asyncapi.yaml" "$work/docs/"
cp -r "$root"/docs/{en,zh,decisions} "$work/docs/"
cp "$root/deploy/reference/estate.yaml" "$work/docs/estate.example.yaml"
cp -r "$root/deploy/grafana" "$work/grafana"
find "$work/app" -type f -exec chmod a-x {} +
chmod -R u=rwX,go=rX "$work"

# The same commit makes the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
cat >"$work/debian/changelog" <<CHANGELOG
estate-gateway ($version) stable; urgency=medium

  * What is new stands in the project's history.

 -- Estate gateway <root@localhost>  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG
(cd "$work" && debian/rules binary) >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; exit 1; }
mv "$work/../estate-gateway_${version}_all.deb" "$out/"
echo "$out/estate-gateway_${version}_all.deb"
