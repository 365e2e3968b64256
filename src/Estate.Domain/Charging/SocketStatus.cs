namespace Estate.Domain.Charging;

/// <summary>Status of a socket, OCPP 1.6 ChargePointStatus; integers for the time series.</summary>
public enum SocketStatus
{
    Available,
    Preparing,
    Charging,
    SuspendedEVSE,
    SuspendedEV,
    Finishing,
    Reserved,
    Unavailable,
    Faulted,
}
