using Estate.Domain.Rules;
using Estate.Web.Alerts;
using Estate.Web.Shared;

namespace Estate.Web.Rules;

internal sealed record RuleRow(string Id, string Title, string State, string Severity, int Version)
{
    internal static RuleRow Of(RuleView one, PageReads reads, Language language) => new(
        one.Rule.Id, language.Pick(one.Rule.Source.Title), language.Pick(RuleViews.State(one, reads.Zone)),
        language.Pick(AlertViews.Of(one.Rule.Source.Severity)), one.Version);
}
