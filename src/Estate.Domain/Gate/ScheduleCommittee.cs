using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>
/// How hours are decided: somebody proposes, everybody can see what would change, somebody else approves, and from its
/// effective time on the version holds. Nothing ever reaches back in time.
/// </summary>
internal sealed class ScheduleCommittee(DateTimeZone zone)
{
    private const int MaxProposals = 20;
    private const int MaxText = 200;

    /// <summary>A slip of the pen must not hold the hours for decades.</summary>
    private const int MaxDaysAhead = 400;

    internal GateState Propose(GateState state, ProposeSchedule request, Effects effects)
    {
        var latest = state.Versions.Latest();
        var draft = request.Draft;
        var today = effects.Now.At.InZone(zone).Date;
        // Past dates go: they can change nothing any more.
        var exceptions = (draft.Exceptions ?? latest.Exceptions).AddRange(draft.AddedExceptions ?? []).RemoveAll(one => one.Last < today.PlusDays(-1));
        var schedule = latest with
        {
            Weekly = draft.Weekly ?? latest.Weekly,
            Exceptions = [.. exceptions],
            Default = draft.Default ?? latest.Default,
            OpenMeans = draft.OpenMeans ?? latest.OpenMeans,
            ClosedMeans = draft.ClosedMeans ?? latest.ClosedMeans,
        };
        return Propose(state, request.Device, schedule, (request.Resolution, request.EffectiveFrom), effects);
    }

    internal GateState Propose(GateState state, ProposeHolidays request, Effects effects)
    {
        var latest = state.Versions.Latest();
        var today = effects.Now.At.InZone(zone).Date;
        if (request.Calendar.FirstMistake(today) is { } mistake)
            return effects.Refuse(state, request.Device, "bad_holiday_file", mistake);
        var after = request.Calendar.ImportInto(latest, today, request.OffLines);
        if (after.SequenceEqual(latest.Exceptions))
            return effects.Refuse(state, request.Device, "nothing_changes", new("节假日与平日时间相同，没有需要改的", "the hours are the same on those days; there is nothing to change"));
        return Propose(state, request.Device, latest with { Exceptions = after }, (request.Resolution, request.EffectiveFrom), effects);
    }

    internal static GateState Withdraw(GateState state, WithdrawSchedule request, Effects effects)
    {
        if (Find(state, request.Proposal) is not { } proposal)
            return NotOpen(state, request.Device, request.Proposal, effects);
        effects.Record(new ScheduleWithdrawn(request.Device, effects.Time, proposal.Id, effects.By!));
        effects.Answer = new("withdrawn", new("已撤回", "Withdrawn"), []) { Detail = proposal.Id };
        return state with { Proposals = state.Proposals.Remove(proposal) };
    }

    internal GateState Approve(GateState state, ApproveSchedule request, Effects effects)
    {
        if (Find(state, request.Proposal) is not { } proposal)
            return NotOpen(state, request.Device, request.Proposal, effects);
        if (effects.Now.Clock == ClockTrust.Unknown)
            return ClockUnknown(state, request.Device, effects);
        var latest = state.Versions.Latest();
        if (string.Equals(proposal.Schedule.Author, effects.By, StringComparison.OrdinalIgnoreCase))
            return effects.Refuse(state, request.Device, "second_person_needed", new("提议人不能批准自己的方案，请另一位委员批准", $"{effects.By} proposed it; somebody else must approve"));
        if (proposal.Revokes is { } revoked)
            return Revoke(state, request.Device, proposal, revoked, effects);
        if (proposal.BasedOn != latest.Version)
            return effects.Refuse(state, request.Device, "outdated", new("此后已有新方案生效或待生效，请重新提议", "another version was decided since; propose again, so that both see what changes"));
        if (proposal.Schedule.EffectiveFrom <= effects.Now.At)
            return effects.Refuse(state, request.Device, "effective_time_passed", new("生效时间已过，请重新提议", "its effective time has passed; propose again"));
        var number = Math.Max(state.VersionsEver, latest.Version) + 1;
        var decided = (proposal.Schedule with { Version = number, Approver = effects.By, ApprovedAt = effects.Now.At }).Seal();
        var notice = GateWords.Notice(decided, zone);
        effects.Record(new ScheduleApproved(request.Device, effects.Time, proposal.Id, decided, notice));
        effects.Answer = new("approved", notice, [("version", decided.Version)]) { Detail = proposal.Id };
        return state with { Versions = state.Versions.With(decided, effects.Now.At), VersionsEver = number, Proposals = state.Proposals.Remove(proposal) };
    }

