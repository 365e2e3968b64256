using System.Text;
using Estate.FirmwareSim.Past;
using Xunit;

namespace Estate.FirmwareSim.Tests;

/// <summary>What a visitor of the demonstration wants to see happens soon, and is over before long.</summary>
public sealed class DrillTests
{
    private const double Step = 0.5;
    private readonly List<string> _said = [];

    [Fact]
    public void A_lift_sticks_with_somebody_in_it_within_a_minute_and_is_free_after_three()
    {
        using var traffic = new LiftTraffic([new(Options("lift-01"), TimeProvider.System)], new Random(1)) { DrillAt = 20 };
        traffic.Start();
        var stuck = After(traffic, said => said.Contains("\"passenger_alarm\":true", StringComparison.Ordinal), 60);
        Assert.True(stuck >= 20, $"after {stuck} s");
        Assert.InRange(After(traffic, said => said.Contains("\"car_door_status\":\"opened\"", StringComparison.Ordinal), 200), 179, 181);
    }

    [Fact]
    public void Somebody_calls_for_help_and_another_time_a_taxi_that_is_taken_back()
    {
        using var traffic = new CallTraffic([new(Options("call-01"), TimeProvider.System)], ["CARD1"], new Random(1)) { HelpAt = 20 };
        traffic.Start();
        Assert.InRange(After(traffic, said => said.Contains("\"button\":\"help\"", StringComparison.Ordinal), 60), 20, 21);
        After(traffic, said => said.Contains("\"button\":\"taxi\"", StringComparison.Ordinal), 200);
        Assert.InRange(After(traffic, said => said.Contains("\"button\":\"cancel\"", StringComparison.Ordinal), 60), 24, 26);
    }

    /// <returns>Seconds until it was said.</returns>
    private double After(ITraffic traffic, Func<string, bool> isSaid, double patience)
    {
        _said.Clear();
        for (var seconds = Step; seconds <= patience; seconds += Step)
        {
            traffic.Step(Step);
            if (_said.Exists(said => isSaid(said)))
                return seconds;
        }
        throw new TimeoutException($"not said within {patience} s: {string.Join('\n', _said.TakeLast(3))}");
    }

    private DeviceOptions Options(string name)
    {
        var broker = new DirectBroker { Received = (_, payload) => _said.Add(Encoding.UTF8.GetString(payload)) };
        return new("test", name, "", 0) { Link = (options, _) => broker.Connect(options) };
    }
}
