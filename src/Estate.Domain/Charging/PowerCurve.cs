using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Power over a session in at most 256 points, however long it lasts: when they are full, every second one goes and the step
/// doubles. A point is the mean power of its step in watt; null where nothing was received.
/// </summary>
public sealed record PowerCurve
{
    private const int MaxPoints = 256;
    private const int FirstStepS = 10;

    public int StepS { get; init; } = FirstStepS;
    public ImmutableArray<double?> Watts { get; init; } = [];

    [JsonIgnore]
    public double Sum { get; init; }

    [JsonIgnore]
    public int Count { get; init; }

    public PowerCurve Add(Duration sinceStart, double watt)
    {
        var curve = this;
        while (sinceStart.TotalSeconds / curve.StepS >= MaxPoints)
            curve = curve.Closed().Halve();
        var step = (int)(sinceStart.TotalSeconds / curve.StepS);
        if (step < curve.Watts.Length)
            return curve;
        curve = step > curve.Watts.Length ? curve.Close(step) : curve;
        return curve with { Sum = curve.Sum + watt, Count = curve.Count + 1 };
    }

    /// <summary>With the point that was being made.</summary>
    public PowerCurve Closed() => Count == 0 ? this : Close(Watts.Length + 1);

    private PowerCurve Close(int step)
    {
        var watts = Watts.Add(Count == 0 ? null : Math.Round(Sum / Count, 1));
        return this with { Watts = watts.AddRange(Enumerable.Repeat<double?>(null, step - watts.Length)), Sum = 0, Count = 0 };
    }

    private PowerCurve Halve() => this with
    {
        StepS = StepS * 2,
        Watts = [
            .. Watts.Chunk(2)
            .Select(pair =>
                pair.Where(watt => watt is not null).DefaultIfEmpty(null).Average() is { } mean ? Math.Round(mean, 1) : (double?)null)],
    };
}
