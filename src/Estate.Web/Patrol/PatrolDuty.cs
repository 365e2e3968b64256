using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using Estate.Gateway.Pipeline;
using Estate.Web.Duty;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Patrol;

/// <summary>Rounds that are on and not walked to the end, and those that begin soon.</summary>
internal sealed class PatrolDuty(EstateLoop loop, PageReads reads) : IDutySource
{
    private const string Path = "/staff/patrol";
    private static readonly Duration Soon = Duration.FromHours(2);

    public async Task<DutyPart> FindAsync()
    {
        var now = reads.Clock.Now;
        var all = await PatrolPageEndpoints.AllAsync(loop, reads);
        var settings = reads.Model.Inventory.ToDictionary(one => one.Device);
        var on = all.Where(one => one.State.Current is not null && one.Visited.Number < one.State.Checkpoints).Select(Walking);
        var next = all.Select(one => (one.Device, Round: PatrolKind.NextRoundOf(settings[one.Device], reads.Zone, now)))
            .Where(one => one.Round is { } round && round.From - now <= Soon).OrderBy(one => one.Round!.Value.From)
            .Select(one => Coming(one.Device, one.Round!.Value));
        return new(3, new("巡更", "Patrol rounds"), new("没有该走的班次", "No round is due"), [.. on, .. next]) { Href = Path };
    }

    private DutyLine Walking(PatrolView one)
    {
        var (round, visited, called) = (one.State.Current!.Value, one.Visited, reads.Names.Of(one.Device));
        var count = visited.IsUnknown ? DoubtfulCount.Unknown : FormattableString.Invariant($"{visited.Number}");
        return new(
            new(
                $"{called.Zh} {round.Name}：走到 {count} 处，共 {one.State.Checkpoints} 处",
                $"{called.En} {round.Name}: {count} of {one.State.Checkpoints} checkpoints"), Path, round.To);
    }

    private DutyLine Coming(DeviceId patrol, Round round)
    {
        var (begins, called) = (TimeText.Minute(round.From, reads.Zone), reads.Names.Of(patrol));
        return new(new($"{called.Zh} {round.Name}：{begins} 开始", $"{called.En} {round.Name}: begins {begins}"), Path);
    }
}
