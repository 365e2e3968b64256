using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.District.Wire;
using NATS.Client.Core;

namespace Estate.District.Ingest;

/// <summary>What an estate is told after the commit; only then does its cursor move.</summary>
internal sealed record PositionReply(string Epoch, long Last, bool Again)
{
    public string? Problem { get; init; }

    internal ValueTask SendAsync(INatsConnection connection, string site, CancellationToken stop) => connection.PublishAsync(
        $"district.position.{site}", JsonSerializer.SerializeToUtf8Bytes(this, ReplyJson.Default.PositionReply), cancellationToken: stop);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PositionReply))]
internal sealed partial class ReplyJson : JsonSerializerContext;

/// <summary>
/// Journals of which something is missing. It may still be on its way, out of order; only what stays away is asked for again, now and then.
/// </summary>
internal sealed class Gaps(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<JournalId, (long Since, long? Asked)> _open = [];

    internal bool ShouldAsk(JournalId journal)
    {
        if (!_open.TryGetValue(journal, out var gap))
            _open[journal] = gap = (time.GetTimestamp(), null);
        if (time.GetElapsedTime(gap.Since) < Patience || (gap.Asked is { } asked && time.GetElapsedTime(asked) < Pause))
            return false;
        _open[journal] = gap with { Asked = time.GetTimestamp() };
        return true;
    }

    internal void Close(JournalId journal) => _open.Remove(journal);
}
