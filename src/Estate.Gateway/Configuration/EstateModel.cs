using Estate.Adapters.District;
using Estate.Adapters.Providers;
using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Probing;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Configuration;

/// <summary>The estate as configured and checked.</summary>
internal sealed record EstateModel(
    string Site,
    Text Name,
    int Households,
    IReadOnlyList<DeviceSettings> Inventory,
    PointsProgramme Programme)
{
    public required BrokerAddress Broker { get; init; }

    /// <summary>Simulated, with made-up people; never a real estate.</summary>
    public bool IsDemonstration { get; init; }

    /// <summary>Where the broker listens to devices.</summary>
    public BrokerListeners Listeners { get; init; } = new(null, null, null);

    /// <summary>Names and addresses by which devices reach the broker, the preferred one first.</summary>
    public IReadOnlyList<string> BrokerNames { get; init; } = [];

    /// <summary>Where Home Assistant looks for devices; null where none are announced.</summary>
    public string? HomeAssistantPrefix { get; init; }

    /// <summary>Where devices of others announce themselves in Home Assistant's way.</summary>
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Where Home Assistant says that it has started.</summary>
    public string HomeAssistantBirth { get; init; } = HomeAssistantTopics.Birth("homeassistant");
    public bool IsHomeAssistantInChinese { get; init; } = true;

    /// <summary>As the gateway itself connects: to a TLS listener of our own it comes with our own authority.</summary>
    public BrokerAddress BrokerFor(DataFolder folder) =>
        Broker.CaFile is null && Broker.Port == Listeners.Password ? Broker with { CaFile = folder.Authority } : Broker;

    /// <summary>Which building a household lives in, for sums by building.</summary>
    public BuildingNumbers Buildings { get; init; } = BuildingNumbers.Usual;

    /// <summary>What the estate measures its sorting by.</summary>
    public SortingSettings Goals { get; init; } = new(null, null);

    /// <summary>The wires of this machine; none for an estate that only speaks MQTT.</summary>
    public PinWiring Pins { get; init; } = PinWiring.None;

    /// <summary>Some devices speak through a LoRaWAN network server.</summary>
    public bool HasRadioSensors => Inventory.Any(settings => settings.Values.ContainsKey("dev_eui"));

    public AlertsModel Alerts { get; init; } = AlertsModel.Default;

    /// <summary>The rules that come with the estate's file: the folder <c>rules</c> beside it.</summary>
    public string? RulesFolder { get; init; }

    /// <summary>Where it was read from.</summary>
    public required string File { get; init; }

    /// <summary>What of the inventory was changed on this gateway.</summary>
    public InventoryChanges Changes { get; init; } = InventoryChanges.None;

    /// <summary>What is known of other makers' devices.</summary>
    public ProfileBook Profiles { get; init; } = ProfileBook.Shipped;

    /// <summary>Null: nobody asked for one each night.</summary>
    public BackupPlan? Backup { get; init; }

    /// <summary>Further files the estate's file names, such as certificates and tokens.</summary>
    public IReadOnlyList<string> Companions { get; init; } = [];

    /// <summary>Those of them that hold a token or a password.</summary>
    public IReadOnlyList<string> SecretFiles { get; init; } = [];

    /// <summary>Null: no time series are kept.</summary>
    public InfluxTarget? Influx { get; init; }

    /// <summary>Null: nothing leaves the estate.</summary>
    public DistrictTarget? District { get; init; }

    /// <summary>Who is asked for services that devices order.</summary>
    public IReadOnlyList<ProviderTarget> Providers { get; init; } = [];

    /// <summary>Whom boxes of the network believe.</summary>
    public IReadOnlyList<SnmpAccess> Snmp { get; init; } = [];

    /// <summary>How long it is kept who did what.</summary>
    public RetentionPolicy Retention
    {
        get => field with { Servers = [.. new[] { Influx?.Server, District is null ? null : DistrictTarget.Cursor }.OfType<string>()] };
        init;
    } = new();

    public SeriesLimits Series { get; init; } = new(256, 5_000);
}

/// <summary>
/// What waits for the time-series server may use so much of the disk; what is older than now is sent at most so fast, in lines per second.
/// </summary>
internal sealed record SeriesLimits(int SpillMb, int BacklogPerS);
