using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using NodaTime;

namespace Estate.Gateway.Rules;

/// <summary>What came of a trial: a report, or why there is none.</summary>
public sealed record Trial(
    BacktestReport? Report, string? Reason = null, Text Detail = default, IReadOnlyList<RuleFileError>? Errors = null);

/// <summary>Tries rules out for people while the gateway runs: one at a time, away from the loop.</summary>
internal sealed class RuleTrials(RuleBacktests backtests, RuleFiles files, RuleReactor desk, EstateLoop loop, GatewayClock clock)
    : IDisposable
{
    private const int LastFailures = 5_000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Plays one rule over the past, beside the version in force.</summary>
    internal async Task<Trial> TryAsync(string text, string? from, string? until, CancellationToken stop)
    {
        var (rules, mistakes) = files.Check("rule.yaml", text);
        if (mistakes.Count > 0 || rules is not [var rule])
            return new(
                null, "mistakes", mistakes.Count > 0 ? mistakes[0].Describe() : RuleErrorTexts.Of("one rule at a time can be tried"),
                mistakes);
        return await OneAtATimeAsync<Trial>(async () =>
        {
            var time = backtests.TimeOf(from, until, clock.Now);
            var inForce = (await FindAsync(rule.Id))?.Rule;
            // A month takes seconds, which the loop must not feel.
            return new(await Task.Run(() => backtests.RunAsync(rule, inForce, time, null, stop), stop));
        }, (reason, detail) => new(null, reason, detail));
    }

    /// <summary>Why a rule fired or did not, by the version that was in force at that time.</summary>
    /// <param name="at">As people write it; empty: now.</param>
    internal Task<RuleWhy> WhyAsync(string id, string device, string? at, CancellationToken stop) => OneAtATimeAsync<RuleWhy>(async () =>
    {
        var (asked, wanted) = (
            DeviceId.Parse(device), string.IsNullOrWhiteSpace(at) ? clock.Now : Instant.Min(backtests.Parse(at), clock.Now));
        var versions = RuleVersions.Of(id, backtests.Journal);
        if (versions.FirstOrDefault(version => version.Time.At <= wanted) is not { Written.Length: > 0 } then)
            return new([new("这条规则那时还没有启用", "The rule was not in force then")], []);
        var (rules, mistakes) = files.Check($"{id}, version {then.Version}", RuleFileReader.AsFile(then.Written));
        if (rules is not [var rule])
            return new([mistakes[0].Describe()], []);
        var (standings, problem) = await Task.Run(() => backtests.StandingsAsync(rule, asked, wanted, stop), stop);
        List<Text> notes = [new($"按第 {then.Version} 版", $"By version {then.Version}"), .. SilenceAt(id, wanted)];
        if (problem is not null)
            notes.Add(new($"规则已停用：{RuleErrorTexts.Of(problem).Zh}", $"The rule went out of use: {problem}"));
        else if (standings.Count == 0)
            notes.Add(new("那之前的几天里没有听到相关的消息", "In the days before, nothing that the rule looks at was heard of this device"));
        return new(notes, [.. standings.Select(one => (one, one.Describe(rule.Source.For, backtests.Zone)))]);
    }, (reason, detail) => new([detail], [], reason));

    /// <summary>What kept the rule from telling anybody at that time.</summary>
    private IEnumerable<Text> SilenceAt(string id, Instant at)
    {
        if (backtests.Journal.FactsOf<RuleSilenced>(RuleReactor.JournalId, LastFailures)
            .FirstOrDefault(one => one.Rule == id && one.Time.At <= at) is { } silenced && silenced.Until > at)
            yield return silenced.Describe(backtests.Zone);
        if (backtests.Journal.FactsOf(HostConditionChanged.Host, LastFailures, [typeof(RuleDisabled), typeof(RuleEnabled)]).Cast<RuleFact>()
            .FirstOrDefault(one =>
                one.Time.At <= at && (one is RuleDisabled off ? off.Rule : ((RuleEnabled)one).Rule) == id) is RuleDisabled disabled)
            yield return disabled.Describe(backtests.Zone);
    }

    private async Task<T> OneAtATimeAsync<T>(Func<Task<T>> play, Func<string, Text, T> refused)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero))
            return refused("busy", RuleErrorTexts.Of("another rule is being tried; please wait until it is done"));
        try
        {
            return await play();
        }
        catch (Exception failure) when (failure is FormatException or IOException or System.Data.Common.DbException)
        {
            return refused(failure is FormatException ? "bad_time" : "no_history", RuleErrorTexts.Of(failure.Message));
        }
        finally
        {
            _turn.Release();
        }
    }

    internal Task<List<RuleView>> ViewsAsync() => loop.InspectAsync(_ => desk.Views().ToList());

    internal async Task<RuleView?> FindAsync(string id) => (await ViewsAsync()).Find(view => view.Rule.Id == id);

    public void Dispose() => _turn.Dispose();
}
