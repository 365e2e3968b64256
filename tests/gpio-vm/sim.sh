# Sourced in the guest: one simulated chip with the lines of one gate, in the order inject.c knows them by.
C=/sys/kernel/config/gpio-sim/gate
NAMES="RELAY DOOR EXIT FIRE D0 D1 TAMPER LOCKSENSE"
mkdir -p $C/bank0; echo 8 > $C/bank0/num_lines; echo gate-sim > $C/bank0/label
i=0; for n in $NAMES; do mkdir $C/bank0/line$i; echo "$n" > $C/bank0/line$i/name; declare "$n=$i"; i=$((i + 1)); done
echo 1 > $C/live
CHIP=$(cat $C/bank0/chip_name)
S=/sys/devices/platform/$(cat $C/dev_name)/$CHIP

# pull LINE up|down: the wire outside; what an input reads. All start down; a reader's wires idle high.
pull() { echo "pull-$2" > "$S/sim_gpio$1/pull"; }
# value LINE: 0 or 1, for outputs what the process holding it drives. No fork: it is asked often.
value() { read -r VALUE < "$S/sim_gpio$1/value"; }
pull "$D0" up; pull "$D1" up
