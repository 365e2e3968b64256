using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>One OCPP 1.6 SampledValue: the value is text there, and the unit may be left out.</summary>
internal sealed record SampledValue(string Value, string Measurand, string? Unit = null);

/// <summary>
/// A socket measured in OCPP 1.6 words, for boards that speak those. A unit that does not fit its measurand is refused rather
/// than guessed.
/// </summary>
internal sealed record MeterValues(int Socket, ImmutableArray<SampledValue> SampledValue) : ChargerReading
{
    private const int MaxValues = 30;

    public override Rejection? Fault => SampledValue.IsDefault || SampledValue.Length > MaxValues
        ? new(RejectReason.BadMember, $"data.sampled_value has at most {MaxValues} elements")
        : SocketFault(Socket) ?? SampledValue.Select(Problem).FirstOrDefault(problem => problem is not null);

    /// <summary>The same in our own units; only for values without <see cref="Fault"/>.</summary>
    public BoardSnapshot ToSnapshot() => new([SampledValue.Aggregate(new SocketReading(Socket), Put)]);

    private static Rejection? Problem(SampledValue? one, int index)
    {
        if (one is null)
            return new(RejectReason.BadMember, $"data.sampled_value[{index}] is null");
        if (Units(one.Measurand) is not { } units)
            return null;
        if (!FiniteNumber.TryParse(one.Value, out var value))
            return new(RejectReason.BadMember, $"data.sampled_value[{index}].value is not {FiniteNumber.Expected}");
        if (units.TryGetValue(one.Unit ?? units.Keys.First(), out var toOurs) && !double.IsFinite(toOurs(value)))
            return new(RejectReason.BadMember, $"data.sampled_value[{index}].value is beyond all measure");
        return toOurs is not null
            ? null
            : new(RejectReason.BadMember,
                $"data.sampled_value[{index}]: {one.Measurand} is in {string.Join(" or ", units.Keys)}, not in '{one.Unit}'");
    }

    private static SocketReading Put(SocketReading reading, SampledValue one)
    {
        if (Units(one.Measurand) is not { } units)
            return reading;
        var number = FiniteNumber.TryParse(one.Value, out var written) ? written : throw new FormatException(one.Value);
        var value = units[one.Unit ?? units.Keys.First()](number);
        return one.Measurand switch
        {
            "Power.Active.Import" => reading with { PowerW = value },
            "Current.Import" => reading with { CurrentA = value },
            "Voltage" => reading with { VoltageV = value },
            "Temperature" => reading with { TempC = value },
            _ => reading with { EnergyWh = value },
        };
    }

    /// <summary>Units a measurand may come in, the default first; null for one we do not use. OCPP 1.6's schema spells Celcius.</summary>
    private static OrderedDictionary<string, Func<double, double>>? Units(string measurand) => measurand switch
    {
        "Energy.Active.Import.Register" => new() { ["Wh"] = value => value, ["kWh"] = value => value * 1000 },
        "Power.Active.Import" => new() { ["W"] = value => value, ["kW"] = value => value * 1000 },
        "Current.Import" => new() { ["A"] = value => value },
        "Voltage" => new() { ["V"] = value => value },
        "Temperature" => new()
        {
            ["Celsius"] = value => value,
            ["Celcius"] = value => value,
            ["Fahrenheit"] = value => (value - 32) / 1.8,
            ["K"] = value => value - 273.15,
        },
        _ => null,
    };
}
