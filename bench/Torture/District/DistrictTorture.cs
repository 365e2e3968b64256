using System.Globalization;
using Estate.Bench.District;

namespace Estate.Bench.Torture.District;

/// <summary>
/// A district under load whose machines are killed again and again, with every other trouble between: each fact that may leave a journal is
/// there once in the end, and the roll-ups are what the facts add up to.
/// </summary>
internal static class DistrictTorture
{
    private const int UsualKills = 100;

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run)
    {
        var (verdict, kills) = (new ScenarioVerdict("district"), run.Kills ?? UsualKills);
        await using var district = await TorturedDistrict.StartAsync(run);
        var done = await KillAsync(district, kills, new Random(run.Seed), verdict);
        verdict.Figure("kills", done).Require(done == kills, "nothing was stored any more; the rest of the kills would prove nothing");
        var drained = await DrainAsync(district);
        verdict.Require(drained is not null, "some facts were never stored");
        ScenarioRun.Say(string.Create(CultureInfo.InvariantCulture, $"all is stored after {drained:0.0} s"));
        var rows = await CompareAsync(district);
        var (status, lines) = district.District.Workers[0].Run("verify");
        ScenarioRun.Say(lines.Count > 0 ? lines[^1] : "verify said nothing");
        var aside = await district.Look.NumberAsync("SELECT coalesce(sum(count), 0)::bigint FROM refusal");
        return verdict.Figure("refused", aside).Figure("rows", rows.Rows).Figure("lost", rows.Lost).Figure("doubled", rows.Doubled)
            .Require(rows.Rows > 0, "nothing was stored, so nothing was tried").Require(rows.Lost == 0, "facts of journals are not there")
            .Require(rows.Doubled == 0, "facts are there twice, or nobody sent them").Require(aside == 0, "something was refused")
            .Require(status == 0, "the roll-ups do not equal a fresh computation");
    }

    /// <summary>Only a kill after something was stored since the last is one: before that there is nothing new to lose.</summary>
    /// <returns>How often something was killed.</returns>
    private static async Task<int> KillAsync(TorturedDistrict district, int kills, Random random, ScenarioVerdict verdict)
    {
        var troubles = new Queue<DistrictTrouble>(DistrictTrouble.All);
        var (every, stored) = (Math.Max(1, kills / (troubles.Count + 1)), await district.ProgressAsync() ?? 0);
        for (var kill = 1; kill <= kills; kill++)
        {
            if ((kill % every == 0 || kills - kill < troubles.Count) && troubles.TryDequeue(out var trouble))
                await PlayAsync(trouble, district, random, verdict);
            await district.Run.WaitAsync(0.3 + (1.7 * random.NextDouble()));
            if (await district.AnyAsync(stored) is not { } waited)
                return kill - 1;
            stored = await district.ProgressAsync() ?? stored;
            var who = await KillOneAsync(district, random);
            ScenarioRun.Say(string.Create(
                CultureInfo.InvariantCulture, $"{kill,3}/{kills} killed {who,-22} stored up to {stored}, waited {waited:0.0} s for it"));
        }
        return kills;
    }

    private static async Task PlayAsync(DistrictTrouble trouble, TorturedDistrict district, Random random, ScenarioVerdict verdict)
    {
        ScenarioRun.Say($"{trouble.Name} ...");
        if (await trouble.PlayAsync(district, random) is { } wrong)
            verdict.Require(false, $"{trouble.Name}: {wrong}");
        var all = await district.AllAsync();
        ScenarioRun.Say(string.Create(CultureInfo.InvariantCulture, $"    news of every estate after {all:0.0} s"));
        verdict.Require(all is not null, $"{trouble.Name}: not every estate's facts were stored afterwards");
    }

    /// <summary>It is started again at once, as a supervisor does.</summary>
    private static async Task<string> KillOneAsync(TorturedDistrict district, Random random)
    {
        var (all, chance) = (district.District, random.NextDouble());
        if (chance < 0.35)
        {
            var i = random.Next(all.Workers.Count);
            all.Workers[i].Start();
            return $"worker {i + 1}";
        }
        if (chance < 0.65)
        {
            // Half of the time the one that matters most.
            var node = random.Next(2) == 0 ? await district.LeaderAsync() : null;
            var victim = node ?? all.Servers[random.Next(all.Servers.Count)];
            victim.Start();
            return victim.Name + (node is null ? "" : ", the leader");
        }
        if (chance < 0.8)
        {
            await all.Postgres.StartAsync();
            return "PostgreSQL";
        }
        var gateways = random.Next(TorturedGateways.Count);
        district.Gateways.Restart(gateways);
        return $"gateways {gateways + 1}";
    }

    private static async Task<double?> DrainAsync(TorturedDistrict district)
    {
        JournaledEstates.SetQuiet(district.Gateways.Folder, isQuiet: true);
        // A commit under way; and whoever waits longest between two tries begins anew.
        await district.Run.WaitAsync(2);
        for (var i = 0; i <= TorturedGateways.Count; i++)
            district.Gateways.Restart(i);
        return await district.DrainAsync(TorturedGateways.Sites);
    }

    private static async Task<DistrictVerdict> CompareAsync(TorturedDistrict district)
    {
        var rows = DistrictVerdict.Nothing;
        foreach (var site in TorturedGateways.Sites)
            rows += DistrictVerdict.Of(district.Gateways.LeavingOf(site), await district.Look.FactsOfAsync(site));
        if (district.Estates is not { } crowd)
            return rows;
        crowd.Dispose();
        var positions = await SettledAsync(district);
        foreach (var estate in crowd.Estates.Where(estate => positions.ContainsKey(estate.Site)))
            rows += DistrictVerdict.Of(crowd.SaidBy(estate, positions[estate.Site]), await district.Look.FactsOfAsync(estate.Site));
        return rows;
    }

    /// <summary>Once the workers have taken what the message servers still had.</summary>
    private static async Task<IReadOnlyDictionary<string, long>> SettledAsync(TorturedDistrict district)
    {
        var positions = await district.Look.PositionsAsync();
        for (IReadOnlyDictionary<string, long>? before = null; positions is null || before?.Values.Sum() != positions.Values.Sum();)
        {
            before = positions;
            await district.Run.WaitAsync(4);
            positions = await district.Look.PositionsAsync();
        }
        return positions;
    }
}
