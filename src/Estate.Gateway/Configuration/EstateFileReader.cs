using System.Globalization;
using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Gateway.Profiles;
using NodaTime;
using NodaTime.Text;

namespace Estate.Gateway.Configuration;

/// <summary>Reads and checks estate.yaml; reports all errors at once, each with its place.</summary>
internal sealed class EstateFileReader
{
    private const int MaxHouseholds = 1_000_000;

    private readonly List<string> _errors = [];
    private readonly string _path;
    private readonly string _folder;
    private readonly InventoryChanges _changes;
    private readonly ProfileBook _profiles;

    private EstateFileReader(string path, InventoryChanges changes, ProfileBook profiles) =>
        (_path, _folder, _changes, _profiles) = (path, Path.GetDirectoryName(path)!, changes, profiles);

    /// <param name="changes">What was changed of its inventory since.</param>
    /// <param name="profiles">Those that came along where it is left out.</param>
    /// <exception cref="ConfigurationException">The file is not there or has errors.</exception>
    internal static EstateModel Read(string path, InventoryChanges? changes = null, ProfileBook? profiles = null)
    {
        if (!File.Exists(path))
            throw new ConfigurationException(
                $"{path} does not exist. Start from deploy/reference/estate.yaml, or name another file with --estate.");
        var file = StrictYaml.Read<EstateFile>(File.ReadAllText(path), path, out var yaml) ?? new EstateFile();
        var reader = new EstateFileReader(Path.GetFullPath(path), changes ?? InventoryChanges.None, profiles ?? ProfileBook.Shipped);
        var model = reader.Check(file);
        var places = new SettingPlaces(yaml, file.Devices, reader._changes);
        return reader._errors.Count == 0
            ? model
            : throw new ConfigurationException(
                $"{path} has {reader._errors.Count} mistake(s):\n  " + string.Join("\n  ", reader._errors.Select(places.Placed)));
    }

    /// <summary>Of which estate a file is, whatever else is wrong with it; null where it does not say.</summary>
    internal static string? SiteOf(string path) => TryParse(path)?.Site is { Length: > 0 } site ? site : null;

