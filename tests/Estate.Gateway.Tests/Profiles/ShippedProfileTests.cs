using System.Text;
using System.Text.Json.Nodes;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;
using Estate.Gateway.Tests.Pipeline.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>The profiles that come along: their own tests pass, and nothing that a device may say gets beyond them.</summary>
public sealed class ShippedProfileTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 30, 12, 0);

    public static TheoryData<string> Names => [.. ProfileBook.Shipped.Names];

    [Fact]
    public void The_profiles_lie_beside_the_program() =>
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Repository.Root, "profiles"), "*.yaml")
                .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
            ProfileBook.Shipped.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_profiles_own_tests_pass(string name)
    {
        var file = ProfileBook.Shipped.Find(name)!;
        Assert.Equal("", string.Join("\n", file.Errors));
        Assert.Equal("", string.Join("\n", ProfileTests.Run(file.Profile!).Select(one => $"{file.File}, line {one.Line}: {one.Message}")));
        Assert.NotEmpty(file.Profile!.Source.Tests);
    }

    /// <summary>Each number of each payload in its tests, not finite or odd: no reading holds it, and nothing throws.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_are_finite_or_left_out(string name)
    {
        var profile = ProfileBook.Shipped.Find(name)!.Profile!;
        foreach (var test in profile.Source.Tests.Where(one => one.Order is null && (one.Topic is not null || one.IsDecoded)))
            foreach (var number in SampleJson.NotFinite.Concat(SampleJson.Odd))
            {
                var text = Encoding.UTF8.GetString(test.Payload);
                foreach (var bad in text.StartsWith('{')
                    ? SampleJson.With(JsonNode.Parse(text)!, number).Select(one => one.Item2) : [number])
                    foreach (var signal in Read(profile, test, Encoding.UTF8.GetBytes(bad)))
                        if (signal is DeviceTelemetry heard)
                            ReadingNumberTests.AssertFinite(heard.Reading);
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_bytes_make_a_profile_throw(string name)
    {
        var (profile, random) = (ProfileBook.Shipped.Find(name)!.Profile!, new Random(7));
        var samples = profile.Source.Tests.Where(one => one.Order is null).ToList();
        for (var i = 0; i < 5_000; i++)
        {
            var sample = samples[random.Next(samples.Count)];
            byte[] bytes = [.. sample.Payload];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length + 1)];
            foreach (var signal in Read(profile, sample with { Port = random.Next(1, 4) == 1 ? random.Next(256) : sample.Port }, bytes))
                if (signal is DeviceTelemetry heard)
                    ReadingNumberTests.AssertFinite(heard.Reading);
        }
    }

    private static List<Signal> Read(DeviceProfile profile, TestSource test, byte[] payload)
    {
        var signals = new List<Signal>();
        var settings = new DeviceSettings(new(profile.Kind, "plug"), new Dictionary<string, string>()) { Profile = profile };
        if (test.Topic is { } topic)
            new ForeignTopics([settings]).Decode(
                topic.Text.Replace("{topic}", "plug", StringComparison.Ordinal), payload, false, Now, signals);
        else if (!test.IsDecoded)
            profile.ReadUplink(payload, test.Port, false, new(settings, EventTime.Now(Now)), signals);
        return signals;
    }
}
