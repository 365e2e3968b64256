using System.Collections.Concurrent;
using Estate.Adapters.Gpio;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Gpio;

/// <summary>What every set's lines do, on lines that a test can move.</summary>
public abstract class PinsContract
{
    private static readonly PinPlan Plan = new(
        [new("lock", LineAddress.Parse("LOCK")), new("lamp", LineAddress.Parse("LAMP"))],
        [new("contact", LineAddress.Parse("CONTACT")), new("exit", LineAddress.Parse("EXIT"))], []);

    /// <summary>A machine with the lines LOCK, LAMP, CONTACT and EXIT.</summary>
    protected abstract IPinRig NewRig();

    [Fact]
    public async Task Levels_are_reported_first_and_then_each_change_once()
    {
        using var rig = NewRig();
        using var pins = rig.Open(Plan);
        var told = new ConcurrentQueue<(string, bool)>();
        pins.Start(PinEvents.Ignored with { InputChanged = (name, active) => told.Enqueue((name, active)) });
        await Eventually.UntilAsync(() => told.Count == 2 && pins.Problem is null);
        Assert.Equal([("contact", false), ("exit", false)], told.Order());
        foreach (var active in (bool[])[true, false, true])
        {
            var before = told.Count;
            await rig.SetAsync("exit", active);
            await Eventually.UntilAsync(() => told.Count > before);
        }
        Assert.Equal([("exit", true), ("exit", false), ("exit", true)], told.Skip(2));
    }

    [Fact]
    public async Task All_levels_are_repeated_each_second_as_proof_that_they_are_held()
    {
        using var rig = NewRig();
        using var pins = rig.Open(Plan);
        var refreshed = new ConcurrentQueue<IReadOnlyDictionary<string, bool>>();
        pins.Start(PinEvents.Ignored with { Refreshed = refreshed.Enqueue });
        await Eventually.UntilAsync(() => refreshed.Count >= 2);
        await rig.SetAsync("contact", true);
        await Eventually.UntilAsync(() => refreshed.Last() is { Count: 2 } levels && levels["contact"] && !levels["exit"]);
    }

    [Fact]
    public async Task Outputs_start_inactive_follow_commands_and_end_inactive()
    {
        using var rig = NewRig();
        using var pins = rig.Open(Plan);
        pins.Start(PinEvents.Ignored);
        await Eventually.UntilAsync(() => pins.Problem is null);
        Assert.False(await rig.IsDrivenAsync("lock"));
        Assert.True(pins.Drive("lock", true));
        Assert.True(await Eventually.UntilAsync(() => rig.IsDrivenAsync("lock"), driven => driven));
        Assert.False(await rig.IsDrivenAsync("lamp"));
        pins.Dispose();
        Assert.False(await rig.IsDrivenAsync("lock"));
        Assert.False(pins.Drive("lock", true));
        Assert.False(await rig.IsDrivenAsync("lock"));
    }

    [Fact]
    public void Driving_an_output_outside_the_plan_throws()
    {
        using var rig = NewRig();
        using var pins = rig.Open(Plan);
        Assert.Throws<ArgumentException>(() => pins.Drive("contact", true));
    }

    [Fact]
    public void A_plan_that_contradicts_itself_is_refused_before_any_line_is_taken()
    {
        using var rig = NewRig();
        var twice = new PinPlan([new("lock", LineAddress.Parse("LOCK"))], [new("exit", LineAddress.Parse("LOCK"))], []);
        Assert.Contains("LOCK is used twice", Assert.Throws<ArgumentException>(() => rig.Open(twice)).Message, StringComparison.Ordinal);
    }
}

/// <summary>A machine whose lines a test can move and look at; names are the plan's.</summary>
public interface IPinRig : IDisposable
{
    IPins Open(PinPlan plan);

    Task SetAsync(string name, bool active);

    /// <summary>False also when nobody drives it.</summary>
    Task<bool> IsDrivenAsync(string name);
}