    /// <summary>As written, with whatever errors; null where it is not YAML, or not there.</summary>
    internal static EstateFile? TryParse(string path)
    {
        try
        {
            return StrictYaml.ReadLoosely<EstateFile>(File.ReadAllText(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private EstateModel Check(EstateFile file)
    {
        Require(DeviceId.IsValidLevel(file.Site), "site: a short name of [a-z0-9-] is needed");
        Require(file.Households is > 0 and <= MaxHouseholds, $"households: how many there are, for participation; 1 to {MaxHouseholds}");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(file.Zone);
        Require(zone is not null, $"zone: '{file.Zone}' is not an IANA zone such as Asia/Shanghai");
        var (home, listed) = (HomeAssistantChecks.Of(file.HomeAssistant, _errors.Add), Inventory(file));
        var pins = Pins(file, listed);
        var inventory = new FeederReader(_errors.Add).Fit(file.Feeders, pins.Of(listed));
        return new EstateModel(
            file.Site, new Text(file.Name.Zh, file.Name.En), file.Households, inventory,
            new PointsProgramme(file.Points.Programme, zone ?? DateTimeZone.Utc, Policies(file.Points.Policies, zone ?? DateTimeZone.Utc)))
        {
            Buildings = BuildingNumbers.From(file.BuildingOfHousehold, _errors.Add),
            Goals = SortingSettings.From(file.Sorting, _errors.Add),
            Broker = new(file.Broker.Host, file.Broker.Port, file.Broker.CaFile is { } ca ? Path.Combine(_folder, ca) : null),
            Listeners = Listeners(file.Broker),
            BrokerNames = Names(file.Broker),
            IsHomeAssistantInChinese = home.Language == "zh",
            HomeAssistantPrefix = home.Enabled ? home.Prefix : null,
            DiscoveryPrefix = home.Prefix,
            HomeAssistantBirth = home.BirthTopic ?? HomeAssistantTopics.Birth(home.Prefix),
            Influx = file.Influx is null ? null : Influx(file.Influx),
            Series = Series(file.Influx ?? new()),
            District = DistrictSettings.From(file.District, file.Site, _folder, _errors.Add),
            Providers = ProviderSettings.From(file.Providers, _errors.Add),
            Snmp = SnmpSettings.From(file.Snmp, _errors.Add),
            File = _path,
            Changes = _changes,
            Profiles = _profiles,
            Pins = pins,
            RulesFolder = Path.Combine(_folder, "rules"),
            Alerts = AlertsModel.From(file.Alerts, inventory, _errors.Add),
            Backup = BackupPlan.From(file.Backup, _errors.Add),
            Companions = [.. Beside([.. Secrets(file), .. Authorities(file)]).Distinct()],
            SecretFiles = [.. Beside(Secrets(file))],
            Retention = RetentionSettings.From(file.Retention, _errors.Add),
        };
    }

    private BrokerListeners Listeners(EstateFile.BrokerSection broker)
    {
        foreach (var (name, port) in new[] { ("port", broker.Port), ("tls_port", broker.TlsPort ?? 1),
            ("tls_client_port", broker.TlsClientPort ?? 1) })
            Require(port is > 0 and < 65536, $"broker.{name}: 1 to 65535");
        Require(broker.TlsClientPort is null || (broker.TlsClientPort != broker.TlsPort && broker.TlsClientPort != broker.Port),
            "broker.tls_client_port: a port of its own, neither port nor tls_port");
        Require(broker.Bind is null || System.Net.IPAddress.TryParse(broker.Bind, out _),
            $"broker.bind: '{broker.Bind}' is not an address of this machine such as 192.168.1.10");
        return new(broker.Port == broker.TlsPort ? null : broker.Port, broker.TlsPort, broker.TlsClientPort) { Bind = broker.Bind };
    }

    /// <summary>What devices may call the broker; the machine's own name too, as it is and as the network announces it.</summary>
    private List<string> Names(EstateFile.BrokerSection broker)
    {
        foreach (var name in broker.Names)
            Require(SettingForms.IsHost(name), $"broker.names: '{name}' is neither a host name nor an address");
        var machine = Environment.MachineName.ToLowerInvariant();
        string[] loopback = ["localhost", "127.0.0.1", "::1"];
        return [.. broker.Names.Append(broker.Host).Except(loopback).Concat([machine + ".local", machine]).Concat(loopback)
            .Where(SettingForms.IsHost).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private List<DeviceSettings> Inventory(EstateFile file)
    {
        var (inventory, profiles) = (new List<DeviceSettings>(), new ProfiledDevices(_profiles, _errors.Add));
        var known = new HashSet<string>();
        var lines = file.Devices.SelectMany((line, index) => Expand(line, index).Select(device => (device, $"devices[{index}]")));
        foreach (var (device, where) in _changes.Apply(lines))
        {
            var id = device.GetValueOrDefault("id", "");
            var parts = id.Split('/');
            if (parts.Length != 2 || !parts.All(part => DeviceId.IsValidLevel(part)))
                _errors.Add($"{where}.id: '{id}' is not kind/name of [a-z0-9-]");
            else if (ForeignTopics.IsOwnUser(parts[1]))
                _errors.Add($"{where}.id: '{parts[1]}' is the broker's name for the gateway or another of its users; take another one");
            else if (!known.Add(id))
                _errors.Add($"{where}.id: '{id}' is there twice");
            else
                inventory.Add(profiles.Fit(DeviceId.Parse(id), device, where));
        }
        Require(inventory.Count > 0 || _errors.Count > 0, "devices: at least one");
        return inventory;
    }

    private IEnumerable<Dictionary<string, string>> Expand(Dictionary<string, string> line, int index)
    {
        try
        {
            return InventoryRange.Expand(line);
        }
        catch (FormatException mistake)
        {
            _errors.Add($"devices[{index}].id: {mistake.Message}");
            return [];
        }
    }

    private PinWiring Pins(EstateFile file, List<DeviceSettings> inventory)
    {
        Require(file.Gpio is "auto" or "kernel" or "simulated", "gpio: auto, kernel or simulated");
        var wires = new List<PinWire>();
        foreach (var (pin, index) in file.Pins.Select((pin, index) => (pin, index)))
            try
            {
                wires.Add(PinWire.From(pin, 1 + wires.Count(wire => wire.Device.ToString() == pin.Device && wire.Terminal == pin.Terminal))
                    with
                { Section = $"pins[{index}]" });
            }
            catch (FormatException mistake)
            {
                _errors.Add($"pins[{index}]: {mistake.Message}");
            }
        foreach (var (entry, index) in file.Chips.Select((entry, index) => (entry, index)))
            try
            {
                wires.Add(ChipEntry.From(entry) with { Section = $"chips[{index}]" });
            }
            catch (FormatException mistake)
            {
                _errors.Add($"chips[{index}]: {mistake.Message}");
            }
        foreach (var wire in wires.Where(wire => inventory.All(device => device.Device != wire.Device)))
            _errors.Add($"{wire.Section}: {wire.Device} is not among the devices");
        return new PinWiring(file.Gpio, wires);
    }

    private PolicyHistory Policies(List<EstateFile.PolicySection> written, DateTimeZone zone)
    {
        var policies = written.Count == 0
            ? [new AwardPolicy()]
            : written.Select((policy, index) => Policy(policy, $"points.policies[{index}]", zone)).ToList();
        var distinct = policies.DistinctBy(policy => policy.EffectiveFrom).ToList();
        Require(distinct.Count == policies.Count, "points.policies: two versions take effect at the same time");
        return new(distinct);
    }

    private AwardPolicy Policy(EstateFile.PolicySection policy, string where, DateTimeZone zone)
    {
        var windows = policy.Windows.Select((text, index) => Window(text, $"{where}.windows[{index}]")).OrderBy(window => window.Start)
            .ToList();
        Require(policy.Evidence is "deposit" or "tap", $"{where}.evidence: deposit or tap");
        var from = Instant.MinValue;
        if (!string.IsNullOrEmpty(policy.EffectiveFrom))
        {
            var parsed = LocalDateTimePattern.GeneralIso.Parse(policy.EffectiveFrom);
            Require(parsed.Success, $"{where}.effective_from: '{policy.EffectiveFrom}' is not local time such as 2026-12-01T00:00:00");
            if (parsed.Success)
                from = parsed.Value.InZoneLeniently(zone).ToInstant();
        }
        var read = new AwardPolicy
        {
            Version = policy.Version,
            EffectiveFrom = from,
            Windows = [.. windows],
            PointsPerSession = policy.PointsPerSession,
            SessionsPerDay = policy.SessionsPerDay,
            PointsPerRoll = policy.PointsPerRoll,
            MinGrams = policy.MinGrams,
            Evidence = policy.Evidence == "tap" ? Evidence.Tap : Evidence.Deposit,
        };
        // The same as of a version that is decided later.
        if (read.FirstError() is { } mistake)
            _errors.Add($"{where}: {mistake.En}");
        return read;
    }

    private DisposalWindow Window(string text, string where)
    {
        try
        {
            return DisposalWindow.Parse(text);
        }
        catch (FormatException mistake)
        {
            _errors.Add($"{where}: {mistake.Message}");
        }
        return default;
    }

    private InfluxTarget Influx(EstateFile.InfluxSection influx)
    {
        InfluxDialect? dialect = influx.Dialect switch
        {
            "v1" => InfluxDialect.V1,
            "v2" => InfluxDialect.V2,
            "v3" => InfluxDialect.V3,
            "victoria_metrics" => InfluxDialect.VictoriaMetrics,
            _ => null,
        };
        Require(dialect is not null, "influx.dialect: v1, v2, v3 or victoria_metrics");
        var url = Uri.TryCreate(influx.Url.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) ? parsed : null;
        Require(url is not null, $"influx.url: '{influx.Url}' is not a URL");
        var token = Secret("influx.token_file", influx.TokenFile);
        var isSecond = dialect == InfluxDialect.V2;
        foreach (var (name, days) in new[] { ("keep_days", influx.KeepDays), ("means_days", influx.MeansDays) })
        {
            Require(days is null or (>= 30 and <= 36_500), $"influx.{name}: 30 to 36500 days");
            Require(days is null || isSecond, $"influx.{name}: only for dialect v2; the others keep what their own settings say");
        }
        Require(influx.SetupPasswordFile is null || (isSecond && token is not null && influx.Organisation is { Length: > 0 }),
            "influx.setup_password_file: only for dialect v2, beside organisation and token_file, which the new server is given");
        return new(url ?? new Uri("http://127.0.0.1/"), dialect ?? InfluxDialect.V1, influx.Database, influx.Organisation, token)
        {
            SetupPassword = Secret("influx.setup_password_file", influx.SetupPasswordFile),
            KeepDays = influx.KeepDays,
            MeansDays = influx.MeansDays,
        };
    }

    private static string?[] Secrets(EstateFile file) => [file.Influx?.TokenFile, file.Influx?.SetupPasswordFile, file.District?.KeyFile];

    private static IEnumerable<string?> Authorities(EstateFile file) =>
        file.Alerts.Notifiers.Select(one => one.CaFile).Prepend(file.District?.CaFile).Prepend(file.Broker.CaFile);

    private IEnumerable<string> Beside(string?[] files) => files.OfType<string>().Select(name => Path.Combine(_folder, name));

    private string? Secret(string where, string? file)
    {
        if (file is null)
            return null;
        var path = Path.Combine(_folder, file);
        Require(File.Exists(path), $"{where}: {path} does not exist");
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private SeriesLimits Series(EstateFile.InfluxSection influx)
    {
        Require(influx.SpillMb is >= 1 and <= 100_000, "influx.spill_mb: 1 to 100000");
        Require(influx.BacklogPerS is >= 100 and <= 1_000_000, "influx.backlog_per_s: 100 to 1000000");
        return new(influx.SpillMb, influx.BacklogPerS);
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
            _errors.Add(otherwise.ToString(CultureInfo.InvariantCulture));
    }
}
