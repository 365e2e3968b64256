using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>A board's own report of a protection; without a socket it is of the board. In test mode it only says that it works.</summary>
internal sealed record ProtectionReport(ProtectionKind Kind, bool Active, int? Socket = null, double? Value = null, bool Testing = false)
    : ChargerReading
{
    public override bool IsUrgent => Active && !Testing && Protection.Of(Kind).Cuts;

    /// <summary>Of whatever unit the kind is measured in.</summary>
    private const double MaxValue = 1e6;

    public override Rejection? Fault => SocketFault(Socket) ?? OutOfRange("data.value", Value, -MaxValue, MaxValue);
}
