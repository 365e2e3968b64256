#!/bin/bash
# Boots a Debian kernel with the kernel's own gpio-sim driver in QEMU and runs WORK/guest.sh in it: the guest sees this
# machine's root file system read-only and WORK read-write at /tmp/host-share. Exit code: guest.sh's, or 125 if it never finished.
#   gpio-vm.sh CACHE WORK
# CACHE keeps the kernel and its modules (10 MB); the first run fills it and downloads 210 MB with apt for that.
# VMTIMEOUT: seconds of real time the guest may take (default 900).
set -eu
die() { echo "gpio-vm: $*" >&2; exit 125; }
[ $# = 2 ] || die "usage: gpio-vm.sh CACHE WORK"
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"; cache=$(realpath "$1"); work=$(realpath "$2")
[ -e "$work/guest.sh" ] || die "$work/guest.sh is missing; run prepare.sh first"

missing=
need() { [ -e "$1" ] || command -v "$1" > /dev/null || missing="$missing $2"; }
need qemu-system-x86_64 qemu-system-x86; need make make; need gcc gcc; need cpio cpio; need xz xz-utils
need /bin/busybox busybox-static; need gpioset gpiod; need curl curl
# The plain amd64 flavour only: the cloud one has no GPIO at all.
abi=$(printf '%s\n' /usr/src/linux-headers-6.1.*[0-9]-amd64 | sort -V | tail -1 | sed 's,.*linux-headers-,,')
need "/usr/src/linux-headers-$abi" linux-headers-amd64
[ -z "$missing" ] || die "missing packages: apt-get install --no-install-recommends$missing"

build() { # in an empty folder, for kernel $abi: vmlinuz and initrd.gz
  local version kernel modules i=10 module
  version=$(dpkg-query -W -f '${Version}' "linux-headers-$abi")
  apt-get -qq download "linux-image-$abi=$version" "linux-source-6.1=$version" 2> apt.log ||
    die "cannot download linux-image-$abi and linux-source-6.1 $version (apt-get update?): $(tail -1 apt.log)"
  kernel=lib/modules/$abi/kernel
  # In the order they must be loaded.
  modules="drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_legacy_dev
    drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci fs/netfs/netfs fs/fscache/fscache
    net/9p/9pnet net/9p/9pnet_virtio fs/9p/9p fs/configfs/configfs"
  mkdir -p image sim root/{bin,mod,proc,sys,dev,host}
  # shellcheck disable=SC2046,SC2086
  dpkg --fsys-tarfile linux-image-*.deb | tar -x -C image "./boot/vmlinuz-$abi" $(printf "./$kernel/%s.ko " $modules)
  # tar stops as soon as it has the three files; the broken pipe dpkg-deb then reports means nothing.
  dpkg --fsys-tarfile linux-source-6.1_*.deb 2> /dev/null | tar -xO ./usr/src/linux-source-6.1.tar.xz 2> /dev/null |
    tar -xJ -C sim --xform 's,.*/,,' --occurrence=1 \
      linux-source-6.1/drivers/gpio/{gpio-sim.c,gpiolib.h} linux-source-6.1/kernel/irq/irq_sim.c
  # Debian builds gpio-sim for no kernel, so it is built here, together with the irq_sim it needs. irq_to_desc() is not
  # exported to modules: reach the descriptor through irq_get_irq_data(), which is. And search the pending set from 0, or
  # a lower line that became pending meanwhile would wait for the next interrupt.
  sed -i -e 's/irq_to_desc(irqnum)/irq_data_to_desc(irq_get_irq_data(irqnum))/' \
    -e 's/irq_count, offset);/irq_count, 0);/' sim/irq_sim.c
  printf 'obj-m := gpio-simvm.o\ngpio-simvm-y := gpio-sim.o irq_sim.o\n' > sim/Makefile
  make -s -C "/usr/src/linux-headers-$abi" M="$PWD/sim" modules > make.log 2>&1 ||
    die "gpio-sim does not build for $abi: $(grep -m1 error make.log)"
  for module in $modules; do mv "image/$kernel/$module.ko" "root/mod/$i-${module##*/}.ko"; i=$((i + 1)); done
  strip --strip-debug -o root/mod/90-gpio-sim.ko sim/gpio-simvm.ko
  cp /bin/busybox root/bin/
  mv "image/boot/vmlinuz-$abi" vmlinuz
  (cd root && find . | cpio -o -H newc --quiet | gzip -1) > modules.gz
}

parts=$cache/$abi
if [ ! -e "$parts" ]; then
  rm -rf "$cache"/build.*
  dir=$(mktemp -d "$cache/build.XXXXXX")
  chmod 755 "$dir" # apt drops its rights to download
  (cd "$dir" && build)
  mkdir "$dir/parts"; mv "$dir/vmlinuz" "$dir/modules.gz" "$dir/parts/"
  mv "$dir/parts" "$parts"; rm -rf "$dir" # appears whole or not at all
fi
# init is packed at every run, so that changing it needs no new cache: the kernel takes several archives in a row.
(cd "$here" && echo init | cpio -o -H newc --quiet | gzip -1) | cat "$parts/modules.gz" - > "$work/initrd.gz"

# One processor and a clock that counts instructions (2 ns each): the guest's time does not depend on how busy this machine
# is. With two, the emulation itself merges edges. The clock starts before any time a test sets: it only ever goes forward.
rm -f "$work/rc"
set +e
timeout "${VMTIMEOUT:-900}" nice -n 10 qemu-system-x86_64 -M q35 -accel tcg -cpu max -smp 1 -icount shift=1,sleep=off -m 1024 \
  -rtc base=2026-03-02T14:30:00,clock=vm -no-reboot -display none -vga none -nodefaults -no-user-config -serial stdio \
  -kernel "$parts/vmlinuz" -initrd "$work/initrd.gz" -append "console=ttyS0 quiet panic=-1" \
  -fsdev local,id=h,path=/,security_model=none,readonly=on,multidevs=remap -device virtio-9p-pci,fsdev=h,mount_tag=host \
  -fsdev local,id=w,path="$work",security_model=none -device virtio-9p-pci,fsdev=w,mount_tag=work \
  < /dev/null | tee "$work/console.log"
status=${PIPESTATUS[0]}
[ -e "$work/rc" ] || die "the guest did not finish (qemu: $status; 124 is a time-out, VMTIMEOUT)"
exit "$(cat "$work/rc")"
