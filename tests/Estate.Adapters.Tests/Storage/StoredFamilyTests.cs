using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>A stored fact is read by a reader of its own type alone, found by the word with which it begins.</summary>
public sealed class StoredFamilyTests
{
    private static readonly Fact Returned = new DeviceReturned(new("bins", "station-1"), EventTime.Now(Instant.FromUtc(2026, 3, 2, 4, 0)));
    private static readonly string Body = JsonSerializer.Serialize(Returned, Returned.Schema);

    private readonly StoredFamily _family = StoredFamily.Of(DeviceFact.Json);

    [Fact]
    public void A_fact_that_was_written_names_its_type_and_is_read_as_it_was()
    {
        Assert.Equal(typeof(DeviceReturned), _family.TypeOf(Body));
        IsReturned(StoredJson.Read(Body, DeviceFact.Json));
    }

    [Theory]
    [InlineData("{ \"type\" : \"device_returned\"")]
    [InlineData("{\n\"type\":\"device_\\u0072eturned\"")]
    public void One_that_somebody_wrote_by_hand_is_read_all_the_same(string beginning)
    {
        var body = Body.Replace("{\"type\":\"device_returned\"", beginning, StringComparison.Ordinal);
        Assert.NotEqual(Body, body);
        Assert.Null(_family.TypeOf(body));
        IsReturned(StoredJson.Read(body, DeviceFact.Json));
    }

    [Theory]
    [InlineData("{\"type\":\"device_melted\"")]
    [InlineData("{\"type\":\"device_returned")]
    [InlineData("{\"kind\":\"device_returned\"")]
    [InlineData("{\"type\":7")]
    [InlineData("")]
    public void Damage_is_none_of_them(string beginning)
    {
        var body = Body.Replace("{\"type\":\"device_returned\"", beginning, StringComparison.Ordinal);
        Assert.Null(_family.TypeOf(body));
        Assert.Null(StoredJson.TryRead(body, DeviceFact.Json));
    }

    private static void IsReturned(object? read)
    {
        var fact = Assert.IsType<DeviceReturned>(read);
        Assert.Equal((Returned.Device, Returned.Time.At, Returned.Time.Clock), (fact.Device, fact.Time.At, fact.Time.Clock));
    }
}
