using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.Gateway.Tests.Pipeline;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>A profile's file is changed while a gateway with such a device runs.</summary>
public sealed class ProfileWatchTests
{
    [Fact]
    public async Task A_changed_profile_is_in_force_without_a_restart_and_one_with_a_mistake_is_not()
    {
        await using var gateway = await RunningPipeline.StartAsync(
            "hot", "{ id: charger/plug, profile: plug }", data => Write(data, ProfileFileTests.Plug));
        var (watch, profile) = (gateway.Service<ProfileWatch>(), gateway.Service<EstateModel>().Inventory[0].Profile!);
        await ChangesAsync("every: 60s", "every: 10m", 600);
        Write(gateway.Data, ProfileFileTests.Plug.Replace("habits", "habit", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => watch.Errors.Count > 0);
        Assert.Contains("did you mean 'habits'?", watch.Errors[0].ToString(), StringComparison.Ordinal);
        // Its own tests must pass.
        Write(gateway.Data, ProfileFileTests.Plug.Replace("\"watt\":64", "\"watt\":65", StringComparison.Ordinal));
        await Eventually.UntilAsync(() => watch.Errors is [var first] && first.Message.Contains("expected 64", StringComparison.Ordinal));
        Assert.Equal(600, profile.Habits.Every!.Value.TotalSeconds);
        await ChangesAsync("every: 60s", "every: 20m", 1200);
        await Eventually.UntilAsync(() => watch.Errors.Count == 0);

        async Task ChangesAsync(string right, string changed, double seconds)
        {
            Write(gateway.Data, ProfileFileTests.Plug.Replace(right, changed, StringComparison.Ordinal));
            await Eventually.UntilAsync(() => profile.Habits.Every!.Value.TotalSeconds == seconds);
        }
    }

    private static void Write(DataFolder data, string text)
    {
        Directory.CreateDirectory(data.Profiles);
        File.WriteAllText(Path.Combine(data.Profiles, "plug.yaml"), text);
    }
}
