using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Devices;

/// <summary>Every fact has a sentence in both languages that names the values and no card.</summary>
public sealed class SentenceTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly EventTime Time = EventTime.Now(Instant.FromUtc(2026, 3, 2, 4, 0));
    private static readonly DeviceId Device = new("bins", "station-1");

    public static TheoryData<Type> Facts =>
        [.. typeof(Fact).Assembly.GetTypes().Where(type => type.IsAbstract && type.IsSubclassOf(typeof(Fact)))
        .SelectMany(slice =>
            slice.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>()
            .Select(derived => derived.DerivedType))];

    [Theory]
    [MemberData(nameof(Facts))]
    public void Every_fact_has_a_sentence(Type type)
    {
        var fact = (Fact)RuntimeHelpers.GetUninitializedObject(type);

        // Empty as it is, parts of it may be missing; what must not happen is that nobody knows how to tell it.
        Assert.IsNotType<ArgumentException>(Record.Exception(() => fact.Describe(Zone)));
    }

    [Fact]
    public void A_tap_outside_the_windows_shows_when_they_are_open()
    {
        var estate = new TestEstate { Now = TestEstate.Local(2026, 3, 2, 13, 0) };
        var outcomes = estate.Machine.Step(estate.Event(TestEstate.Station1, "e1", estate.TapOf("card-h1")));

        Assert.Equal(
            "Not a disposal time now (open at 07:00-09:00, 18:00-20:00)",
            Assert.Single(TestEstate.Facts<AwardDecided>(outcomes)).Describe(Zone).En);
    }

    [Fact]
    public void Values_and_grounds_are_given_in_both_languages()
    {
        var award = new AwardDecided(Device, Time, "s1", "h1", AwardResult.DailyLimit) { Grounds = new("上限 2 次", "at most 2") };
        Assert.Equal(
            ("今日积分已满，谢谢（上限 2 次）", "All points for today are counted, thank you (at most 2)"),
            (award.Describe(Zone).Zh, award.Describe(Zone).En));
        Assert.Equal("The Wet bin is full: 91 %", new CompartmentFilledUp(Device, Time, WasteCategory.Wet, 0.91).Describe(Zone).En);
        Assert.Equal(
            "Nothing is heard; the last was at 2026-03-02 12:00:00", new DeviceFellSilent(Device, Time, Time.At).Describe(Zone).En);
        Assert.Equal(
            "The lock was told to open by the hours (version 3 of the hours)",
            new LockCommanded(Device, Time, false, DoorAuthority.Schedule, 3).Describe(Zone).En);
    }
}
