using System.Security.Claims;
using Estate.District.Accounts;
using Estate.District.Accounts.OpenId;
using Estate.TestKit;
using Xunit;

namespace Estate.District.Tests.Accounts;

/// <summary>What the file about the provider says, and what is wrong in it.</summary>
public sealed class OpenIdProviderFileTests
{
    private const string Good =
        """
        { "authority": "https://login.example/realms/district", "client_id": "district", "claim": "groups",
          "areas": [ { "value": "east", "level": "street", "area": "河东" }, { "value": "all", "level": "district", "area": "示范区" } ],
          "contact": { "zh": "信息科", "en": "the IT desk" }, "secret_file": "secret" }
        """;

    [Fact]
    public void A_good_file_is_read_with_its_secret_beside_it()
    {
        var (provider, wrong) = Read(Good);
        Assert.Empty(wrong);
        Assert.Equal("of nobody", provider!.Secret);
        Assert.Equal((Level.Street, "河东"), provider.Find("east"));
        Assert.Null(provider.Find("EAST"));
    }

    [Theory]
    [InlineData("https://login.example", "http://login.example", "authority")]
    [InlineData("\"https://login.example/realms/district\"", "\"nowhere\"", "authority")]
    [InlineData("\"street\"", "\"2\"", "'east' needs a value, a level")]
    [InlineData("\"street\"", "\"7\"", "'east' needs a value, a level")]
    [InlineData("\"all\"", "\"east\"", "east is there twice")]
    [InlineData("\"groups\"", "\" \"", "claim: is needed")]
    [InlineData("\"claim\": \"groups\",", "", "claim")]
    [InlineData("\"client_id\"", "\"clientid\"", "clientid")]
    [InlineData("\"secret_file\": \"secret\"", "\"secret_file\": \"gone\"", "gone")]
    [InlineData("\"secret_file\": \"secret\"", "\"session_hours\": 100", "session_hours: 1 to")]
    [InlineData("\"secret_file\": \"secret\"", "\"scopes\": [\"profile\"]", "openid must be")]
    [InlineData("\"areas\": [", "\"areas\": [ null,", "areas: a null among them")]
    [InlineData("\"secret_file\": \"secret\"", "\"scopes\": [\"openid\", null]", "scopes: a null among them")]
    [InlineData("\"secret_file\": \"secret\"", "\"secret_file\": \"a\\u0000\"", "character in path")]
    public void What_is_wrong_is_told(string from, string to, string said)
    {
        var (_, wrong) = Read(Good.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(
            wrong, one => one.Contains("openid.json", StringComparison.Ordinal) && one.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_means_nothing_any_more_ends_its_sessions()
    {
        var provider = Read(Good).Provider!;
        var session = OpenIdSession.Of(
            new(new ClaimsIdentity([new("groups", "east"), new("groups", "choir"), new("preferred_username", "li\n.na")])), provider)!;
        Assert.True(OpenIdSession.Is(session));
        Assert.Equal(new("li.na@login.example", Level.Street, "河东"), OpenIdSession.AccountOf(session, provider));
        Assert.Null(OpenIdSession.AccountOf(session, provider with { Areas = [provider.Areas[1]] }));
        Assert.Null(OpenIdSession.AccountOf(session, null));
    }

    private static (OpenIdProvider? Provider, List<string> Wrong) Read(string text)
    {
        using var folder = new TemporaryFolder(inMemory: true);
        File.WriteAllText(folder.File("secret"), "of nobody\n");
        File.WriteAllText(folder.File("openid.json"), text);
        var wrong = new List<string>();
        return (OpenIdProviderFile.Read(folder.File("openid.json"), wrong), wrong);
    }
}
