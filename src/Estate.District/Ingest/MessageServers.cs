using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Estate.District.Ingest;

/// <summary>
/// The stream of all estates' facts and its consumers, one for each lane. Time-outs are short: with the client's own, a worker was silent
/// for 35 s after a server died.
/// </summary>
internal sealed class MessageServers : IAsyncDisposable
{
    internal const string Stream = "DISTRICT";

    /// <summary>A part of the wire contract.</summary>
    internal const int Lanes = 16;

    /// <summary>
    /// Of one estate's messages; it waits with its journal until they are taken. Few enough that one gone mad leaves the others their room.
    /// </summary>
    internal const int MessagesPerEstate = 1_000;
    private const int MaxMessageBytes = 1_000_000, MaxAckPending = 1_000;
    private static readonly Version Oldest = new(2, 10, 23);
    private static readonly TimeSpan Duplicates = TimeSpan.FromMinutes(2), AckWait = TimeSpan.FromSeconds(5);

    private readonly DistrictSettings _settings;
    private readonly NatsJSContext _context;

    internal MessageServers(DistrictSettings settings)
    {
        _settings = settings;
        Connection = new(OptionsOf(settings));
        _context = new(Connection);
    }

    internal NatsConnection Connection { get; }

    /// <exception cref="InvalidOperationException">The server took a setting and does not have it: it is too old for it.</exception>
    internal async Task PrepareAsync(CancellationToken stop)
    {
        await Connection.ConnectAsync();
        if (!_settings.IsDemonstration)
            NotTooOld(Connection.ServerInfo?.Version ?? "");
        var asked = new StreamConfig(Stream, ["district.facts.*.*"])
        {
            Storage = StreamConfigStorage.File,
            Retention = StreamConfigRetention.Workqueue,
            Discard = StreamConfigDiscard.New,
            DiscardNewPerSubject = true,
            MaxMsgsPerSubject = MessagesPerEstate,
            MaxBytes = _settings.StreamBytes,
            MaxMsgSize = MaxMessageBytes,
            NumReplicas = _settings.Replicas,
            DuplicateWindow = Duplicates,
        };
        var made = (await _context.CreateOrUpdateStreamAsync(asked, stop)).Info.Config;
        Same("stream", [
            ("storage", asked.Storage, made.Storage), ("retention", asked.Retention, made.Retention),
            ("discard", asked.Discard, made.Discard), ("discard_new_per_subject", asked.DiscardNewPerSubject, made.DiscardNewPerSubject),
            ("max_msgs_per_subject", asked.MaxMsgsPerSubject, made.MaxMsgsPerSubject), ("max_bytes", asked.MaxBytes, made.MaxBytes),
            ("max_msg_size", asked.MaxMsgSize, made.MaxMsgSize), ("replicas", asked.NumReplicas, made.NumReplicas),
            ("duplicate_window", asked.DuplicateWindow, made.DuplicateWindow)]);
    }

    /// <inheritdoc cref="PrepareAsync"/>
    internal async Task<INatsJSConsumer> ConsumerAsync(int lane, CancellationToken stop)
    {
        var asked = new ConsumerConfig($"ingest-{lane}")
        {
            FilterSubject = $"district.facts.{lane}.*",
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = AckWait,
            MaxAckPending = MaxAckPending,
            MaxDeliver = -1,
        };
        var consumer = await _context.CreateOrUpdateConsumerAsync(Stream, asked, stop);
        var made = consumer.Info.Config;
        Same($"consumer of lane {lane}", [
            ("filter_subject", asked.FilterSubject, made.FilterSubject), ("ack_policy", asked.AckPolicy, made.AckPolicy),
            ("ack_wait", asked.AckWait, made.AckWait), ("max_ack_pending", asked.MaxAckPending, made.MaxAckPending),
            ("max_deliver", asked.MaxDeliver, made.MaxDeliver)]);
        return consumer;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    /// <exception cref="InvalidOperationException">It is older than the first that keeps what it has acknowledged.</exception>
    internal static void NotTooOld(string version)
    {
        if (!Version.TryParse(version.Split('-')[0], out var found) || found < Oldest)
            throw new InvalidOperationException(
                $"nats-server '{version}' is older than {Oldest}: it may lose what it has acknowledged; upgrade it "
                    + "(--demonstration yes tries it out)");
    }

    /// <summary>Older servers take what they do not know without a word.</summary>
    internal static void Same(string what, IReadOnlyList<(string Name, object? Asked, object? Made)> settings)
    {
        var others = settings.Where(one => !Equals(one.Asked, one.Made)).ToList();
        if (others.Count > 0)
            throw new InvalidOperationException($"the message server made the {what} otherwise than asked: "
                + string.Join(", ", others.Select(one => $"{one.Name} is {one.Made}, not {one.Asked}")));
    }

    private static NatsOpts OptionsOf(DistrictSettings settings) => new()
    {
        Url = settings.Nats.Replace("tls:", "nats:", StringComparison.Ordinal),
        Name = "district worker",
        AuthOpts = settings.Seed is { } seed ? new NatsAuthOpts { NKey = NKeyOf(seed), Seed = seed } : NatsAuthOpts.Default,
        TlsOpts = new NatsTlsOpts
        {
            Mode = settings.Nats.StartsWith("tls:", StringComparison.Ordinal) ? TlsMode.Require : TlsMode.Disable,
            CaFile = settings.CaFile,
        },
        RequestTimeout = TimeSpan.FromSeconds(1),
        RetryOnInitialConnect = true,
        MaxReconnectRetry = -1,
        ReconnectWaitMin = TimeSpan.FromMilliseconds(250),
        ReconnectWaitMax = TimeSpan.FromSeconds(2),
        IgnoreAuthErrorAbort = true,
        PublishTimeoutOnDisconnected = true,
    };

    private static string NKeyOf(string seed)
    {
        using var pair = NATS.NKeys.KeyPair.FromSeed(seed);
        return pair.GetPublicKey();
    }
}
