using System.Device.I2c;

namespace Estate.Adapters.Chips;

/// <summary>The chips that can stand in <c>chips:</c>. Their library is loaded when one of them is opened, not before.</summary>
internal static class ChipModels
{
    private const string Clock =
        "its library reads 1926 where Linux has set it. A clock chip belongs to the system: dtoverlay=i2c-rtc in config.txt";

    private const string BelowZero = "its library is wrong below 0 °C; use sht4x or bme280";

    internal static IReadOnlyDictionary<string, ChipModel> All { get; } = new[]
    {
        OnI2c("pn532", ChipRole.Reader, "", (bus, _) => new Pn532Reader(bus), 0x24),
        new("mfrc522", ChipRole.Reader, ChipBus.Spi, "",
            (chip, buses) => On(buses.OpenSpi(Mfrc522Reader.Settings(chip.Bus, chip.At)), bus => new Mfrc522Reader(bus))),
        new("pn5180", ChipRole.Reader, ChipBus.Spi, "",
            (chip, buses) => On(
                buses.OpenSpi(Pn5180Reader.Settings(chip.Bus, chip.At)),
                bus => On(buses.OpenLines(chip.Lines), lines => new Pn5180Reader(bus, lines))))
        {
            Lines = ["nss", "busy", "rst"],
        },
        OnI2c("hd44780", ChipRole.Display, "", (bus, _) => new Hd44780Display(bus),
            [0x27, .. Enumerable.Range(0x20, 7), .. Enumerable.Range(0x38, 8)]),
        OnI2c("ssd1306", ChipRole.Display, "", (bus, chip) => new Ssd1306Display(bus, chip.Word("height") == "64"), 0x3c, 0x3d) with
        {
            Words = Choice("height", "32", "64"),
        },
        new("max7219", ChipRole.Display, ChipBus.Spi, "",
            (chip, buses) => On(
                buses.OpenSpi(Max7219Display.Settings(chip.Bus, chip.At)), bus => new Max7219Display(bus, chip.Word("turn"))))
        {
            Words = Choice("turn", "upright", "left", "right", "half"),
        },
        new("ws2812", ChipRole.Lamp, ChipBus.Spi, "",
            (chip, buses) => On(
                buses.OpenSpi(Ws2812Lamp.Settings(chip.Bus, chip.At)), bus => new Ws2812Lamp(bus, (int)chip.Number("lights"))))
        {
            Numbers = [new("lights", 1, 64, 8)],
        },
        new("buzzer", ChipRole.Buzzer, ChipBus.Pwm, "", (chip, buses) => On(buses.OpenPwm(chip.Bus, chip.At), pwm => new BuzzerChip(pwm))),
        OnI2c("vl53l0x", ChipRole.Sensor, "mm", (bus, _) => new Vl53l0xSensor(bus), 0x29),
        OnI2c("vl53l1x", ChipRole.Sensor, "mm", (bus, _) => new Vl53l1xSensor(bus), 0x29),
        new("hcsr04", ChipRole.Sensor, ChipBus.Lines, "mm",
            (chip, buses) => On(buses.OpenLines(chip.Lines), lines => new EchoSensor(lines)))
        {
            Lines = ["trigger", "echo"],
        },
        new("hx711", ChipRole.Sensor, ChipBus.Lines, "g",
            (chip, buses) => On(
                buses.OpenLines(chip.Lines), lines => new Hx711Sensor(lines, chip.Number("zero"), chip.Number("counts_per_g"))))
        {
            Lines = ["clock", "data"],
            Numbers = [new("zero", -8_388_608, 8_388_607), new("counts_per_g", -100_000, 100_000)],
        },
        OnI2c("bme280", ChipRole.Sensor, "°C", (bus, _) => new Bme280Sensor(bus), 0x76, 0x77),
        OnI2c("sht4x", ChipRole.Sensor, "°C", (bus, _) => new Sht4xSensor(bus), 0x44, 0x45, 0x46),
        OnI2c("ina219", ChipRole.Sensor, "A", (bus, chip) => new Ina219Sensor(bus, chip.Number("shunt_ohm")),
            [.. Enumerable.Range(0x40, 16)]) with
        {
            Numbers = [new("shunt_ohm", 0.0001, 1000, 0.1)],
        },
        OnI2c("ads1115", ChipRole.Sensor, "V", (bus, chip) => new Ads1115Sensor(bus, (int)chip.Number("channel")),
            0x48, 0x49, 0x4a, 0x4b) with
        {
            Numbers = [new("channel", 0, 3, 0)],
        },
    }.ToDictionary(model => model.Name);

    /// <summary>
    /// Chips that have a better way in, or whose readings by Iot.Device.Bindings 4.2.0 are wrong and cannot be put right from outside.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["ds3231"] = Clock,
        ["pcf8563"] = Clock,
        ["am2320"] = BelowZero,
        ["max31856"] = BelowZero,
        ["mcp3428"] = "its library computes the wrong address for six of its nine wirings; use ads1115",
        ["mcp23017"] = "the kernel has it: dtoverlay=mcp23017,addr=0x20 in config.txt, and its pins are lines like any other, "
            + "such as line: mcp23017:3 in pins:",
        ["scd4x"] = "its library can only tell it an air pressure of 0, by which its CO2 would be wrong; for air use bme280",
    };

    private static ChipModel OnI2c(
        string name, ChipRole role, string unit, Func<I2cDevice, ChipSettings, IDisposable> open, params int[] addresses) =>
        new(name, role, ChipBus.I2c, unit, (chip, buses) => On(buses.OpenI2c(chip.Bus, chip.At), bus => open(bus, chip)))
        {
            Addresses = addresses,
        };

    /// <summary>A bus whose chip does not answer is let go of: it is opened again every 5 s.</summary>
    private static IDisposable On<TBus>(TBus bus, Func<TBus, IDisposable> open)
        where TBus : IDisposable
    {
        try
        {
            return open(bus);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Choice(string name, params string[] words) => new() { [name] = words };
}
