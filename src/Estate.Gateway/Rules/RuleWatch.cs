using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Rules;

/// <summary>
/// Puts the rules of the files in force, at the start and whenever a file changes. A file with a mistake changes nothing: the old set
/// stays, and an alert says where the mistake is.
/// </summary>
internal sealed partial class RuleWatch(RuleFiles files, EstateLoop loop, EstateReader reader, GatewayClock clock, ILogger<RuleWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const string Unusable = "rules_unusable";

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>What is wrong with the files now; empty: all of it is in force.</summary>
    internal IReadOnlyList<RuleFileMistake> Mistakes { get; private set; } = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        var seen = "never";
        do
        {
            if (files.Stamp() is var stamp && stamp != seen)
                await LoadAsync("file");
            seen = stamp;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <param name="by">Who changed the files.</param>
    internal async Task<IReadOnlyList<RuleFileMistake>> LoadAsync(string by)
    {
        await _one.WaitAsync();
        try
        {
            var (rules, mistakes) = files.Read();
            Mistakes = mistakes;
            foreach (var mistake in mistakes)
                LogMistake(mistake.ToString());
            if (mistakes.Count == 0)
                await loop.AskAsync(new LoadRules(rules, [.. Histories(rules)]), by);
            loop.Offer(new Direct(new HostReport(new(Unusable, "", Severity.Medium, mistakes.Count > 0, new("规则文件有误，原来的规则继续有效", "A file of rules has mistakes; the rules before it stay in force"))
            {
                Value = mistakes.Count > 0 ? Text.Same(mistakes[0].ToString()) : null,
            }, clock.Now)));
            return mistakes;
        }
        catch (IOException failure)
        {
            LogMistake(failure.Message);
            return Mistakes = [new("", 1, 1, "", failure.Message)];
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <summary>Windows over facts go on where they were: the journal knows.</summary>
    private IEnumerable<Fact> Histories(IReadOnlyList<Rule> rules) => RuleHistory.Needed(rules)
        .SelectMany(need => reader.FactsSince(need.Type, clock.Now - need.Length)).DistinctBy(fact => (fact, fact.Time)).OrderBy(fact => fact.Time.At);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rules stay as they were: {Mistake}")]
    private partial void LogMistake(string mistake);
}
