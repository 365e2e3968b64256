using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>A gate's own lines of the inventory. Defaults are those of one BACnet door controller (domain facts 3.4).</summary>
internal sealed record GateSettings
{
    internal const string Lamp = "lamp";
    internal const string Buzzer = "buzzer";

    public Duration Pulse { get; init; } = Duration.FromSeconds(5);
    public Duration ExtendedPulse { get; init; } = Duration.FromSeconds(15);

    /// <summary>How long an exit button releases the gate after it was let go.</summary>
    public Duration Exit { get; init; } = Duration.FromSeconds(10);
    public Duration OpenTooLong { get; init; } = Duration.FromSeconds(30);

    /// <summary>
    /// True: a magnet, powered to lock, free without power. False: a strike, powered to unlock, whose handle inside opens
    /// without power. Without power both let people out.
    /// </summary>
    public bool IsFailSafe { get; init; } = true;

    /// <summary>Its lock hangs on a relay of another make.</summary>
    public bool IsProfiled { get; init; }

    /// <summary>A lamp or buzzer hangs on the gateway beside its reader.</summary>
    public bool HasSignal { get; init; }

    /// <summary>What keeps the permits without which no card opens here; null: a registered card is enough.</summary>
    public DeviceId? Permits { get; init; }

    /// <summary>In force until the committee decides the first version of its own.</summary>
    public GateSchedule Schedule { get; init; } = new();

    public static GateSettings From(DeviceSettings settings)
    {
        var defaults = new GateSettings();
        return new()
        {
            Pulse = settings.Seconds("pulse_s", defaults.Pulse.TotalSeconds),
            ExtendedPulse = settings.Seconds("extended_pulse_s", defaults.ExtendedPulse.TotalSeconds),
            Exit = settings.Seconds("exit_s", defaults.Exit.TotalSeconds),
            OpenTooLong = settings.Seconds("open_too_long_s", defaults.OpenTooLong.TotalSeconds),
            HasSignal = settings.Wires.Any(terminal => terminal is Lamp or Buzzer),
            Permits = PermitsOf(settings),
            IsProfiled = settings.Profile is not null,
            IsFailSafe = IsMagnet(settings),
            Schedule = Read(settings, defaults.Schedule),
        };
    }

    private static DeviceId? PermitsOf(DeviceSettings settings) => !settings.Values.TryGetValue("permits", out var keeper) ? null
        : DeviceId.TryParse(keeper, out var device) ? device
        : throw new FormatException($"{settings.Device}: permits is '{keeper}', expected a device such as kind/name");

    /// <exception cref="FormatException">With a profile: the gateway's end would leave a magnet powered, and people locked in.</exception>
    private static bool IsMagnet(DeviceSettings settings)
    {
        var isMagnet = settings.Word("lock_type", settings.Profile is null ? "fail_safe" : "fail_secure", "fail_safe", "fail_secure")
            == "fail_safe";
        return isMagnet && settings.Profile is { } profile
            ? throw new FormatException($"{settings.Device}: lock_type is 'fail_safe', and its relay is of another make ({profile.Name}), "
                + "which would go on holding a magnet with the gateway away; a strike (fail_secure) whose handle opens inside is possible")
            : isMagnet;
    }

    private static ImmutableArray<WeeklyLine> Weekly(DeviceId gate, string lines)
    {
        try
        {
            return WeeklyLine.ParseAll(lines);
        }
        catch (FormatException mistake)
        {
            throw new FormatException($"{gate}: closed: {mistake.Message}", mistake);
        }
    }

    private static GateSchedule Read(DeviceSettings settings, GateSchedule defaults)
    {
        var schedule = defaults with
        {
            Weekly = settings.Values.TryGetValue("closed", out var closed) ? Weekly(settings.Device, closed) : defaults.Weekly,
            OpenMeans = settings.Word("open_means", "free", "free", "card_required") == "free" ? GateAccess.Free : GateAccess.CardRequired,
            ClosedMeans = settings.Word("closed_means", "card_required", "card_required", "nobody_in") == "nobody_in" ? GateAccess.NobodyIn
            : GateAccess.CardRequired,
        };
        return ScheduleChecks.FirstError(schedule) is { } mistake ? throw new FormatException($"{settings.Device}: closed: {mistake.En}")
            : schedule;
    }
}
