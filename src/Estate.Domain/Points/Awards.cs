using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>
/// Turns taps and deposits into points. One award per (programme, household, local date, window): the id says so, and
/// repetition, a second station or a replayed outbox find it taken.
/// </summary>
internal sealed class Awards(PointsProgramme programme, Ledger ledger, CardRegistry cards)
{
    internal void OnTap(CardTapped tap, Effects effects)
    {
        var holder = cards.Find(tap.Card);
        var policy = programme.Policies.At(tap.Time.At);
        var refusal = holder is null ? AwardResult.UnknownCard
            : holder.IsBlocked ? AwardResult.Blocked
            : !NeedsReview(tap.Time) && WindowOf(tap.Time.At, policy) is null ? AwardResult.OutsideWindow
            : null;
        if (refusal is not null)
        {
            Decide(
                new(tap.Device, tap.Time, tap.Session, holder?.Household, refusal)
                {
                    Grounds = refusal == AwardResult.OutsideWindow ? WindowsOf(policy) : null,
                }, effects);
            effects.Request(new AuthorizeTap(tap.Device, tap.Session, null, ReleaseLid: false));
            return;
        }
        effects.Answer = PointsAnswerTexts.Welcome();
        if (policy.Evidence == Evidence.Tap)
            Award(tap, tap.Session, tap.Time, holder!.Household, effects);
        effects.Request(new AuthorizeTap(tap.Device, tap.Session, holder!.Household, ReleaseLid: policy.Evidence == Evidence.Deposit));
    }

    internal void OnDeposit(Deposited deposit, Effects effects)
    {
        var policy = programme.Policies.At(deposit.TappedAt.At);
        if (deposit.Household is not { } household || policy.Evidence != Evidence.Deposit)
            return;
        if (deposit.Grams < policy.MinGrams)
            effects.Answer = PointsAnswerTexts.NotAwarded(AwardResult.TooLight, BalanceOf(household));
        else if (!deposit.IsFirst && AwardOf(deposit, household, policy) is { } id && ledger.Contains(id))
            // A further bag of a visit that has its points: nothing to say against it.
            effects.Answer = Answer.Recorded;
        else
            Award(deposit, deposit.Session, deposit.TappedAt, household, effects);
    }

    private Guid? AwardOf(Deposited deposit, string household, AwardPolicy policy) =>
        WindowOf(deposit.TappedAt.At, policy) is { } window
            ? TransferIds.Award(programme.Name, household, deposit.TappedAt.At.InZone(programme.Zone).Date, window)
            : null;

    private void Award(Fact cause, string session, EventTime tappedAt, string household, Effects effects)
    {
        if (NeedsReview(tappedAt))
        {
            Decide(new(cause.Device, cause.Time, session, household, AwardResult.PendingReview), effects);
            return;
        }
        var policy = programme.Policies.At(tappedAt.At);
        var date = tappedAt.At.InZone(programme.Zone).Date;
        var window = WindowOf(tappedAt.At, policy);
        if (window is null)
            return;
        var id = TransferIds.Award(programme.Name, household, date, window);
        var today = programme.SessionsOn(date, household, ledger);
        var result = ledger.Contains(id) ? AwardResult.AlreadyAwarded
            : today >= policy.SessionsPerDay ? AwardResult.DailyLimit
            : AwardResult.Awarded;
        var decided = new AwardDecided(cause.Device, cause.Time, session, household, result)
        {
            Slot = window,
            Today = today,
            Limit = policy.SessionsPerDay,
            Points = result == AwardResult.Awarded ? policy.PointsPerSession : null,
        };
        if (decided.Points is not { } points)
        {
            Decide(decided, effects);
            return;
        }
        var transfer = new Transfer(
            id, AccountId.Issuance, AccountId.Household(household), points, TransferCode.Award, tappedAt.At, session);
        ledger.Apply(transfer);
        effects.Remember(() => ledger.Undo(transfer));
        effects.Add(new Transferred(transfer));
        effects.Record(decided);
        effects.Answer = PointsAnswerTexts.Awarded(points, today + 1, policy.SessionsPerDay, BalanceOf(household));
    }

    /// <summary>No believable time, or too old for the ids still remembered: a person decides.</summary>
    private static bool NeedsReview(EventTime tappedAt) =>
        !tappedAt.IsTimeKnown || tappedAt.ReceivedAt - tappedAt.At > PointsProgramme.AwardableFor;

    private string? WindowOf(Instant at, AwardPolicy policy) => policy.WindowAt(at.InZone(programme.Zone).TimeOfDay)?.Id;

    private static Text WindowsOf(AwardPolicy policy)
    {
        var all = string.Join(
            ", ", policy.Windows.Select(window =>
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{window.Start:HH:mm}-{window.EndExclusive:HH:mm}")));
        return new($"投放时段 {all}", $"open at {all}");
    }

    private void Decide(AwardDecided decided, Effects effects)
    {
        effects.Record(decided);
        effects.Answer = PointsAnswerTexts.NotAwarded(decided.Result, decided.Household is { } household ? BalanceOf(household) : null);
    }

    private long BalanceOf(string household) => ledger.BalanceOf(AccountId.Household(household));
}
