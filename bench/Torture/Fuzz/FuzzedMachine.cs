using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Bench.Harness;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Rules;
using NodaTime;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>
/// The gateway's own way of a message, from its bytes to what is written, without broker, threads and a disk that is waited for: ten
/// thousands a second instead of hundreds.
/// </summary>
internal sealed class FuzzedMachine : IDisposable
{
    private const int MessagesPerCommit = 500, MessagesPerTick = 1_000;
    private static readonly Instant Begin = Instant.FromUtc(2026, 11, 29, 2, 0);

    private readonly EstateMachine _machine;
    private readonly EstateStore _store;
    private readonly MessageDecoder _decoder;
    private readonly PayloadRedaction _redaction;
    private readonly EventDeduplicator _identities = new();
    private readonly GatewayMetrics _metrics = new();
    private readonly PendingWork _work;
    private readonly FuzzTally _tally;
    private readonly List<Signal> _signals = [];
    private long _messages;

    /// <param name="estate">Its database is new.</param>
    internal FuzzedMachine(BenchEstate estate, FuzzTally tally)
    {
        var (folder, model) = (estate.Folder, estate.Model);
        var books = new CardBooks(folder);
        var kinds = DeviceKinds.All(books.For, model.Programme.Zone);
        var database = new EstateDatabase(folder.Database);
        var reader = new EstateReader(database, kinds);
        books.Restore(reader);
        var restored = RestoredMachine.Read(
            model, kinds, (reader, new AlertReader(database)), (books.For("points").Cards, folder.PeopleKey()), new(PlatformServices.Real));
        (_machine, _tally, _work) = (restored.Estate, tally, new(_metrics));
        _store = new(database, kinds, new AuditChain(database, folder.AuditKey()));
        _decoder = new(model.Site, kinds, model.Inventory.Select(settings => settings.Device), folder.EventKey())
        {
            Network = new NetworkServerInput(model.Inventory),
            Foreign = new ForeignTopics(model.Inventory),
        };
        _redaction = new(kinds, model.Site);
        _identities.Used.Complete();
        var (rules, mistakes) = new RuleFiles([model.RulesFolder ?? ""], restored.Schema, []).Read();
        if (mistakes.Count > 0)
            throw new FormatException(string.Join("; ", mistakes));
        Step(new RequestReceived(new LoadRules(rules, []), "fuzz", Now));
    }

    private Instant Now => Begin + Duration.FromMilliseconds(_messages);

    internal long Milliseconds => Now.ToUnixTimeMilliseconds();

    internal void Feed(FuzzSample message)
    {
        var what = "crashed";
        try
        {
            what = Carry(message) ? "taken" : "refused";
        }
        catch (Exception mistake)
        {
            _tally.Crash(Words(mistake), message.Topic, message.Payload);
        }
        _tally.Count(message.Way, what);
        if (++_messages % MessagesPerTick == 0)
            Safely(() => Step(new Tick(Now)), message);
        if (_messages % MessagesPerCommit == 0)
            Safely(Commit, message);
    }

    public void Dispose()
    {
        _store.Dispose();
        _metrics.Dispose();
    }

    /// <summary>False: refused.</summary>
    private bool Carry(FuzzSample message)
    {
        _signals.Clear();
        var rejection = _decoder.Decode(message.Topic, message.Payload, isRetained: _messages % 50 == 0, Now, _signals);
        if (rejection is not null)
            Refuse(message, rejection);
        foreach (var signal in _signals)
            if (signal is not DeviceEvent heard)
                Step(signal);
            else if (_identities.Check(heard, _machine.PresenceOf(heard.Device)!).Identity is Identity.New or Identity.AskStore)
                Step(heard, _identities.Remember(heard));
        return rejection is null;
    }

    private void Refuse(FuzzSample message, Rejection rejection)
    {
        _work.Batch.Rejects.Add(new(Now, _redaction.RedactTopic(message.Topic), rejection, _redaction.Redact(message.Payload)));
        if (_decoder.FindRefusable(message.Topic, message.Payload) is var (_, id))
            GatewayMessages.AckElement(id, Answer.Refused(rejection));
    }

    private void Step(Signal signal, DedupEntry? known = null)
    {
        var outcomes = _machine.Step(signal, Duration.FromMilliseconds(_messages), ClockTrust.Synced, Now);
        OutcomeSorter.Sort(outcomes, _work, known, null);
        foreach (var forgotten in outcomes.OfType<EventsForgotten>())
            _identities.Forget(forgotten.Device);
        foreach (var command in outcomes.OfType<Commanded>())
            if (_decoder.Foreign?.TryEncode(command.Command, out _) != true)
                GatewayMessages.Command(command.Command);
    }

    private void Commit()
    {
        try
        {
            _store.Commit(_work.Batch);
        }
        finally
        {
            _work.Clear();
        }
    }

    private void Safely(Action work, FuzzSample last)
    {
        try
        {
            work();
        }
        catch (Exception mistake)
        {
            _tally.Crash("behind it: " + Words(mistake), last.Topic, last.Payload);
        }
    }

    /// <summary>The same error has the same words.</summary>
    private static string Words(Exception mistake)
    {
        var root = mistake.GetBaseException();
        var frames = (root.StackTrace ?? "").Split('\n').Select(line => line.Trim()).ToList();
        var ours = frames.FirstOrDefault(line => line.Contains(" Estate.", StringComparison.Ordinal));
        return $"{root.GetType().Name}\n{frames.FirstOrDefault()}\n{ours}";
    }
}
