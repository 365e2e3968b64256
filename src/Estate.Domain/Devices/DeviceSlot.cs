using System.Globalization;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>One configured device inside the machine: its kind, what is known of it, its state.</summary>
internal sealed class DeviceSlot(DeviceSettings settings, IDeviceKind kind)
{
    private static readonly Duration AskLasts = Duration.FromSeconds(30);

    /// <summary>What was not heard since the start is asked soon: what was so before may have changed.</summary>
    private static readonly Duration AskedAtStart = Duration.FromSeconds(10);

    private DeviceSettings _settings = settings;
    private Instant? _askedAt;

    internal DeviceId Id => _settings.Device;
    internal IDeviceKind Kind => kind;

    /// <summary>Where its readings come from: this computer's lines, or through the broker. Never both.</summary>
    internal bool IsWired => _settings.IsWired || IsProbed;

    internal bool IsProbed => _settings.IsProbed;

    /// <summary>It was taken up while the estate ran.</summary>
    internal Instant Since { get; set; } = Instant.MinValue;

    internal Presence Presence { get; set; } = new();
    internal object State { get; set; } = kind.Initial(settings);

    private double? BatteryPct => (kind as IBatteryKind)?.BatteryPct(State);

    /// <summary>What is durable, or as the inventory makes it. The numbering stays, for what the device said was received.</summary>
    internal void PutBack(object? saved) => State = saved is null ? kind.Initial(_settings) : kind.Adopt(saved, kind.Initial(_settings));

    /// <summary>As a start with these settings would make it.</summary>
    /// <exception cref="FormatException">A setting that cannot be.</exception>
    internal void Change(DeviceSettings changed)
    {
        State = kind.Adopt(State, kind.Initial(changed));
        _settings = changed;
    }

    /// <summary>It says nothing: one that can be asked is asked before it is called silent.</summary>
    /// <param name="started">Since when anything could be heard.</param>
    internal void CheckSilence(Instant now, Instant started, Effects effects)
    {
        // One that is asked is silent by its probes; while nobody can ask, that is no silence of its own.
        if (Presence.IsSilent || IsProbed)
            return;
        started = Instant.Max(started, Since);
        var (last, habits) = (Presence.LastSeen, _settings.Habits);
        var since = Instant.Max(last ?? started, started);
        if (habits?.AskAfter(kind.SilentAfter) is { } patience && !(_askedAt > since)
            && now - since > (last >= started ? patience : Duration.Min(patience, AskedAtStart)))
        {
            _askedAt = now;
            var id = string.Create(CultureInfo.InvariantCulture, $"{Id.Name}-{now.ToUnixTimeMilliseconds()}-ask");
            effects.Command(new(id, Id, habits.Ask!, now, now + AskLasts + habits.OrderDelay, []));
        }
        if (now - since > (habits?.SilentAfter(kind.SilentAfter, Presence.IsOnline) ?? kind.SilentAfter))
            FallSilent(now, effects);
    }

    /// <summary>It was asked. One answer does not make it reachable again, nor does one that is missing end that.</summary>
    /// <param name="isReachable">As its kind sees it.</param>
    internal void SetReach(bool? isReachable, DeviceProbed probed, Effects effects)
    {
        if (isReachable == true && probed.Result.IsAnswered)
            MarkSeen(probed.ReceivedAt, effects);
        else if (probed.Result.IsAnswered)
            Presence = Presence with { LastSeen = probed.ReceivedAt };
        if (isReachable == false && !Presence.IsSilent)
            FallSilent(probed.ReceivedAt, effects);
    }

    private void FallSilent(Instant now, Effects effects)
    {
        Presence = Presence with { IsSilent = true };
        effects.Record(new DeviceFellSilent(Id, EventTime.Now(now), Presence.LastSeen));
    }

    /// <summary>The wall clock jumped.</summary>
    internal void Shift(Duration by)
    {
        Presence = Presence with { LastSeen = Presence.LastSeen + by };
        _askedAt += by;
        if (Since > Instant.MinValue)
            Since += by;
    }

    /// <summary>It spoke.</summary>
    internal void MarkSeen(Instant now, Effects effects)
    {
        if (Presence.IsSilent)
            effects.Record(new DeviceReturned(Id, EventTime.Now(now)));
        Presence = Presence with { LastSeen = now, IsSilent = false };
    }

    /// <summary>Another device hangs there now, which counts its own messages.</summary>
    internal void Replace(ReplaceDevice replace, Effects effects)
    {
        if (replace.Reason.Length > ReplaceDevice.MaxReason)
        {
            effects.Refuse(
                Id, RejectReason.BadMember,
                new Text($"原因最多 {ReplaceDevice.MaxReason} 字", $"the reason has at most {ReplaceDevice.MaxReason} letters"));
            return;
        }
        Presence = Presence with { Boot = -1, Seq = -1, IsOnline = null, Firmware = null };
        effects.Add(new EventsForgotten(Id));
        effects.Record(new DeviceReplaced(Id, effects.Time, effects.By ?? "", replace.Reason));
    }

    internal Saved Save() => new(Id, Presence, State);

    internal void Recover(IReadOnlyList<Fact> facts)
    {
        if (kind is IRecoverableKind recoverable)
            State = recoverable.Recover(State, facts);
    }

    /// <summary>Null for a kind that homes do not show.</summary>
    internal HomeAssistantReport? HomeAssistantReport()
    {
        if (kind is not IHomeAssistantKind shown)
            return null;
        var values = shown.HomeAssistantValues(State);
        if (BatteryPct is { } battery)
            values = values.Append(HomeAssistantValue.OfNumber("battery", new("电量", "Battery"), battery, "%", "battery"));
        return new(Id, kind.Title, !Presence.IsSilent && Presence.IsOnline != false, Presence.Firmware, [.. values])
        { Name = _settings.Name };
    }

    internal StatusCard Card()
    {
        var lines = kind.Describe(State).ToList();
        if (Presence.IsSilent)
        {
            var never = Presence.LastSeen is null;
            lines.Insert(0, new(new("通信", "Contact"), never ? new("从未上报", "never spoke") : new("已失联", "silent"), Tone.Unknown));
        }
        else if (Presence.IsOnline == false)
            lines.Insert(0, new(new("通信", "Contact"), new("已断开", "disconnected"), Tone.Warning));
        var tone = lines.Count == 0 ? Tone.Good : lines.Max(line => line.Tone);
        return new(Id, kind.Title, tone, Presence.LastSeen, [.. lines])
        {
            IsOnline = Presence.IsSilent ? false : Presence.IsOnline,
            IsSilent = Presence.IsSilent,
            Firmware = Presence.Firmware,
            BatteryPct = BatteryPct,
            Name = _settings.Name,
        };
    }
}
