using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>Sets the price of one roll aside; answered with the reservation's id.</summary>
public sealed record ReserveRoll(string Household) : IRequest
{
    string IRequest.About => Household;
}

/// <summary>The roll was handed out.</summary>
public sealed record PostRoll(Guid Reservation) : IRequest
{
    string IRequest.About => Reservation.ToString("D");
}

/// <summary>A roll that was handed out in the last ten minutes is given back, and the points with it.</summary>
public sealed record UndoRoll(Guid Reservation) : IRequest
{
    string IRequest.About => Reservation.ToString("D");
}

/// <summary>No roll came out; the points go back.</summary>
public sealed record VoidRoll(Guid Reservation) : IRequest
{
    string IRequest.About => Reservation.ToString("D");
}

/// <summary>Positive points give, negative take; the reason is kept.</summary>
public sealed record ProposeCorrection(string Household, int Points, string Reason) : IRequest
{
    string IRequest.About => Household;
}

/// <summary>Somebody at the desk shall look at a household's points, and say why that was.</summary>
internal sealed record ReviewAwards(string Household, string Reason) : IRequest
{
    string IRequest.About => Household;
}

/// <summary>By somebody else than the proposer.</summary>
public sealed record ApproveCorrection(string Proposal) : IRequest
{
    string IRequest.About => Proposal;
}

/// <summary>By a household: a movement of its points is not right. Words are welcome and not needed.</summary>
public sealed record DisputeTransfer(Transfer Transfer, string Household, string Words) : IRequest
{
    string IRequest.About => Transfer.Id.ToString("D");

    bool IRequest.IsAuditedWhenRefused => false;
}

/// <summary>The desk's answer to a household's question.</summary>
public sealed record SettleDispute(Guid Transfer, string Outcome) : IRequest
{
    string IRequest.About => Transfer.ToString("D");
}
