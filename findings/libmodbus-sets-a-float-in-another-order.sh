#!/usr/bin/env bash
# What libmodbus writes as a float in one byte order, it reads back in another.
#
# Version:  Debian's libmodbus5 3.1.6-2.1+deb12u1, on a little-endian machine; called with Python's ctypes
# Input:    123456.0 (47 F1 20 00) into two registers and back, both ways with the functions for one order: abcd, dcba, badc, cdab
# Expected: the registers that the order's name says, and the number (modbus_set_float_abcd(3): "set a float value in 2 registers using ABCD byte order")
# Seen:       abcd: F147 0020, back -9.85403e+29
#             dcba: 2000 47F1, back -9.85403e+29
#             badc: 47F1 2000, back -9.85403e+29
#             cdab: 0020 F147, back -9.85403e+29
#           The functions that read are right for every order.
# Source:   src/modbus-data.c: modbus_set_float_… lays the four bytes into memory in the order named, but a register is a number there, and libmodbus sends
#           its high byte first; upstream's issue 807, open
# So:       a setpoint of a heat pump or a charger arrives as another number, while all that is read from it is right. Put the registers together
#           yourself, or write with the order whose name has each pair the other way round (badc for abcd).
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root libmodbus5=3.1.6-2.1+deb12u1 >/dev/null
dpkg -x ./*.deb root
cat >app.py <<'X'
import ctypes, glob

modbus = ctypes.CDLL(glob.glob('root/usr/lib/*/libmodbus.so.5')[0])
for order in ('abcd', 'dcba', 'badc', 'cdab'):
    registers = (ctypes.c_uint16 * 2)()
    write, read = getattr(modbus, f'modbus_set_float_{order}'), getattr(modbus, f'modbus_get_float_{order}')
    write.argtypes, read.restype = [ctypes.c_float, ctypes.POINTER(ctypes.c_uint16)], ctypes.c_float
    write(123456.0, registers)
    print(f'{order}: {registers[0]:04X} {registers[1]:04X}, back {read(registers):g}')
X
seen="$(python3 app.py)"
echo "$seen"
[ "$seen" = 'abcd: F147 0020, back -9.85403e+29
dcba: 2000 47F1, back -9.85403e+29
badc: 47F1 2000, back -9.85403e+29
cdab: 0020 F147, back -9.85403e+29' ] || { echo "This has changed."; exit 1; }
