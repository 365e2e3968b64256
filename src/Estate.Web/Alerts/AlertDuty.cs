using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Web.Duty;

namespace Estate.Web.Alerts;

/// <summary>Alerts that are open and not shelved; those that nobody has come first.</summary>
internal sealed class AlertDuty(AlertBoard board, DeviceNames names) : IDutySource
{
    public Task<DutyPart> FindAsync()
    {
        var open = (board.Current?.Open ?? []).Where(one => one.SilencedUntil is null).OrderBy(one => one.State != AlertState.Open);
        return Task.FromResult(
            new DutyPart(1, new("报警", "Alerts"), new("没有报警", "No alert is open"), [.. open.Select(LineOf)]) { Href = "/staff/alerts" });
    }

    private DutyLine LineOf(Alert one)
    {
        var (severity, where) = (AlertViews.Of(one.Severity), AlertViews.Where(one.Key, names));
        var has = one.AcknowledgedBy is { } name ? new Text($"（{name} 处理中）", $" ({name} has it)") : Text.Same("");
        return new(
            new($"{severity.Zh} {one.Title.Zh} {where.Zh}{has.Zh}", $"{severity.En} {one.Title.En}, {where.En}{has.En}"),
            "/staff/alerts/" + Uri.EscapeDataString(one.Id));
    }
}
