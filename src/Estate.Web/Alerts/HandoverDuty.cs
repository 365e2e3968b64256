using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Web.Duty;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>What the last shift left for this one.</summary>
internal sealed class HandoverDuty(PageReads reads) : IDutySource
{
    private const int Kept = 3;

    /// <summary>Older ones are read on the hand-over's own page.</summary>
    private static readonly Duration Recent = Duration.FromDays(2);

    public Task<DutyPart> FindAsync()
    {
        var left = reads.Reader.FactsOf<ShiftHandedOver>(AlertReactor.JournalId, Kept).Where(one => reads.Clock.Now - one.Time.At < Recent);
        return Task.FromResult(new DutyPart(
            5, new("上一班交代的", "What the last shift left"), new("两天内没有交接", "No shift was handed over in two days"),
            [.. left.Select(LineOf)])
        {
            Href = "/staff/handover",
        });
    }

    private DutyLine LineOf(ShiftHandedOver one)
    {
        var at = TimeText.Minute(one.Time.At, reads.Zone);
        var note = one.Note is { Length: > 0 } said ? said : null;
        return new(
            new(
                $"{at} {one.By} 交给 {one.To}：{note ?? "没有备注"}（未结束的报警 {one.Open.Length} 个）",
                $"{at} {one.By} to {one.To}: {note ?? "no note"} ({one.Open.Length} open alerts)"), "/staff/handover");
    }
}
