using System.Globalization;
using Estate.Adapters.Storage.Privacy;

namespace Estate.Gateway.Configuration;

/// <summary>How long things are kept: the file's days, or the usual ones.</summary>
internal static class RetentionSettings
{
    internal static RetentionPolicy From(EstateFile.RetentionSection section, Action<string> error)
    {
        var usual = new RetentionPolicy();
        var policy = new RetentionPolicy
        {
            CardsDays = section.CardsDays ?? usual.CardsDays,
            HouseholdsDays = section.HouseholdsDays ?? usual.HouseholdsDays,
            AlertsDays = section.AlertsDays ?? usual.AlertsDays,
            DeliveriesDays = section.DeliveriesDays ?? usual.DeliveriesDays,
            RefusedDays = section.RefusedDays ?? usual.RefusedDays,
            CodesDays = section.CodesDays ?? usual.CodesDays,
            AuditDays = section.AuditDays ?? usual.AuditDays,
            BackupsDays = section.BackupsDays ?? usual.BackupsDays,
            EventsDays = section.EventsDays ?? usual.EventsDays,
        };
        policy = policy with
        {
            FactsDays = section.FactsDays
                ?? Math.Clamp(Math.Max(policy.HouseholdsDays, policy.AlertsDays), usual.FactsDays, RetentionPolicy.MaxDays),
        };
        foreach (var (name, days, least) in policy.All)
            if (days < least || days > RetentionPolicy.MaxDays)
                error(string.Create(CultureInfo.InvariantCulture, $"retention.{name}: {least} to {RetentionPolicy.MaxDays} days"));
        return policy;
    }
}
