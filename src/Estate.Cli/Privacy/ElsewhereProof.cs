using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Backup;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Privacy;

/// <summary>One place besides the database, and what was found there; null where it could not be asked.</summary>
internal sealed record PlaceProof(string Place, IReadOnlyCollection<string>? Found, string Words);

/// <summary>
/// Looks for people where none may be: in the time series, among what the broker keeps, in copies that are too old. Both lists of what may
/// be there are short, so that anything else is a finding.
/// </summary>
internal sealed class ElsewhereProof(EstateModel model, DataFolder folder, IReadOnlyList<IDeviceKind> kinds, TimeProvider time)
{
    /// <summary>Besides those the kinds of devices declare.</summary>
    private static readonly string[] MoreTags = ["door", .. FactLines.CommonTags, .. FactLines.Schema.Tags];

    /// <summary>What may stand at points: devices and places, never people.</summary>
    internal static HashSet<string> TagsOf(IEnumerable<IDeviceKind> kinds) =>
        [.. MoreTags, .. kinds.SelectMany(kind => kind.Series).SelectMany(series => series.Tags)];

    internal async Task<IReadOnlyList<PlaceProof>> FindAsync(CancellationToken stop) =>
        [await SeriesAsync(stop), await BrokerAsync(stop), Copies()];

    private async Task<PlaceProof> SeriesAsync(CancellationToken stop)
    {
        if (model.Influx is not { } target)
            return new("time series", [], "no server is configured");
        var allowed = TagsOf(kinds);
        try
        {
            using var reader = SeriesServers.OpenStore(target, model.Site, time);
            var tags = await reader.TagsAsync(stop);
            return new("time series", [.. tags.Where(tag => !allowed.Contains(tag))], $"{tags.Count} tags: {string.Join(' ', tags)}");
        }
        catch (IOException failure)
        {
            return new("time series", null, failure.Message);
        }
    }

    private PlaceProof Copies()
    {
        try
        {
            var (copies, now) = (new OldCopies(model, folder), NodaTime.Instant.FromDateTimeOffset(time.GetUtcNow()));
            return new(
                "backups", [.. copies.Due(now), .. copies.MovedAside(now)], model.Backup is { } plan
                ? $"nothing in {plan.Folder} is older than {model.Retention.BackupsDays} days" : "estate.yaml names no folder for them");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new("backups", null, failure.Message);
        }
    }

    private async Task<PlaceProof> BrokerAsync(CancellationToken stop)
    {
        try
        {
            var topics = await RetainedMessages.FindAsync(
                model.Site, (model.BrokerFor(folder), folder.GatewayPassword()), model.HomeAssistantPrefix, time, stop);
            return new(
                "retained messages", [.. topics.Where(topic => !RetainedMessages.IsOfNobody(topic, model.Site, model.HomeAssistantPrefix))],
                $"{topics.Count} topics");
        }
        catch (IOException failure)
        {
            return new("retained messages", null, failure.Message);
        }
    }
}
