using System.Globalization;
using Estate.GpioDrivers;

// check DEVICE SYSFS LINE                     the driver's contract on one line; one "ok: ..." or "FAILED: ..." each
// read DRIVER DEVICE D0 D1 CARDS COUNT       the card reader's frames until the end is signalled; then one line of counts
return args switch
{
    ["check", var device, var sysfs, var line] => new DriverCheck(device, sysfs, Number(line)).Run(),
    ["read", var driver, var device, var zeros, var ones, var cards, var count] =>
        CardCount.Run(driver, device, (Number(zeros), Number(ones)), File.ReadAllLines(cards).Take(Number(count))),
    _ => throw new ArgumentException("check DEVICE SYSFS LINE, or read kernel|libgpiod2|libgpiod1 DEVICE D0 D1 CARDS COUNT"),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
