using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

public enum TransferCode
{
    Award = 1,
    Reserve = 2,
    Post = 3,
    Void = 4,
    Correction = 5,

    /// <summary>A roll that was handed out came back within minutes.</summary>
    Undo = 6,
}

/// <summary>
/// An immutable movement of points, at most one per id, never deleted; errors are put right by another transfer.
/// <paramref name="Points"/> is positive. <paramref name="Reference"/> names the cause: a session, a reservation, a reason.
/// </summary>
public sealed record Transfer(
    Guid Id, AccountId Debit, AccountId Credit, int Points, TransferCode Code, Instant At, string Reference, string By = "gateway");

/// <summary>Points move, with whatever else the step brings.</summary>
public sealed record Transferred(Transfer Transfer) : Outcome;
