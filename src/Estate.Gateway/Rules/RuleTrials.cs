using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Web;
using NodaTime;

namespace Estate.Gateway.Rules;

/// <summary>What came of a trial: a report, or why there is none.</summary>
public sealed record Trial(BacktestReport? Report, string? Reason = null, string? Detail = null, IReadOnlyList<RuleFileMistake>? Mistakes = null);

/// <summary>Tries rules out for people while the gateway runs: one at a time, away from the loop.</summary>
internal sealed class RuleTrials(RuleBacktests backtests, RuleFiles files, RuleDesk desk, EstateLoop loop, PageReads reads) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Plays one rule over the past, beside the version in force.</summary>
    internal async Task<Trial> TryAsync(string text, string? from, string? until, CancellationToken stop)
    {
        var (rules, mistakes) = files.Check("rule.yaml", text);
        if (mistakes.Count > 0 || rules is not [var rule])
            return new(null, "mistakes", mistakes.Count > 0 ? mistakes[0].ToString() : "one rule at a time can be tried", mistakes);
        if (!await _turn.WaitAsync(TimeSpan.Zero, stop))
            return new(null, "busy", "another rule is being tried; please wait until it is done");
        try
        {
            var time = backtests.TimeOf(from, until, reads.Clock.Now);
            var inForce = (await FindAsync(rule.Id))?.Rule;
            // A month takes seconds, which the loop must not feel.
            return new(await Task.Run(() => backtests.RunAsync(rule, inForce, time, null, stop), stop));
        }
        catch (Exception failure) when (failure is FormatException or IOException)
        {
            return new(null, failure is FormatException ? "bad_time" : "no_history", failure.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Why a rule fired or did not, by the version that was in force at that time.</summary>
    /// <exception cref="IOException">The past cannot be read; says from where and why.</exception>
    internal async Task<(Rule? Rule, IReadOnlyList<RuleStanding> Standings)> WhyAsync(string id, DeviceId device, Instant at, CancellationToken stop)
    {
        var written = RuleVersions.Of(id, reads.Reader).FirstOrDefault(version => version.Time.At <= at)?.Written;
        var rule = written is { Length: > 0 } && files.Check(id, RuleFileReader.AsFile(written)).Rules is [var then] ? then : (await FindAsync(id))?.Rule;
        return rule is null ? (null, []) : (rule, await Task.Run(() => backtests.StandingsAsync(rule, device, at, stop), stop));
    }

    internal async Task<RuleView?> FindAsync(string id) => await loop.InspectAsync(_ => desk.Views().FirstOrDefault(view => view.Rule.Id == id));

    /// <summary>Somebody saved another version since.</summary>
    internal async Task<bool> IsStaleAsync(string id, int? version) => version is not null && (await FindAsync(id))?.Version is var now && (now ?? 0) != version;

    public void Dispose() => _turn.Dispose();
}
