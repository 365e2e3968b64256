namespace Estate.Domain.Points;

/// <summary>The result words of a session, as on the wire.</summary>
public static class AwardResult
{
    /// <summary>The card is good, the lid opens, the award waits for the waste.</summary>
    public const string Welcome = "welcome";
    public const string Awarded = "awarded";
    public const string AlreadyAwarded = "already_awarded_this_window";
    public const string DailyLimit = "daily_limit";
    public const string OutsideWindow = "outside_window";
    public const string UnknownCard = "unknown_card";
    public const string Blocked = "blocked";
    public const string PendingReview = "pending_review";

    /// <summary>Less waste than the policy asks for; put in more and it counts.</summary>
    public const string TooLight = "too_light";
}
