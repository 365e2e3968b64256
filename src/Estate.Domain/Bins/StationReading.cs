using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What a waste-sorting station says. The wire names are in <see cref="StationWire"/>.</summary>
public abstract record StationReading : IReading
{
    public virtual Rejection? Fault => null;

    public virtual bool IsFlagged => false;

    public virtual bool IsUrgent => false;

    private protected static Rejection? OutOfRange(string member, double value, double min, double max) =>
        double.IsFinite(value) && value >= min && value <= max
            ? null
            : new(RejectReason.BadMember, $"data.{member} is {value}, not {min} to {max}");
}

/// <summary>A resident's card at the reader. The event's id names the session that follows.</summary>
public sealed record Tap(CardToken Card) : StationReading;

/// <summary>Waste weighed in, as evidence for the session of an earlier tap.</summary>
public sealed record Deposit(string Session, WasteCategory Category, int Grams) : StationReading
{
    public const int MaxGrams = 200_000;

    public override Rejection? Fault => Session.Length is 0 or > EventHeader.MaxIdLength
        ? new(RejectReason.BadMember, $"data.session has {Session.Length} characters, not 1 to {EventHeader.MaxIdLength}")
        : OutOfRange("grams", Grams, 0, MaxGrams);
}

/// <summary>The collector's or the station's own report; levels are 0 to 1 where it knows them.</summary>
internal sealed record EmptiedReport(WasteCategory Category, double? Before = null, double? After = null) : StationReading
{
    public override Rejection? Fault => OutOfRange("before", Before ?? 0, 0, 1) ?? OutOfRange("after", After ?? 0, 0, 1);
}

internal sealed record LidReport(WasteCategory Category, bool Open) : StationReading;

internal sealed record TiltReport(bool Tilted) : StationReading;

internal sealed record FireReport(bool Burning) : StationReading
{
    public override bool IsUrgent => Burning;
}
