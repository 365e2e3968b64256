using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;

namespace Estate.Web.Shared.Charts;

/// <summary>Said below charts of totals while an older journal is still added up: their numbers are not whole.</summary>
internal static class TotalsNote
{
    internal static Text? Of(TotalsReader totals) => totals.Progress() is not { } part ? null : new(
        $"系统刚升级，正在统计以前的记录：{100 * part:0} %，以上数字还不完整",
        $"After an upgrade, what happened before is still being added up: {100 * part:0} %; these numbers are not complete yet");
}
