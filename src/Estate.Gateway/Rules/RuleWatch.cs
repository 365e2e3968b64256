using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Rules;

/// <summary>
/// Puts the rules of the files in force, at the start and whenever a file changes. A file with an error changes nothing: the old set
/// stays, and an alert says where the error is.
/// </summary>
internal sealed partial class RuleWatch(RuleFiles files, EstateLoop loop, EstateReader reader, GatewayClock clock, ILogger<RuleWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const string Unusable = "rules_unusable";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isLoaded;

    /// <summary>What is wrong with the files now; empty: all of it is in force.</summary>
    internal IReadOnlyList<RuleFileError> Errors { get; private set; } = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        var (before, loaded) = (files.Stamp() ?? "", "never");
        do
        {
            // Two looks that agree: nobody is in the middle of saving.
            var stamp = files.Stamp();
            if (stamp is not null && stamp == before && stamp != loaded && await LoadAsync("file"))
                loaded = stamp;
            before = stamp ?? "";
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The one error of who changed a version that is not the last any more.</summary>
    internal static IReadOnlyList<RuleFileError> ChangedMeanwhile { get; } = [
        new("", 1, 1, "", "somebody saved another version of this rule; read it again before you save")];

    /// <summary>Saves a rule of a person and puts it in force under that person's name, or says what is wrong.</summary>
    /// <param name="from">The version it was made from, 0 for a new one; null: whatever is in force.</param>
    internal Task<IReadOnlyList<RuleFileError>> SaveAsync(string id, string text, int? from, string by) =>
        ChangeAsync(() => from is not null && from != RuleVersions.InForce(id, reader) ? ChangedMeanwhile : files.Save(id, text), by);

    /// <summary>As <see cref="SaveAsync"/>, for taking out what was made here.</summary>
    internal Task<IReadOnlyList<RuleFileError>> RemoveAsync(string id, string by) => ChangeAsync(() => files.Remove(id), by);

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    private async Task<IReadOnlyList<RuleFileError>> ChangeAsync(Func<IReadOnlyList<RuleFileError>> change, string by)
    {
        await _turn.WaitAsync();
        try
        {
            var mistakes = change();
            if (mistakes.Count == 0)
                await ReadAsync(by);
            return mistakes.Count == 0 ? Errors : mistakes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [new("", 1, 1, "", failure.Message)];
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> LoadAsync(string by)
    {
        await _turn.WaitAsync();
        try
        {
            return await ReadAsync(by);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="by">Who changed the files.</param>
    /// <returns>False where they could not be read now, and are to be read again.</returns>
    private async Task<bool> ReadAsync(string by)
    {
        try
        {
            var (rules, mistakes) = files.Read();
            Errors = mistakes;
            foreach (var mistake in mistakes)
                LogRuleError(mistake.ToString());
            // With nothing in force yet, the rules that came are better than none.
            if (mistakes.Count > 0 && !_isLoaded)
                (rules, _) = files.Read(onlyThoseThatCame: true);
            if (mistakes.Count == 0 || !_isLoaded)
                if (await loop.AskAsync(new LoadRules(rules, [.. Histories(rules)]), by) is { Reason: not null } refused)
                    throw new IOException(refused.Detail);
            Say();
            _isLoaded = true;
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Rules that cannot be read must not end the gateway.
            if (Errors is not [{ File: "" }])
                LogRuleError(failure.Message);
            Errors = [new("", 1, 1, "", failure.Message)];
            Say();
            return false;
        }
    }

    private void Say() => loop.Offer(new SignalMessage(new HostReport(
        new(Unusable, "", Severity.Medium, Errors.Count > 0,
        new("规则文件有误，原来的规则继续有效", "A file of rules has mistakes; the rules before it stay in force"))
        {
            Value = Errors.Count > 0 ? Errors[0].Describe() : null,
        }, clock.Now)));

    /// <summary>Windows over facts go on where they were: the journal knows.</summary>
    private IEnumerable<Fact> Histories(IReadOnlyList<Rule> rules) => RuleHistory.Needed(rules)
        .SelectMany(need => reader.FactsSince(need.Type, clock.Now - need.Length)).OrderBy(fact => fact.Time.At);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rules stay as they were: {Mistake}")]
    private partial void LogRuleError(string mistake);
}
