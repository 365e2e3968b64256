using System.Globalization;
using Estate.Domain.Approvals;
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
    internal GateState Propose(GateState state, ProposeSchedule request, Effects effects)
    {
        var latest = state.Versions.Latest();
        var draft = request.Draft;
        var today = effects.Now.At.InZone(zone).Date;
        // Past dates go: they can change nothing any more.
        var exceptions = (draft.Exceptions ?? latest.Exceptions).AddRange(draft.AddedExceptions ?? [])
            .RemoveAll(one => one.Last < today.PlusDays(-1));
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
        if (request.Calendar.FirstError(today) is { } mistake)
            return effects.Refuse(state, request.Device, "bad_holiday_file", mistake);
        var after = request.Calendar.ImportInto(latest, today, request.OffLines);
        if (after.SequenceEqual(latest.Exceptions))
            return effects.Refuse(
                state, request.Device, "nothing_changes",
                new("节假日与平日时间相同，没有需要改的", "the hours are the same on those days; there is nothing to change"));
        return Propose(state, request.Device, latest with { Exceptions = after }, (request.Resolution, request.EffectiveFrom), effects);
    }

    internal static GateState Withdraw(GateState state, WithdrawSchedule request, Effects effects)
    {
        if (state.Pending.Find(request.Proposal, request.Device, effects) is not { Id: var id })
            return state;
        effects.Record(new ScheduleWithdrawn(request.Device, effects.Time, id, effects.By!));
        effects.Answer = Proposals.Withdrawn(id);
        return state.With(state.Pending.Without(id));
    }

    internal GateState Approve(GateState state, ApproveSchedule request, Effects effects)
    {
        var latest = state.Versions.Latest();
        if (state.Pending.FindApprovable(request.Proposal, request.Device, effects, latest.Version) is not { } proposal)
            return state;
        if (proposal.Revokes is { } revoked)
            return Revoke(state, request.Device, proposal, revoked, effects);
        var number = Math.Max(state.VersionsEver, latest.Version) + 1;
        var decided = (proposal.Schedule with { Version = number, Approver = effects.By, ApprovedAt = effects.Now.At }).Seal();
        var notice = GateTexts.Notice(decided, zone);
        var change = GateTexts.Change(state.Versions, decided, zone);
        effects.Record(new ScheduleApproved(request.Device, effects.Time, proposal.Id, decided, notice) { Change = change });
        effects.Answer = new("approved", change, [("version", decided.Version)]) { Detail = proposal.Id };
        return state.With(state.Pending.Without(proposal.Id)) with
        {
            Versions = state.Versions.With(decided, effects.Now.At),
            VersionsEver = number,
        };
    }

    /// <summary>Takes two people, as deciding did, and leaves what is in force alone.</summary>
    internal static GateState Propose(GateState state, RevokeSchedule request, Effects effects)
    {
        if (CommitteeTerms.ClockProblem(effects.Now) is { } unset)
            return effects.Refuse(state, request.Device, unset.Reason, unset.Text);
        if (Coming(state, request.Version, effects) is not { } version)
            return NotComing(state, request.Device, request.Version, effects);
        if (CommitteeTerms.ResolutionProblem(request.Resolution) is { } problem)
            return effects.Refuse(state, request.Device, problem.Reason, problem.Text);
        return Add(state, request.Device, version with { Resolution = request.Resolution.Trim() }, effects, request.Version);
    }

    private GateState Revoke(GateState state, DeviceId device, ScheduleProposal proposal, int number, Effects effects)
    {
        if (Coming(state, number, effects) is not { } version)
            return NotComing(state, device, number, effects);
        var notice = GateTexts.Revocation(version, proposal.Schedule.Resolution, zone);
        effects.Record(new ScheduleRevoked(device, effects.Time, proposal.Id, number, proposal.Schedule.Author, effects.By!, notice));
        effects.Answer = new("revoked", notice, [("version", number)]) { Detail = proposal.Id };
        return state.With(state.Pending.Without(proposal.Id)) with { Versions = state.Versions.Remove(version) };
    }

    private static GateSchedule? Coming(GateState state, int number, Effects effects) =>
        state.Versions.FirstOrDefault(version => version.Version == number && version.EffectiveFrom > effects.Now.At);

    private static GateState NotComing(GateState state, DeviceId device, int number, Effects effects) => effects.Refuse(
        state, device, "not_coming",
        new($"第 {number} 版不在待生效之列，不能撤销", $"version {number} is not one that is still to come; only those can be revoked"));

    private GateState Propose(
        GateState state, DeviceId device, GateSchedule schedule, (string Resolution, LocalDateTime From) act, Effects effects)
    {
        var problem = CommitteeTerms.TimeProblem(act.From, zone, effects.Now) ?? TooEarly(state, act.From)
            ?? CommitteeTerms.ResolutionProblem(act.Resolution) ?? Mistake(schedule);
        if (problem is var (reason, text))
            return effects.Refuse(state, device, reason, text);
        var from = act.From.InZoneLeniently(zone).ToInstant();
        return Add(state, device, schedule with
        {
            Version = 0,
            EffectiveFrom = from,
            Approver = null,
            ApprovedAt = null,
            Resolution = act.Resolution.Trim(),
            Checksum = ""
        }, effects);
    }

    private (string Reason, Text Text)? TooEarly(GateState state, LocalDateTime from)
    {
        var effective = from.InZoneLeniently(zone).ToInstant();
        return state.Versions.Any(version => version.EffectiveFrom >= effective)
            ? ("effective_too_early",
                new("已有方案在该时间或之后生效，请选更晚的时间", "another version takes effect then or later; choose a later time, or have that one revoked"))
            : null;
    }

    private static (string Reason, Text Text)? Mistake(GateSchedule schedule) =>
        ScheduleChecks.FirstError(schedule) is { } mistake ? ("bad_schedule", mistake) : null;

    private static GateState Add(GateState state, DeviceId device, GateSchedule schedule, Effects effects, int? revokes = null)
    {
        if (!state.Pending.HasRoom(device, effects))
            return state;
        var id = string.Create(CultureInfo.InvariantCulture, $"p{state.Pending.Next}");
        var proposal = new ScheduleProposal(id, schedule with
        { Author = effects.By ?? "" }, state.Versions.Latest().Version, effects.Now.At, revokes);
        effects.Record(new ScheduleProposed(device, effects.Time, proposal));
        effects.Answer = Proposals.Proposed(id);
        return state.With(state.Pending.Add(proposal));
    }
}
