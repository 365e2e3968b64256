using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>A charger's lines of the inventory.</summary>
internal sealed record ChargerSettings(
    int Sockets, BoardParameters Parameters, Tariff? Tariff, int PerHousehold, bool AdoptsStrays, DeviceSettings Device)
{
    /// <summary>A reading older than this says nothing about now.</summary>
    public static readonly Duration Fresh = Duration.FromSeconds(90);

    /// <summary>A board that says nothing for this long is silent.</summary>
    public static readonly Duration SilentAfter = Duration.FromMinutes(2);

    /// <summary>A device that reports less often than our boards has its own measure, here and for holes between readings.</summary>
    internal static Duration FreshFor(DeviceSettings? device) => device?.Habits?.FreshFor(SilentAfter, Fresh) ?? Fresh;

    internal IDeviceProfile? Profile => Device.Profile;

    /// <summary>How long an order may be on its way to it.</summary>
    internal Duration OrderDelay => Device.Habits?.OrderDelay ?? Duration.Zero;

    /// <summary>Relay open, or closed against an order, for this long: it is so.</summary>
    public static readonly Duration Settled = Duration.FromSeconds(10);

    /// <summary>While power flows that must not, the cut is said again.</summary>
    public static readonly Duration CutAgain = Duration.FromSeconds(5);

    /// <summary>
    /// How long a relay may be seen on against the order to end before it is held to be stuck: time for a lost order to expire and be given
    /// again.
    /// </summary>
    public static readonly Duration StopPatience = Duration.FromSeconds(60);

    public static readonly Duration SaveEvery = Duration.FromMinutes(10);

    /// <summary>Every socket that shares a supply line with others has one.</summary>
    internal Func<int, Feeder?> FeederOf { get; private init; } = _ => null;

    internal bool HasFeeders { get; private init; }

    internal bool IsFedBy(Feeder feeder) => Enumerable.Range(1, Sockets).Any(socket => FeederOf(socket)?.Name == feeder.Name);

    private static readonly HashSet<string> Others = [
        .. DeviceSettings.OfAnyKind, "sockets", Tariff.Energy, Tariff.Service, Tariff.Hours, "per_household", "stray"];

    /// <exception cref="FormatException">A setting that cannot be; names it and says what is possible.</exception>
    internal static ChargerSettings From(DeviceSettings settings, DateTimeZone zone)
    {
        var (parameters, problems) = new BoardParameters().With(settings.Values.Where(one => !Others.Contains(one.Key)));
        if (parameters is null)
            throw new FormatException($"{settings.Device}: {Text.Joined(problems).En}");
        var sockets = SocketsOf(settings);
        if (settings.Feeders.Values.FirstOrDefault(feeder => parameters.MaxPowerW > feeder.LimitW) is { } small)
            throw new FormatException(FormattableString.Invariant(
                $"{settings.Device}: max_power_w is {parameters.MaxPowerW}, more than its feeder {small.Name} carries ({small.LimitW} W)"));
        if (parameters.MaxMinutes > LongSessions.FromMinutes)
            throw new FormatException(FormattableString.Invariant(
                $"{settings.Device}: max_minutes is {parameters.MaxMinutes}; the file takes at most {LongSessions.FromMinutes}. ")
                + "More is proposed by one person and approved by another while the gateway runs");
        if (SocketGauges.Beyond(settings.Wires, sockets) is { } beyond)
            throw new FormatException($"{settings.Device}: {beyond} of chips: measures a socket that is not there; sockets is {sockets}");
        return new(
            sockets,
            parameters,
            Tariff.Of(settings, zone),
            settings.Whole("per_household", 1, 1, 20),
            settings.Word("stray", settings.Profile is null ? "cut" : "adopt", "cut", "adopt") == "adopt",
            settings)
        {
            FeederOf = settings.FeederOf,
            HasFeeders = settings.Feeders.Count > 0,
        };
    }

    internal static int SocketsOf(DeviceSettings settings) =>
        settings.Whole("sockets", settings.Profile is null ? 10 : 1, 1, ChargerReading.MaxSockets);
}
