using System.Text.Json;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Web.Shared;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Estate.Web.Bins;

/// <summary>The statistics of sorting, for everybody: from the totals of days, whatever the period.</summary>
internal static class SortingEndpoint
{
    private const int MaxDays = 366, DefaultDays = 30, MaxAgeSeconds = 30;

    private static readonly ApiProblem NoPeriod = ApiProblem.Of(
        "bad_request", $"from 和 to 是 2026-11-22 这样的日期，不在将来，from 不晚于 to，最多 {MaxDays} 天",
        $"from and to are dates such as 2026-11-22, not in the future, from not after to, at most {MaxDays} days",
        StatusCodes.Status400BadRequest);

    internal static async Task AnswerAsync(string? from, string? to, HttpContext context, PageReads reads, TotalsReader totals)
    {
        if (Asked(from, to, reads.Today) is not var (first, last))
            await NoPeriod.ExecuteAsync(context);
        else if (NotYet(totals) is { } wait)
            await wait.ExecuteAsync(context);
        else
        {
            var period = totals.Of(StationPageEndpoints.Kind, first, last, DisclosureControl.MinimumCount);
            var statistics = SortingStatistics.Of(period, reads.Model.Households);
            var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var body = JsonSerializer.SerializeToUtf8Bytes(SortingBody.Of(statistics), options);
            await new CachedBody(body).WriteAsync(context, MaxAgeSeconds);
        }
    }

    /// <summary>Half a number would be taken for a whole one; null when all of an older journal is added up.</summary>
    internal static ApiProblem? NotYet(TotalsReader totals) => totals.Progress() is not { } part ? null : ApiProblem.Of(
        "not_yet", $"系统刚升级，正在统计以前的记录：{100 * part:0} %",
        $"after an upgrade, what happened before is still being added up: {100 * part:0} %", StatusCodes.Status503ServiceUnavailable);

    /// <summary>Null for what is no period of the past: nothing is read for it.</summary>
    private static (LocalDate First, LocalDate Last)? Asked(string? from, string? to, LocalDate today)
    {
        var first = from is null ? today.PlusDays(1 - DefaultDays) : Read(from);
        var last = to is null ? today : Read(to);
        return first is { } start && last is { } end && start <= end && end <= today && Period.DaysBetween(start, end) <= MaxDays
            ? (start, end) : null;
    }

    private static LocalDate? Read(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } ? date : null;
}