    /// <summary>Takes two people, as deciding did, and leaves what is in force alone.</summary>
    internal static GateState Propose(GateState state, RevokeSchedule request, Effects effects)
    {
        if (effects.Now.Clock == ClockTrust.Unknown)
            return ClockUnknown(state, request.Device, effects);
        if (Coming(state, request.Version, effects) is not { } version)
            return NotComing(state, request.Device, request.Version, effects);
        if (Slip(state, request.Resolution) is { } slip)
            return effects.Refuse(state, request.Device, slip.Reason, slip.Text);
        return Add(state, request.Device, version with { Resolution = request.Resolution.Trim() }, effects, request.Version);
    }

    private GateState Revoke(GateState state, DeviceId device, ScheduleProposal proposal, int number, Effects effects)
    {
        if (Coming(state, number, effects) is not { } version)
            return NotComing(state, device, number, effects);
        var notice = GateWords.Revocation(version, proposal.Schedule.Resolution, zone);
        effects.Record(new ScheduleRevoked(device, effects.Time, proposal.Id, number, proposal.Schedule.Author, effects.By!, notice));
        effects.Answer = new("revoked", notice, [("version", number)]) { Detail = proposal.Id };
        return state with { Versions = state.Versions.Remove(version), Proposals = state.Proposals.Remove(proposal) };
    }

    private static GateSchedule? Coming(GateState state, int number, Effects effects) =>
        state.Versions.FirstOrDefault(version => version.Version == number && version.EffectiveFrom > effects.Now.At);

    private static GateState NotComing(GateState state, DeviceId device, int number, Effects effects) => effects.Refuse(
        state, device, "not_coming", new($"第 {number} 版不在待生效之列，不能撤销", $"version {number} is not one that is still to come; only those can be revoked"));

    private GateState Propose(GateState state, DeviceId device, GateSchedule schedule, (string Resolution, LocalDateTime From) act, Effects effects)
    {
        if (effects.Now.Clock == ClockTrust.Unknown)
            return ClockUnknown(state, device, effects);
        if (act.From.Date > effects.Now.At.InZone(zone).Date.PlusDays(MaxDaysAhead))
            return effects.Refuse(state, device, "effective_too_far", new($"生效时间最多在 {MaxDaysAhead} 天之内", $"the effective time is at most {MaxDaysAhead} days ahead"));
        var from = act.From.InZoneLeniently(zone).ToInstant();
        if (from <= effects.Now.At)
            return effects.Refuse(state, device, "effective_in_the_past", new("生效时间必须在将来：方案不能追溯", "the effective time must be in the future: hours are never changed backwards"));
        if (state.Versions.Any(version => version.EffectiveFrom >= from))
            return effects.Refuse(state, device, "effective_too_early", new("已有方案在该时间或之后生效，请选更晚的时间", "another version takes effect then or later; choose a later time, or have that one revoked"));
        if (Slip(state, act.Resolution) is { } slip)
            return effects.Refuse(state, device, slip.Reason, slip.Text);
        if (ScheduleChecks.FirstMistake(schedule) is { } mistake)
            return effects.Refuse(state, device, "bad_schedule", mistake);
        return Add(state, device, schedule with { Version = 0, EffectiveFrom = from, Approver = null, ApprovedAt = null, Resolution = act.Resolution.Trim(), Checksum = "" }, effects);
    }

    private static (string Reason, Text Text)? Slip(GateState state, string resolution) =>
        string.IsNullOrWhiteSpace(resolution) || resolution.Length > MaxText ? ("resolution_needed", new("请填写业委会决议编号", "name the committee's resolution"))
        : state.Proposals.Length >= MaxProposals ? ("too_many_proposals", new("待批方案太多，请先撤回一些", "too many open proposals; withdraw some first"))
        : null;

    private static GateState Add(GateState state, DeviceId device, GateSchedule schedule, Effects effects, int? revokes = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"p{state.ProposalsEver + 1}");
        var proposal = new ScheduleProposal(id, schedule with { Author = effects.By ?? "" }, state.Versions.Latest().Version, effects.Now.At, revokes);
        effects.Record(new ScheduleProposed(device, effects.Time, proposal));
        effects.Answer = new("proposed", new("已提交，待另一位委员批准", "Proposed; another member must approve"), []) { Detail = id };
        return state with { Proposals = state.Proposals.Add(proposal), ProposalsEver = state.ProposalsEver + 1 };
    }

    private static GateState ClockUnknown(GateState state, DeviceId device, Effects effects) =>
        effects.Refuse(state, device, "clock_unknown", new("时钟未校准，暂不能决定时间表", "the clock is not set, so that nothing can be decided for a time"));

    private static ScheduleProposal? Find(GateState state, string id) => state.Proposals.FirstOrDefault(one => one.Id == id);

    private static GateState NotOpen(GateState state, DeviceId device, string id, Effects effects) =>
        effects.Refuse(state, device, "no_such_proposal", new($"没有待批的方案 {id}", $"proposal {id} is not open"));
}
