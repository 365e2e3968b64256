using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Estate.Adapters.Tests.Mqtt;

public sealed class EstateTopicTests
{
    [Fact]
    public void A_built_topic_is_parsed_back() =>
        Prop.ForAll(
            Gen.Elements("bins", "gate", "e-bikes").ToArbitrary(),
            Gen.NonEmptyListOf(Gen.Elements("abcz09-".ToCharArray())).ToArbitrary(),
            Gen.Elements(Enum.GetValues<TopicChannel>()).ToArbitrary(),
            (kind, letters, channel) =>
            {
                var topic = new EstateTopic("s1", new DeviceId(kind, string.Concat(letters.Take(DeviceId.MaxNameLength))), channel);
                return EstateTopic.TryParse(topic.ToString(), out var parsed) && parsed == topic;
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("estate/s1/bins/sta+tion/event")]
    [InlineData("estate/s1/bins/sta#tion/event")]
    [InlineData("estate/s1/bins/$tation/event")]
    [InlineData("estate/s1/bins/STATION/event")]
    [InlineData("estate/s1/bins//event")]
    [InlineData("estate/s1/bins/站/event")]
    [InlineData("")]
    public void Topic_levels_allow_only_plain_letters(string topic) => Assert.False(EstateTopic.TryParse(topic, out _));
}
