using Estate.Domain.Points;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Commands;

public sealed class EstateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_line_may_describe_many_devices()
    {
        var expanded = InventoryRange.Expand(new() { ["id"] = "parking/a[09-11]", ["bay"] = "North {n}" }).ToList();
        Assert.Equal(
            ["parking/a09 North 09", "parking/a10 North 10", "parking/a11 North 11"], expanded.Select(one => $"{one["id"]} {one["bay"]}"));
        Assert.Contains(
            "smaller number first",
            Assert.Throws<FormatException>(() => InventoryRange.Expand(new() { ["id"] = "parking/a[3-1]" }).ToList()).Message,
            StringComparison.Ordinal);
        Assert.Single(InventoryRange.Expand(new() { ["id"] = "parking/a1" }));
        Assert.Equal(["9", "29.5", "50"], InventoryRange.Expand(new() { ["id"] = "a[1-3]", ["x"] = "9..50" }).Select(one => one["x"]));
    }

    [Fact]
    public void The_reference_estate_has_the_default_windows()
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "reference", "estate.yaml"));
        var model = EstateFileReader.Read(path);
        Assert.Equal((237, 1469), (model.Inventory.Count, model.Households));
        Assert.Equal(["07:00–09:00", "18:00–20:00"], model.Programme.Policies.Current.Windows.Select(window => window.ToString()));
    }

    [Fact]
    public void All_errors_are_reported_at_once_with_their_places()
    {
        var message = Mistakes(
            """
            site: "Big Site"
            zone: Mars/Olympus
            devices: [ { id: bins }, { id: bins/a }, { id: bins/a }, { id: bins/b, x: "120", y: "1" }, { id: bins/c, y: "5" },
              { id: bins/d, building: a building with a long name } ]
            points: { policies: [ { windows: ["9-7", "07:00-09:00", "08:00-10:00"], evidence: hope } ] }
            influx: { dialect: v9, token_file: nowhere }
            """);
        foreach (var part in new[] { "site:", "households:", "zone: 'Mars/Olympus'", "devices[0].id",
            "devices[2].id: 'bins/a' is there twice", "devices[3].x: '120' is no place on the plan",
            "devices[4].y: a spot on the plan needs",
            "devices[5].building: 27 letters; at most 20",
            "windows[0]: '9-7'", "overlap", "evidence", "influx.dialect", "influx.token_file" })
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dialect: v2, keep_days: 29", "influx.keep_days: 30 to 36500")]
    [InlineData("dialect: v2, means_days: 40000", "influx.means_days: 30 to 36500")]
    [InlineData("dialect: v1, keep_days: 90", "influx.keep_days: only for dialect v2")]
    [InlineData("dialect: victoria_metrics, means_days: 90", "influx.means_days: only for dialect v2")]
    [InlineData(
        "dialect: v2, setup_password_file: nowhere", "influx.setup_password_file: only for dialect v2, beside organisation and token_file")]
    [InlineData("dialect: v2, setup_password_file: nowhere", "nowhere does not exist")]
    public void Invalid_time_series_settings_are_reported(string section, string mistake) =>
        Assert.Contains(mistake, Mistakes($"{{ site: s, households: 1, devices: [ {{ id: bins/a }} ], points: {{ policies: [ {{ windows: "
            + $"[\"00:00-12:00\"] }} ] }}, influx: {{ {section} }} }}"), StringComparison.Ordinal);

    [Fact]
    public void Invalid_notifiers_are_reported_with_their_places()
    {
        const string estate = "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nalerts: { notifiers: [ ";
        var message = Mistakes(estate +
            """
            { name: a, type: mail, host: h, from: gateway, to: [a@b.c] }, { name: b, type: mail, host: h, from: a@b.c },
              { name: c, type: mail, host: h, from: a@b.c, to: [a@b.c], port: 70000, tls: maybe }, { name: c, type: pigeon } ] }
            """);
        foreach (var part in new[] { "notifiers[0]: mail needs host, from and at least one to, as addresses",
            "notifiers[1]: mail needs host",
            "notifiers[2]: port: 1 to 65535", "notifiers[2]: tls: 'maybe' is none of true, false, starttls and implicit",
            "notifiers[3]: type:", "two have the same name" })
            Assert.Contains(part, message, StringComparison.Ordinal);
        // A file that is named goes into backups.
        var mail = Read(estate + "{ name: a, type: mail, host: h, tls: true, port: 465, ca_file: mail.pem, from: a@b.c, to: [a@b.c] } ] }");
        Assert.Equal("mail.pem", Path.GetFileName(Assert.Single(mail.Companions)));
    }

    [Fact]
    public void Invalid_wires_are_reported_with_their_places()
    {
        var message = Mistakes(
            """
            site: s
            households: 1
            gpio: magic
            devices: [ { id: gate/s-gate } ]
            pins:
              - { device: gate/s-gate, terminal: lock, line: "17" }
              - { device: gate/s-gate, terminal: exit }
              - { device: gate/s-gate, terminal: fire, line: GPIO4, bias: sideways }
              - { device: gate/s-gate, terminal: tamper, line: GPIO4, active: maybe }
              - { device: gate/s-gate, terminal: contact, line: GPIO4, debounce_ms: 5000 }
              - { device: gate/other, terminal: lock, line: GPIO5 }
            chips:
              - { device: gate/s-gate, terminal: reader, chip: acr122, bus: i2c-1 }
              - { device: gate/s-gate, terminal: reader, chip: pn532, bus: spi-0.0 }
              - { device: gate/s-gate, terminal: reader, chip: pn532, bus: i2c-1, address: 0x25 }
              - { device: gate/s-gate, terminal: reader, chip: pn532, bus: i2c-1, every_s: 5 }
              - { device: gate/s-gate, terminal: reader, chip: ds3231, bus: i2c-1 }
              - { device: bins/a, terminal: fill-wet, chip: vl53l0x, bus: i2c-1, empty: 900 }
              - { device: bins/a, terminal: fill-wet, chip: vl53l0x, bus: i2c-1, empty: 1e999, full: 100 }
              - { device: bins/a, terminal: fill-wet, chip: hcsr04, trigger: GPIO5 }
              - { device: bins/a, terminal: fill-wet, chip: hx711, clock: GPIO5, data: GPIO6, zero: 0 }
              - { device: bins/a, terminal: climate, chip: bme280, bus: i2c-1, turn: left }
              - { device: bins/a, terminal: climate, chip: bme280, bus: i2c-1, every_s: 0 }
              - { device: gate/s-gate, terminal: reader, chip: pn5180, bus: spi-0.0, nss: GPIO5, rst: GPIO6 }
              - { device: gate/s-gate, terminal: buzzer, chip: buzzer, bus: spi-0.0 }
              - { device: gate/s-gate, terminal: lamp, chip: ws2812, bus: spi-0.0, lights: 65 }
              - { device: charger/c, terminal: current-1, chip: ads1115, bus: i2c-1, zero_v: 2.5 }
              - { device: charger/c, terminal: current-1, chip: ads1115, bus: i2c-1, zero_v: 2.5, volts_per_a: 0 }
            """);
        foreach (var part in new[] { "gpio: auto, kernel or simulated", "pins[0]:", "pins[1]: needs line", "pins[2]: bias 'sideways'",
            "pins[3]: active 'maybe'", "pins[4]: debounce_ms",
            "chips[0]: chip 'acr122' is not known; there are pn532, mfrc522",
            "chips[1]: bus is 'spi-0.0'; a pn532 is on an I2C bus such as i2c-1",
            "chips[2]: address is '0x25'; a pn532 has 0x24", "chips[3]: 'every_s' is only for sensors",
            "chips[4]: chip 'ds3231' is not used: its library reads 1926",
            "chips[5]: 'empty' and 'full' stand together", "chips[6]: empty is '1e999', expected",
            "chips[7]: a hcsr04 needs 'echo', a line such as GPIO17",
            "chips[8]: 'counts_per_g' is missing", "chips[9]: a bme280 has no 'turn'; it has bus, address, chip",
            "chips[10]: every_s is '0', expected 1 to 240",
            "chips[11]: a pn5180 needs 'busy', a line such as GPIO17",
            "chips[12]: bus is 'spi-0.0'; a buzzer is on a PWM chip with its channel, such as pwm-0.0",
            "chips[13]: lights is '65', expected 1 to 64", "chips[14]: 'zero_v' and 'volts_per_a' stand together",
            "chips[15]: 'zero_v' and 'volts_per_a' stand together", "gate/other is not among the devices" })
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("terminal: locc, line: GPIO4", "has no terminal 'locc'. It has: lock, contact, lock_sense, exit, fire, tamper")]
    [InlineData("terminal: lock, data0: GPIO4, data1: GPIO5", "has no reader 'lock'. It has: reader")]
    [InlineData("terminal: fire, line: GPIO4", "gate/s-gate has no line for its lock. A device with one line here hangs here altogether")]
    [InlineData(
        "terminal: lock, line: GPIO4 }, { device: gate/s-gate, terminal: lock, line: GPIO5",
        "gate/s-gate:lock is there twice; only exit and fire may have several lines")]
    [InlineData("terminal: lock, line: GPIO4 }, { device: gate/s-gate, terminal: contact, line: GPIO5 }, { device: gate/s-gate, "
        + "terminal: contact, line: GPIO6", "gate/s-gate:contact is there twice")]
    public void An_unknown_terminal_is_reported_with_the_known_ones(string pin, string part)
    {
        var model = Read($$"""
            site: s
            households: 1
            devices: [ { id: gate/s-gate } ]
            pins: [ { device: gate/s-gate, {{pin}} } ]
            """);
        Assert.Contains(
            part, Assert.Throws<ConfigurationException>(() => model.Pins.Plan(DeviceKinds.WithoutCards(DateTimeZone.Utc))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate/s-gate, terminal: lock, chip: pn532, bus: i2c-1", "has no reader 'lock'. It has: reader")]
    [InlineData("gate/s-gate, terminal: display, chip: max7219, bus: spi-0.0", "has no display 'display'. It has: none")]
    [InlineData("gate/s-gate, terminal: climate, chip: sht4x, bus: i2c-1", "has no gauge 'climate'. It has: none")]
    [InlineData("bins/a, terminal: fill-wet, chip: vl53l0x, bus: i2c-1", "needs 'empty' and 'full': what the vl53l0x measures then, in mm")]
    [InlineData("bins/a, terminal: climate, chip: vl53l0x, bus: i2c-1", "is in °C, without 'empty' and 'full'; a vl53l0x measures mm")]
    [InlineData(
        "bins/a, terminal: climate, chip: sht4x, bus: i2c-1 }, "
        + "{ device: bins/a, terminal: fill-wet, chip: ads1115, address: 0x48, bus: i2c-1, empty: 1, full: 2 }, "
        + "{ device: bins/a, terminal: fill-residual, chip: ads1115, bus: i2c-1, empty: 1, full: 2",
        "i2c-1 0x48 is used twice: bins/a:fill-wet, bins/a:fill-residual")]
    [InlineData(
        "bins/a, terminal: climate, chip: sht4x, bus: i2c-1 }, { device: bins/a, terminal: climate, chip: bme280, bus: i2c-1",
        "bins/a:climate is there twice")]
    [InlineData(
        "bins/a, terminal: fill-wet, chip: hcsr04, trigger: GPIO5, echo: GPIO5, empty: 900, full: 100",
        "line GPIO5 is used twice: bins/a:fill-wet, bins/a:fill-wet")]
    [InlineData(
        "bins/a, terminal: fill-wet, chip: hcsr04, trigger: GPIO5, echo: GPIO17, empty: 900, full: 100",
        "line GPIO17 is used twice: gate/s-gate:lock, bins/a:fill-wet")]
    [InlineData(
        "gate/s-gate, terminal: reader, chip: pn5180, bus: spi-0.0, nss: GPIO5, busy: GPIO17, rst: GPIO6",
        "line GPIO17 is used twice: gate/s-gate:lock, gate/s-gate:reader")]
    [InlineData("gate/s-gate, terminal: buzzer, chip: ws2812, bus: spi-0.0", "has no lamp 'buzzer'. It has: lamp")]
    [InlineData("bins/a, terminal: buzzer, chip: buzzer, bus: pwm-0.0", "has no buzzer 'buzzer'. It has: none")]
    [InlineData(
        "charger/c, terminal: current-1, chip: ads1115, bus: i2c-1",
        "needs 'zero_v' and 'volts_per_a': what the ads1115 measures without current")]
    [InlineData(
        "charger/c, terminal: current-1, chip: ina219, bus: i2c-1, zero_v: 2.5, volts_per_a: 0.185",
        "'zero_v' and 'volts_per_a' are for a sensor of V; a ina219 measures A")]
    [InlineData(
        "charger/c, terminal: current-1, chip: ina219, bus: i2c-1, empty: 0, full: 3",
        "is in A, without 'empty' and 'full'; a ina219 measures A")]
    [InlineData(
        "charger/c, terminal: current-1, chip: ina219, bus: i2c-1, every_s: 120",
        "every_s is 120, but the device is silent after 120 s")]
    [InlineData("charger/c, terminal: current-21, chip: ina219, bus: i2c-1", "has no gauge 'current-21'. It has: current-1, current-2")]
    public void An_unsuitable_chip_is_reported_with_the_suitable_ones(string chip, string part)
    {
        var model = Read($$"""
            site: s
            households: 1
            devices: [ { id: gate/s-gate }, { id: bins/a }, { id: charger/c } ]
            pins: [ { device: gate/s-gate, terminal: lock, line: GPIO17 } ]
            chips: [ { device: {{chip}} } ]
            """);
        Assert.Contains(
            part, Assert.Throws<ConfigurationException>(() => model.Pins.Plan(DeviceKinds.WithoutCards(DateTimeZone.Utc))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_says_how_to_start() =>
        Assert.Contains(
            "deploy/reference/estate.yaml",
            Assert.Throws<ConfigurationException>(() => EstateFileReader.Read(_folder.File("none.yaml"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Policies_take_effect_in_local_time()
    {
        var model = Read(
            """
            site: s
            households: 1
            devices: [ { id: bins/a } ]
            points:
              policies:
                - { windows: ["07:00-09:00"] }
                - { version: 2, effective_from: "2026-03-01T00:00:00", windows: ["06:00-24:00"], points_per_session: 7 }
            """);
        var change = new LocalDateTime(2026, 3, 1, 0, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).ToInstant();
        Assert.Equal([5, 7], new[] { change - Duration.Epsilon, change }.Select(at => model.Programme.Policies.At(at).PointsPerSession));
        Assert.True(model.Programme.Policies.Current.Windows[0].Contains(new LocalTime(23, 59, 59)));
        Assert.Equal(Evidence.Deposit, model.Programme.Policies.Current.Evidence);
    }

    [Fact]
    public void Retention_may_be_changed_but_not_below_the_minimum()
    {
        const string estate = "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\n";
        Assert.Equal((30, 400), (Read(estate).Retention.CardsDays, Read(estate).Retention.HouseholdsDays));
        Assert.Equal(
            (90, 400),
            (Read(estate + "retention: { cards_days: 90 }").Retention.CardsDays,
            Read(estate + "retention: { cards_days: 90 }").Retention.HouseholdsDays));
        var message = Mistakes(estate + "retention: { households_days: 59, audit_days: 179, alerts_days: 40000 }");
        Assert.Contains("retention.households_days: 60 to 36500 days", message, StringComparison.Ordinal);
        Assert.Contains("3 mistake(s)", message, StringComparison.Ordinal);
    }

    /// <summary>A fact stays at least as long as the households and alerts that are told of with it.</summary>
    [Theory]
    [InlineData("households_days: 60", 1095, "")]
    [InlineData("households_days: 2000", 2000, "")]
    [InlineData("facts_days: 400", 400, "")]
    [InlineData("facts_days: 399", 0, "retention.facts_days: 400 to 36500 days")]
    [InlineData("alerts_days: 1500, facts_days: 1499", 0, "retention.facts_days: 1500 to 36500 days")]
    public void Facts_are_kept_as_long_as_what_is_told_with_them(string retention, int days, string mistake)
    {
        var estate = $"site: s\nhouseholds: 1\ndevices: [ {{ id: bins/a }} ]\nretention: {{ {retention} }}";
        if (mistake.Length == 0)
            Assert.Equal(days, Read(estate).Retention.FactsDays);
        else
            Assert.Contains(mistake, Mistakes(estate), StringComparison.Ordinal);
    }

    /// <summary>What cannot run is refused by every command that prepares it, before anything is written.</summary>
    [Fact]
    public async Task Init_refuses_an_unknown_profile()
    {
        var file = _folder.File("estate.yaml");
        await File.WriteAllTextAsync(file, """
            site: s
            households: 1
            devices: [ { id: parking/p1, dev_eui: "0101010101010101", profile: bosch-tps101 } ]
            """);
        foreach (var command in new[] { "init", "run" })
        {
            var (code, output) = await GatewayProgram.RunAsync(null, command, "--estate", file, "--data", _folder.File("var"));
            Assert.Equal(2, code);
            Assert.Contains(
                "line 3, column 68: devices[0].profile: there is no profile 'bosch-tps101'; did you mean 'bosch-tps110'?", output,
                StringComparison.Ordinal);
            Assert.False(Directory.Exists(_folder.File("var/mosquitto")));
        }
    }

    private string Mistakes(string yaml) => Assert.Throws<ConfigurationException>(() => Read(yaml)).Message;

    private EstateModel Read(string yaml)
    {
        File.WriteAllText(_folder.File("estate.yaml"), yaml);
        return EstateFileReader.Read(_folder.File("estate.yaml"));
    }
}
