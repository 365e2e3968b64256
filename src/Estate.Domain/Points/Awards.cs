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
            Decide(tap, refusal, holder, refusal == AwardResult.OutsideWindow ? WindowsOf(policy) : null, effects);
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
            Decide(cause, session, household, AwardResult.PendingReview, effects);
            return;
        }
        var policy = programme.Policies.At(tappedAt.At);
        var date = tappedAt.At.InZone(programme.Zone).Date;
        var window = WindowOf(tappedAt.At, policy);
        if (window is null)
            return;
        var id = TransferIds.Award(programme.Name, household, date, window);
        var today = programme.SessionsOn(date, household, ledger);
        var grounds = new Text(
            $"时段 {window}，今日已计 {today} 次，上限 {policy.SessionsPerDay} 次",
            $"time slot {window}, {today} of at most {policy.SessionsPerDay} counted today");
        if (ledger.Contains(id))
            Decide(cause, session, household, AwardResult.AlreadyAwarded, effects, grounds);
        else if (today >= policy.SessionsPerDay)
            Decide(cause, session, household, AwardResult.DailyLimit, effects, grounds);
        else
        {
            var transfer = new Transfer(
                id, AccountId.Issuance, AccountId.Household(household), policy.PointsPerSession, TransferCode.Award, tappedAt.At, session);
            ledger.Apply(transfer);
            effects.Remember(() => ledger.Undo(transfer));
            effects.Add(new Transferred(transfer));
            effects.Record(
                new AwardDecided(
                    cause.Device, cause.Time, session, household, AwardResult.Awarded)
                {
                    Grounds = grounds,
                    Points = policy.PointsPerSession,
                    IsFirstOfDay = today == 0 ? true : null,
                });
            effects.Answer = PointsAnswerTexts.Awarded(policy.PointsPerSession, today + 1, policy.SessionsPerDay, BalanceOf(household));
        }
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

    private void Decide(CardTapped tap, string result, CardHolder? holder, Text? grounds, Effects effects)
    {
        effects.Record(new AwardDecided(tap.Device, tap.Time, tap.Session, holder?.Household, result) { Grounds = grounds });
        effects.Answer = PointsAnswerTexts.NotAwarded(result, holder is null ? null : BalanceOf(holder.Household));
    }

    private void Decide(Fact cause, string session, string household, string result, Effects effects, Text? grounds = null)
    {
        effects.Record(new AwardDecided(cause.Device, cause.Time, session, household, result) { Grounds = grounds });
        effects.Answer = PointsAnswerTexts.NotAwarded(result, BalanceOf(household));
    }

    private long BalanceOf(string household) => ledger.BalanceOf(AccountId.Household(household));
}
