using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Leaving;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Uplink;

/// <summary>What may leave the estate, over every type of fact of the product.</summary>
public sealed class LeavingMembersTests
{
    private static readonly string[] Secrets =
    [
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "1-101", "王小明", "wangxiaoming", "13800138000",
        "plants on the stairs",
    ];

    private static readonly IReadOnlyDictionary<string, JsonTypeInfo> Schemas =
        new EstateReader(new EstateDatabase(":memory:"), DeviceKinds.WithoutCards(DateTimeZone.Utc)).FactSchemas;

    private readonly LeavingMembers _members = new(Schemas);

    [Fact]
    public void Nothing_of_anybody_passes_whatever_the_fact()
    {
        var looked = 0;
        foreach (var (slice, word, schema) in Types())
            foreach (var secret in Secrets)
            {
                var body = Encoding.UTF8.GetBytes(SampleJson.Of(schema, type => Planted(type, secret))!.ToJsonString());
                var leaving = Encoding.UTF8.GetString(_members.Of(slice, word, body) ?? []);
                Assert.DoesNotContain(secret, leaving, StringComparison.Ordinal);
                looked++;
            }
        Assert.True(looked > 80 * Secrets.Length, $"only {looked} were looked at");
    }

    [Fact]
    public void What_leaves_is_what_the_document_says()
    {
        var said = File.ReadLines(Path.Combine(Repository.Root, "docs", "district.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Replace("`", "", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 4)
            .Select(cells => $"{cells[1]}: {cells[2]}").Order(StringComparer.Ordinal);
        var actual = Types().Where(type => _members.MayLeave(type.Slice, type.Word))
            .Select(type => $"{type.Word}: {Members(type.Schema)}").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(actual, said);
    }

    [Fact]
    public void Who_it_was_leaves_not_even_as_a_hash()
    {
        foreach (var (slice, _, schema) in Types())
            if (schema.Type.GetCustomAttribute<MayLeaveAttribute>() is { } may)
                foreach (var member in may.Members.Append(may.HashedId ?? ""))
                    Assert.Equal(PersonalMember.None, PersonalMembers.Of(slice, member));
    }

    [Fact]
    public void A_text_without_a_list_of_its_words_cannot_be_put_on_the_list()
    {
        var schema = PointsFact.Json.Options.GetTypeInfo(typeof(AwardDecided));
        Assert.Throws<ArgumentException>(() => LeavingShape.Of(schema, new MayLeaveAttribute("household")));
        Assert.Throws<ArgumentException>(() => LeavingShape.Of(schema, new MayLeaveAttribute("grounds")));
        Assert.Throws<ArgumentException>(() => LeavingShape.Of(schema, new MayLeaveAttribute("no_such_member")));
    }

    [Fact]
    public void Numbers_and_words_of_the_list_leave()
    {
        Assert.Equal("""{"result":"awarded","points":5}""", Leaving("points", "award_decided",
            """{"session":"s1","household":"1-101","result":"awarded","points":5,"grounds":{"zh":"a","en":"b"}}"""));
        Assert.Equal("""{"zones":[{"free":1,"closed":2}]}""", Leaving("parking", "lot_counted",
            """{"zones":[{"zone":"by Mr Wang","free":1,"closed":2}]}"""));
        Assert.Equal("{}", Leaving("points", "award_decided", "{ damaged"));
        Assert.Null(_members.Of("points", "transfer_disputed", "{}"u8.ToArray()));
        Assert.Null(_members.Of("somebody", "else", "{}"u8.ToArray()));
    }

    private string Leaving(string slice, string type, string body) =>
        Encoding.UTF8.GetString(_members.Of(slice, type, Encoding.UTF8.GetBytes(body))!);

    private static JsonValue? Planted(Type type, string secret) =>
        type == typeof(string) || type == typeof(CardToken) || type == typeof(Text) || type == typeof(Guid) || type == typeof(DeviceId)
            ? JsonValue.Create(secret) : null;

    private static IEnumerable<(string Slice, string Word, JsonTypeInfo Schema)> Types() =>
        from slice in Schemas
        from type in slice.Value.PolymorphismOptions?.DerivedTypes ?? []
        select (slice.Key, (string)type.TypeDiscriminator!, slice.Value.Options.GetTypeInfo(type.DerivedType));

    private static string Members(JsonTypeInfo schema)
    {
        var may = schema.Type.GetCustomAttribute<MayLeaveAttribute>()!;
        return string.Join(", ", may.Members.Concat(may.HashedId is { } id ? [id + " as a hash"] : []));
    }
}
