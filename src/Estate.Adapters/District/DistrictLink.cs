using System.Threading.Channels;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Estate.Adapters.District;

/// <summary>
/// The connection to the district's message servers. It comes back by itself, however long they are away; nothing is kept here meanwhile:
/// what was not stored is asked of the journal again.
/// </summary>
public sealed class DistrictLink : IAsyncDisposable
{
    private const int PositionsKept = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly NatsJSPubOpts Once = new() { RetryAttempts = 1 };

    private readonly DistrictTarget _target;
    private readonly NatsConnection _connection;
    private readonly NatsJSContext _stream;
    private volatile string? _serverError;

    public DistrictLink(DistrictTarget target)
    {
        _target = target;
        _connection = new(OptionsOf(target));
        _connection.ServerError += (_, error) =>
        {
            _serverError = error.Error;
            return ValueTask.CompletedTask;
        };
        _stream = new(_connection);
    }

    /// <summary>What the server said that it does not allow; a publisher would only see time pass.</summary>
    public string? ServerError => _serverError;

    /// <summary>What the district's database has, each time it says so; the newest where there are too many. Until it is stopped.</summary>
    public Task ListenAsync(Action<DistrictPosition> heard, TimeProvider time, CancellationToken stop) => ListenAsync(
        _target.Position, message =>
        {
            if (DistrictPosition.TryRead(message) is { } position)
                heard(position);
            return Task.CompletedTask;
        }, time, stop);

    /// <summary>What the district proposes, as it comes, unread and unbelieved. Until it is stopped.</summary>
    public Task ListenToProposalsAsync(Func<byte[], Task> heard, TimeProvider time, CancellationToken stop) =>
        ListenAsync(_target.Proposals, heard, time, stop);

    private async Task ListenAsync(string subject, Func<byte[], Task> heard, TimeProvider time, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            try
            {
                await foreach (var message in _connection.SubscribeAsync<byte[]>(subject, cancellationToken: stop))
                    if (message.Data is { } data)
                        await heard(data);
            }
            catch (NatsException failure)
            {
                _serverError = failure.Message;
                await Task.Delay(Patience, time, stop);
            }
    }

    /// <summary>
    /// Gives a span to the message servers. That they have it means little, and that they did not answer does not mean that they have not:
    /// who does not know gives it again under the same id.
    /// </summary>
    /// <param name="round">Empty, or what makes it another message.</param>
    /// <returns>Why it is not there, or null.</returns>
    public async Task<string?> PublishAsync(FactSpan span, string round, CancellationToken stop)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(Patience);
        try
        {
            var answer = await _stream.PublishAsync(
                _target.Facts, span.Write(), opts: Once with { MsgId = span.Id(round) }, cancellationToken: wait.Token);
            if (answer.Error is { } error)
                return $"the message server does not store it: {error.Description}";
            _serverError = null;
            return null;
        }
        catch (Exception failure) when (failure is NatsException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return _serverError is { } said ? $"the message server refuses: {said}" : "the message servers do not answer";
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>
    /// An inbox of its own, so that it may be allowed to listen to its own answers only; and a key that is let in only tomorrow is no
    /// reason to stop trying.
    /// </summary>
    private static NatsOpts OptionsOf(DistrictTarget target) => new()
    {
        Url = target.Url.Replace("tls:", "nats:", StringComparison.Ordinal),
        Name = $"estate {target.Site}",
        AuthOpts = new NatsAuthOpts { NKey = NKeyOf(target.Seed), Seed = target.Seed },
        TlsOpts = new NatsTlsOpts { Mode = target.IsTls ? TlsMode.Require : TlsMode.Disable, CaFile = target.CaFile },
        InboxPrefix = $"_INBOX.{target.Site}",
        RequestTimeout = Patience,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        RetryOnInitialConnect = true,
        MaxReconnectRetry = -1,
        ReconnectWaitMin = TimeSpan.FromSeconds(1),
        ReconnectWaitMax = TimeSpan.FromSeconds(30),
        IgnoreAuthErrorAbort = true,
        PublishTimeoutOnDisconnected = true,
        SubPendingChannelCapacity = PositionsKept,
        SubPendingChannelFullMode = BoundedChannelFullMode.DropOldest,
    };

    private static string NKeyOf(string seed)
    {
        using var pair = NATS.NKeys.KeyPair.FromSeed(seed);
        return pair.GetPublicKey();
    }
}
