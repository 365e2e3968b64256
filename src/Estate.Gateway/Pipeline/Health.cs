using System.Collections.Concurrent;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline;

/// <summary>What works and what does not, in words; null means well. Written by those who know, read by /healthz.</summary>
internal sealed class Health
{
    private volatile string? _storage;
    private volatile string? _missing;
    private volatile string? _damage;
    private volatile InternalError? _mistake;
    private volatile string? _pins;
    private volatile string? _chips;
    private volatile string? _backup;
    private volatile string? _found;
    private volatile string? _district;
    private volatile string? _proposals;
    private volatile SeriesHealth _series = new(Text.Same("not tried yet"));
    private readonly System.Collections.Concurrent.ConcurrentDictionary<object, Text> _failing = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _stoppedCodecs = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _unsentOrders = new();
    private volatile LinkState _broker = new(IsReady: false, "not started");

    internal string? Storage
    {
        get => _storage;
        set => _storage = value;
    }

    /// <summary>A file of the database that is not where it was.</summary>
    internal string? Missing
    {
        get => _missing;
        set => _missing = value;
    }

    /// <summary>The last internal error that kept something from being stored or sent.</summary>
    internal InternalError? InternalError
    {
        get => _mistake;
        set => _mistake = value;
    }

    /// <summary>When the commit under way began, by the stopwatch; 0 while none is.</summary>
    internal long CommitSince { get; set; }

    /// <summary>A disk that answers nothing at all is as bad as one that fails.</summary>
    internal string? StorageNow(TimeProvider time) =>
        Missing ?? Storage
            ?? (CommitSince is not 0 and var since && time.GetElapsedTime(since) > TimeSpan.FromSeconds(5) ? "the disk does not answer"
            : null);

    /// <summary>What the disk has damaged; taps go on.</summary>
    internal string? Damage
    {
        get => _damage;
        set => _damage = value;
    }

    internal SeriesHealth Series
    {
        get => _series;
        set => _series = value;
    }

    /// <summary>Why facts do not reach the district; the estate is well all the same. Null also where there is none.</summary>
    internal string? District
    {
        get => _district;
        set => _district = value;
    }

    /// <summary>Why something that the district proposed last was not shown to the committee.</summary>
    internal string? Proposals
    {
        get => _proposals;
        set => _proposals = value;
    }

    /// <summary>The machine's own lines.</summary>
    internal string? Pins
    {
        get => _pins;
        set => _pins = value;
    }

    /// <summary>Card readers and displays on the machine's buses.</summary>
    internal string? Chips
    {
        get => _chips;
        set => _chips = value;
    }

    /// <summary>What hangs on this machine.</summary>
    internal string? Wires => Pins is null ? Chips : Chips is null ? Pins : $"{Pins}; {Chips}";

    /// <summary>What announces itself beyond what can be listed; the estate is well all the same.</summary>
    internal string? Found
    {
        get => _found;
        set => _found = value;
    }

    /// <summary>The nightly backup.</summary>
    internal string? Backup
    {
        get => _backup;
        set => _backup = value;
    }

    /// <summary>Parts that ended by an error and begin again; null while none does.</summary>
    internal Text? Failing => _failing.IsEmpty ? null
        : new(
            string.Join("；", _failing.Values.Select(part => part.Zh).Order(StringComparer.Ordinal)),
            string.Join("; ", _failing.Values.Select(part => part.En).Order(StringComparer.Ordinal)));

    internal void Fails(object part, Text name, Exception mistake) =>
        _failing[part] = new($"{name.Zh}（{mistake.Message}）", $"{name.En} ({mistake.GetType().Name}: {mistake.Message})");

    internal void Works(object part) => _failing.TryRemove(part, out _);

    /// <summary>A maker's codec that is not called for a while, since it failed again and again; null where it works again.</summary>
    internal void CodecStopped(string codec, string? reason)
    {
        if (reason is null)
            _stoppedCodecs.TryRemove(codec, out _);
        else
            _stoppedCodecs[codec] = reason;
    }

    /// <summary>Which codecs are stopped, and why; null while none is.</summary>
    internal string? StoppedCodecs => Listed(_stoppedCodecs);

    /// <summary>An order that its device was not told several times in a row; null where it was told again.</summary>
    internal void OrderNotSent(string order, string? reason)
    {
        if (reason is null)
            _unsentOrders.TryRemove(order, out _);
        else
            _unsentOrders[order] = reason;
    }

    /// <summary>Which orders do not reach their devices, and why; null while all do.</summary>
    internal string? UnsentOrders => Listed(_unsentOrders);

    private static string? Listed(ConcurrentDictionary<string, string> all) => all.IsEmpty ? null
        : string.Join("; ", all.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} ({one.Value})"));

    internal bool IsFailing(object part) => _failing.ContainsKey(part);

    internal LinkState Broker
    {
        get => _broker;
        set => _broker = value;
    }

    internal bool IsWell(TimeProvider time) => IsReady(time) && Damage is null && Wires is null && Backup is null && Failing is null
        && (Series.Problem is null || !Series.IsConfigured);

    /// <summary>Taps can be taken and answered.</summary>
    internal bool IsReady(TimeProvider time) => StorageNow(time) is null && Broker.IsReady;
}

/// <summary>An internal error; each is an object of its own, so that a further one is news.</summary>
internal sealed class InternalError(Text words)
{
    internal Text Words => words;
}
