using Estate.Domain.Approvals;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Gate;

/// <summary>Hours that were decided, and for the committee those that wait for a second member.</summary>
internal sealed class GateNews(PageContext page) : INewsSource
{
    private const int MaxGates = 10;

    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        var lines = new List<NewsLine>();
        foreach (var device in GatePageEndpoints.All(page.Reads).Take(MaxGates))
            if (await GatePageEndpoints.StateAsync(page.Loop, device.Name) is { } state)
                lines.AddRange(Decided(device, state, since).Concat(Waiting(device, state, who)));
        return lines;
    }

    private IEnumerable<NewsLine> Decided(DeviceId device, GateState state, Instant since) =>
        from version in state.Versions
        where version.ApprovedAt > since
        let before = state.Versions.RemoveAll(other => other.EffectiveFrom >= version.EffectiveFrom)
        let change = ScheduleChangeTexts.Of(before, version, page.Reads.Zone)
        select new NewsLine(
            new($"边门时间有变：{change.Zh}", $"Gate hours change: {change.En}"), $"/gates/{device.Name}", version.ApprovedAt);

    private IEnumerable<NewsLine> Waiting(DeviceId device, GateState state, Caller? who) =>
        who?.Roles.Contains(Role.Committee) != true ? [] : state.Proposals.Where(one => SecondPerson.MayApprove(one, who.Name))
            .Select(one => new NewsLine(
                new($"等您批准：{page.Reads.Names.Of(device).Zh}的时间 {one.Id}（{one.Schedule.Author}）",
                    $"Waits for your approval: hours {one.Id} of {page.Reads.Names.Of(device).En} ({one.Schedule.Author})"),
                $"/committee/hours/{Uri.EscapeDataString(device.Name)}"));
}
