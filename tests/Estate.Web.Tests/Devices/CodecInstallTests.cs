using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Domain.People;
using Estate.Gateway.Profiles;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>Makers' codecs over HTTP: tried and shown with their hash, then installed, then taken away; nothing else changes.</summary>
public sealed partial class CodecInstallTests : IAsyncLifetime
{
    private const string Pages = "/staff/devices/codecs";
    private const string Codec = "function decodeUplink(i) { return { data: { taken: i.bytes[0] === 1 } }; }";
    private const string Cases = "[{ name: 'one', input: { fPort: 1, bytes: [0x01] }, expected: { data: { taken: true } } }]";

    private const string Profile = """
        title: { zh: 探头, en: Sensor }
        maker: Ours
        source: { link: "https://example.org/", version: "1" }
        kind: parking
        lorawan: { codec: ours.js }
        habits: { every: 24h }
        messages: [ { from: decoded, gives: [ { bay: { occupied: payload.taken } } ] } ]
        tests: [ { decoded: { taken: true }, gives: [ { bay: { occupied: true } } ] } ]
        """;

    private RunningGateway _gateway = null!;
    private HttpClient _engineer = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(withBroker: false);
        await _gateway.PersonAsync("engineer", Role.Engineer);
        _engineer = await _gateway.BrowserOfAsync("engineer");
    }

    public async ValueTask DisposeAsync()
    {
        _engineer.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task What_was_tried_is_installed_and_what_was_before_is_back_when_it_is_removed()
    {
        var shown = await UploadAsync(HttpStatusCode.OK, ("ours.js", Codec), ("test_decode_ours.json", Cases), ("ours.yaml", Profile));
        Assert.Contains(Hash(Codec), shown, StringComparison.Ordinal);
        Assert.Contains("2 tests passed", shown, StringComparison.Ordinal);
        Assert.Null(Own("ours.js"));
        await PostAsync(Mark().Match(shown).Value, HttpStatusCode.Redirect);
        Assert.Equal((Codec, Cases, Profile), (Own("ours.js"), Own("test_decode_ours.json"), Own("ours.yaml")));
        Assert.Contains(Audit(), line => line == $"engineer codec_installed ours.js SHA-256 {Hash(Codec)}");

        var newer = Codec.Replace("=== 1", "> 0", StringComparison.Ordinal);
        shown = await UploadAsync(HttpStatusCode.OK, ("ours.js", newer));
        Assert.Contains("in place of the one there is", shown, StringComparison.Ordinal);
        await PostAsync(Mark().Match(shown).Value, HttpStatusCode.Redirect);
        Assert.Equal((newer, null), (Own("ours.js"), Own("test_decode_ours.json")));
        await PostAsync($"{Pages}/ours.js/remove", HttpStatusCode.Redirect);
        Assert.Equal(Codec, Own("ours.js"));
        Assert.Contains(Audit(), line => line == $"engineer codec_removed ours.js SHA-256 {Hash(newer)}");
        await PostAsync($"{Pages}/ours.js/remove", HttpStatusCode.Redirect);
        Assert.Null(Own("ours.js"));
        Assert.Contains(
            "There is no such codec", await PostAsync($"{Pages}/ours.js/remove", HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ours.js", "function (", "ours.js: Unexpected token")]
    [InlineData("ours.js", "function other() {}", "it has none of the functions decodeUplink")]
    [InlineData("ours.js", "function decodeUplink() { for (;;); }", "it takes longer than 100 ms")]
    [InlineData("ours.js", "function decodeUplink() { return decodeUplink(); }", "test_decode_ours.json: one: ")]
    [InlineData("test_decode_ours.json", "[{", "the cases cannot be read")]
    [InlineData("../ours.sh", "", "cannot be taken: .js, .json and .yaml")]
    [InlineData("other.yaml", "title: 1", "other.yaml, line 1")]
    public async Task What_cannot_be_installed_says_why_and_leaves_nothing(string file, string text, string expected)
    {
        var files = new Dictionary<string, string> { ["ours.js"] = Codec, ["test_decode_ours.json"] = Cases, [file] = text };

        var said = await UploadAsync(HttpStatusCode.Conflict, [.. files.Select(one => (one.Key, one.Value))]);
        Assert.True(said.Contains(expected, StringComparison.Ordinal), said[said.IndexOf("<h2>", StringComparison.Ordinal)..]);
        Assert.False(Directory.Exists(_gateway.Data.Profiles) && Directory.EnumerateFiles(_gateway.Data.Profiles).Any());
        Assert.DoesNotContain(Audit(), line => line.Contains("codec_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_codec_that_a_device_needs_stays_and_only_an_engineer_installs_one()
    {
        var shown = await UploadAsync(HttpStatusCode.OK, ("ours.js", Codec), ("ours.yaml", Profile));
        await PostAsync(Mark().Match(shown).Value, HttpStatusCode.Redirect);
        await _gateway.AskAsync(HttpMethod.Put, "/api/inventory/parking/radio", "engineer",
            """{"profile":"ours","dev_eui":"0101010101010101","bay":"R1","lot":"main"}""");
        await _gateway.AskAsync(HttpMethod.Put, "/api/inventory/lot/main", "engineer", "{}");
        await _gateway.AskAsync(HttpMethod.Put, "/api/inventory/parking/radio", "engineer",
            """{"profile":"ours","dev_eui":"0101010101010101","bay":"R1","lot":"main"}""");
        Assert.Contains(
            "needs the codec ours.js", await PostAsync($"{Pages}/ours.js/remove", HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(Codec, Own("ours.js"));

        await _gateway.PersonAsync("staff", Role.Staff);
        using var other = await _gateway.BrowserOfAsync("staff");
        using var sentAway = await other.GetAsync(new Uri(Pages, UriKind.Relative));
        Assert.StartsWith("/login", sentAway.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("not_your_role", Reason(await _gateway.AskAsync(HttpMethod.Post, "/api/codecs", "desk", "{}")));
    }

    [Fact]
    public async Task A_profile_saved_on_its_page_has_its_tests_of_bytes_read_by_its_codec_first()
    {
        await PostAsync(
            Mark().Match(await UploadAsync(HttpStatusCode.OK, ("ours.js", Codec), ("ours.yaml", Profile))).Value, HttpStatusCode.Redirect);
        var tested = Profile.Replace("{ decoded: { taken: true }", "{ hex: 00", StringComparison.Ordinal);
        Assert.Contains(
            "line 8: bay.occupied is false, expected true", await SaveAsync(tested, HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(Profile, Own("ours.yaml"));
        tested = tested.Replace("hex: 00", "hex: 01", StringComparison.Ordinal);
        await SaveAsync(tested, HttpStatusCode.Redirect);
        Assert.Equal(tested, Own("ours.yaml"));
    }

    [Fact]
    public async Task Who_tries_bytes_faster_than_a_person_does_is_told_to_wait()
    {
        await PostAsync(
            Mark().Match(await UploadAsync(HttpStatusCode.OK, ("ours.js", Codec), ("ours.yaml", Profile))).Value, HttpStatusCode.Redirect);
        var said = new List<string>();
        for (var i = 0; i < 60 && !said.Exists(one => one.Contains("so many trials at once", StringComparison.Ordinal)); i++)
            said.Add(await TryAsync($"01{i:x2}"));
        Assert.True(said.Count > CodecTrials.Burst, $"{said.Count}");
        Assert.Contains("so many trials at once; wait a few seconds", said[^1], StringComparison.Ordinal);
        Assert.Contains("occupied true", said[0], StringComparison.Ordinal);
        // What was answered last is said again, however often the rest is typed anew.
        Assert.Contains("occupied true", await TryAsync($"01{said.Count - 2:x2}"), StringComparison.Ordinal);
    }

    private async Task<string> TryAsync(string payload)
    {
        using var answer = await RunningGateway.PostFormAsync(
            _engineer, "/staff/devices/profiles/ours/try?lang=en", ("yaml", Profile), ("payload", payload), ("port", "1"));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> SaveAsync(string yaml, HttpStatusCode expected)
    {
        const string Page = "/staff/devices/profiles/ours";
        var mark = Made().Match(await _engineer.GetStringAsync(new Uri(Page, UriKind.Relative))).Groups[1].Value;
        using var answer = await RunningGateway.PostFormAsync(_engineer, Page + "/save?lang=en", ("yaml", yaml), ("mark", mark));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode} {html}");
        return html;
    }

    [Fact]
    public async Task Programs_do_the_same_in_the_same_two_steps()
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["ours.js"] = Codec, ["test_decode_ours.json"] = Cases });
        var tried = await _gateway.AskAsync(HttpMethod.Post, "/api/codecs", "engineer", body);
        Assert.Equal(Hash(Codec), tried.GetProperty("codecs")[0].GetProperty("sha256").GetString());
        Assert.Equal(1, tried.GetProperty("tests_passed").GetInt32());
        Assert.Null(Own("ours.js"));
        Assert.Equal("refused", Reason(await _gateway.AskAsync(HttpMethod.Post, $"/api/codecs/{new string('0', 64)}/install", "engineer")));
        var install = $"/api/codecs/{tried.GetProperty("mark").GetString()}/install";
        Assert.Equal("saved", (await _gateway.AskAsync(HttpMethod.Post, install, "engineer")).GetProperty("result").GetString());
        Assert.Equal("refused", Reason(await _gateway.AskAsync(HttpMethod.Post, install, "engineer")));
        var all = await _gateway.AskAsync(HttpMethod.Get, "/api/codecs", "engineer");
        Assert.Equal("ours.js", all[0].GetProperty("name").GetString());
        Assert.Equal(
            "refused", Reason(await _gateway.AskAsync(HttpMethod.Post, "/api/codecs", "engineer", """{"ours.js":"function ("}""")));
        await _gateway.AskAsync(HttpMethod.Post, "/api/codecs/ours.js/remove", "engineer");
        Assert.Null(Own("ours.js"));
    }

    private string? Own(string name) =>
        Path.Combine(_gateway.Data.Profiles, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private List<string> Audit() => [.. _gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 50)
        .Select(line => line.Entry).Select(entry => $"{entry.By} {entry.Action} {entry.Target} {entry.Detail}")];

    private async Task<string> UploadAsync(HttpStatusCode expected, params (string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, text) in files)
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name);
        using var answer = await _engineer.PostAsync(new Uri(Pages + "/try?lang=en", UriKind.Relative), form);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode} {html}");
        return html;
    }

    private async Task<string> PostAsync(string path, HttpStatusCode expected)
    {
        using var answer = await RunningGateway.PostFormAsync(_engineer, path + "?lang=en");
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(expected == answer.StatusCode, $"{path}: {answer.StatusCode} {html}");
        return html;
    }

    private static string? Reason(JsonElement problem) => problem.TryGetProperty("reason", out var reason) ? reason.GetString()
        : problem.TryGetProperty("type", out var type) ? type.GetString() : problem.ToString();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("/staff/devices/codecs/[0-9a-f]{64}/install")]
    private static partial Regex Mark();

    [GeneratedRegex("name=\"mark\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Made();
}
