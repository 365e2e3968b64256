using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A rule's memory of one device or part of it.</summary>
internal sealed class RuleInstance(DeviceId device, string component, IReadOnlyList<WindowSpec> windows)
{
    internal DeviceId Device => device;
    internal string Component => component;
    internal Window[] Windows { get; } = [.. windows.Select(spec => new Window(spec))];

    /// <summary>When the newest input happened; what is older changes nothing.</summary>
    internal Instant Newest { get; set; } = Instant.MinValue;
    internal Fact? Fact { get; set; }
    internal Measurement? Measurement { get; set; }

    /// <summary>The device is silent: what it said last says nothing of now.</summary>
    internal bool IsDeviceSilent { get; set; }

    /// <summary>The newest input was late: time alone must not make news of it.</summary>
    internal bool IsInputLate { get; set; }

    /// <summary>Something was received since the start, not only read of the past.</summary>
    internal bool IsHeard { get; set; }
    internal RuleStatus Status { get; set; }
    internal Instant Since { get; set; }
    internal bool IsLate { get; set; }
    internal Instant? QuietSince { get; set; }
    internal bool IsNotified { get; set; }
    internal ImmutableArray<SeenValue> Seen { get; set; } = [];
    internal Text? Words { get; set; }

    /// <summary>There is something to evaluate.</summary>
    internal bool HasInput => Fact is not null || Measurement is not null;

    internal RuleState Save(string rule, int version) =>
        new(rule, version, device, component, Status, Since)
        {
            IsLate = IsLate,
            QuietSince = QuietSince,
            IsNotified = IsNotified,
            Seen = Seen,
            Words = Words
        };

    internal void Adopt(RuleState saved) =>
        (Status, Since, IsLate, QuietSince, IsNotified, Seen, Words) = (
            saved.Status, saved.Since, saved.IsLate, saved.QuietSince, saved.IsNotified, saved.Seen, saved.Words);

    internal void Shift(Duration by)
    {
        (Since, QuietSince) = (Since + by, QuietSince + by);
        Newest = Newest == Instant.MinValue ? Newest : Newest + by;
        foreach (var window in Windows)
            window.Shift(by);
    }
}
