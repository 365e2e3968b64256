using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>A board ended an order on its own.</summary>
internal sealed record EndReport(string Order, int Socket, StopReason Reason, double? EnergyWh = null) : ChargerReading
{
    public override Rejection? Fault => Order.Length is 0 or > EventHeader.MaxIdLength
        ? new(RejectReason.BadMember, $"data.order has {Order.Length} characters, not 1 to {EventHeader.MaxIdLength}")
        : SocketFault(Socket) ?? OutOfRange("data.energy_wh", EnergyWh, 0, 1e7);
}
