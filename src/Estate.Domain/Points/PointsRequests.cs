using Estate.Domain.Devices;

namespace Estate.Domain.Points;

/// <summary>Sets the price of one roll aside; answered with the reservation's id.</summary>
public sealed record ReserveRoll(string Household) : IRequest;

/// <summary>The roll was handed out.</summary>
public sealed record PostRoll(Guid Reservation) : IRequest;

/// <summary>No roll came out; the points go back.</summary>
public sealed record VoidRoll(Guid Reservation) : IRequest;

/// <summary>Positive points give, negative take; the reason is kept.</summary>
public sealed record ProposeCorrection(string Household, int Points, string Reason) : IRequest;

/// <summary>Somebody at the desk shall look at a household's points, and say why that was.</summary>
public sealed record ReviewAwards(string Household, string Reason) : IRequest;

/// <summary>By somebody else than the proposer.</summary>
public sealed record ApproveCorrection(string Proposal) : IRequest;

/// <summary>By a household: a movement of its points is not right. Words are welcome and not needed.</summary>
public sealed record DisputeTransfer(Transfer Transfer, string Household, string Words) : IRequest;

/// <summary>The desk's answer to a household's question.</summary>
public sealed record SettleDispute(Guid Transfer, string Outcome) : IRequest;

/// <summary>By a member of the committee: other rules for points, from a local time on.</summary>
public sealed record ProposePolicy(PolicyDraft Draft, string Resolution, NodaTime.LocalDateTime EffectiveFrom) : IRequest;

/// <summary>By somebody else than the author.</summary>
public sealed record ApprovePolicy(string Proposal) : IRequest;

public sealed record WithdrawPolicy(string Proposal) : IRequest;
