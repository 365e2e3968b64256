using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

internal sealed record AlertRow(
    string Id, string Since, string Severity, string State, string Alert, string Where, string Value, string TakenBy, string Note,
    string ClosedBy)
{
    internal static AlertRow Of(Alert one, PageReads reads, Language language) => new(
        one.Id, one.Since.Read(reads.Zone), language.Pick(AlertViews.Of(one.Severity)), language.Pick(AlertViews.Of(one.State)),
        language.Pick(one.Title), language.Pick(AlertViews.Where(one.Key, reads.Names)),
        one.Value is { } value ? language.Pick(reads.Names.InWords(value)) : "",
        one.AcknowledgedBy ?? "", one.Note ?? "", one.ClosedBy ?? "");
}
