#!/bin/bash
# Makes the Debian package of one architecture from a gateway published for it: build.sh PUBLISHED VERSION ARCHITECTURE OUT, where
# ARCHITECTURE is amd64 or arm64; WORK (a folder, emptied) is left behind. Nothing is compiled here, so either is packed on any machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
published=$(cd "$1" && pwd) version=$2 architecture=$3
mkdir -p "$4"
out=$(cd "$4" && pwd)
work=${WORK:-$out/work}/estate-gateway-$version-$architecture
[[ $version =~ ^[0-9][0-9A-Za-z.+~]*$ ]] || { echo "'$version' is not a version such as 1.2.3" >&2; exit 2; }
# What the kernel needs to know of a program: its machine, in the 19th byte.
case "$architecture" in
  amd64) machine=62 ;;
  arm64) machine=183 ;;
  *) echo "'$architecture' is neither amd64 nor arm64" >&2; exit 2 ;;
esac

rm -rf "$work"
mkdir -p "$work"/{debian,app,bin,systemd,reference/rules,docs}
cp -r "$published"/. "$work/app"
rm -f "$work"/app/{web.config,runtimeconfig.template.json} "$work"/app/*.xml
for file in Estate.Cli libcoreclr.so libe_sqlite3.so; do
  [ "$(od -An -tu2 -j18 -N2 "$work/app/$file" 2>/dev/null | tr -d ' ')" = $machine ] || { echo "the published gateway has no $file for $architecture" >&2; exit 1; }
done
for notices in THIRD-PARTY-NOTICES notices/Microsoft.{NETCore,AspNetCore}.App/THIRD-PARTY-NOTICES.TXT; do
  [ -s "$work/app/$notices" ] || { echo "the published gateway has no $notices" >&2; exit 1; }
done
cp "$here"/{control,rules,install,preinst,postinst,postrm} "$work/debian/"
sed -i "s/@VERSION@/$version/g; s/@ARCHITECTURE@/$architecture/g" "$work"/debian/{preinst,control}
cp "$here"/{estate,broker-files,broker-current} "$work/bin/"
cp "$here/estate.yaml" "$work/"
cp "$root"/deploy/systemd/* "$work/systemd/"
cp "$root"/deploy/reference/rules/*.yaml "$work/reference/rules/"
cp "$root"/docs/*.md "$root/docs/asyncapi.yaml" "$work/docs/"
cp -r "$root"/docs/{en,zh,decisions} "$work/docs/"
cp "$root/deploy/reference/estate.yaml" "$work/docs/estate.example.yaml"
cp -r "$root/deploy/grafana" "$work/grafana"
find "$work/app" -type f -exec chmod a-x {} +
chmod +x "$work/app/Estate.Cli"
chmod -R u=rwX,go=rX "$work"

# The same commit makes the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
cat >"$work/debian/changelog" <<CHANGELOG
estate-gateway ($version) stable; urgency=medium

  * What is new stands in the project's history.

 -- Estate gateway <root@localhost>  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG
(cd "$work" && dpkg-architecture -a "$architecture" -c debian/rules binary) >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; exit 1; }
mv "$work/../estate-gateway_${version}_$architecture.deb" "$out/"
echo "$out/estate-gateway_${version}_$architecture.deb"
