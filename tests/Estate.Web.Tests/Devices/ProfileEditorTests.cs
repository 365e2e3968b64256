using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Domain.People;
using Estate.Gateway.Profiles;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>The estate's own profiles over HTTP: what is refused changes nothing, and what was before can be brought back.</summary>
public sealed partial class ProfileEditorTests : IAsyncLifetime
{
    private const string Pages = "/staff/devices/profiles";
    private static readonly string Shipped = ProfileBook.Shipped.TextOf("tasmota")!;
    private static readonly string Slower = Shipped.Replace("every: 5m", "every: 7m", StringComparison.Ordinal);

    private RunningGateway _gateway = null!;
    private HttpClient _engineer = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(
            withBroker: false, devices: "- { id: charger/plug, profile: tasmota, topic: plug_1 }");
        await _gateway.PersonAsync("engineer", Role.Engineer);
        _engineer = await _gateway.BrowserOfAsync("engineer");
    }

    public async ValueTask DisposeAsync()
    {
        _engineer.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_saved_profile_is_undone_and_deleted_with_a_line_in_the_audit_each()
    {
        // As browsers write line ends.
        await SaveAsync("tasmota", Slower.ReplaceLineEndings("\r\n"));
        Assert.Equal(Slower, Own("tasmota"));
        var slowest = Shipped.Replace("every: 5m", "every: 9m", StringComparison.Ordinal);
        await SaveAsync("tasmota", slowest);
        await PostAsync("tasmota/undo", HttpStatusCode.Redirect);
        Assert.Equal(Slower, Own("tasmota"));
        // An undo is undone, too.
        await PostAsync("tasmota/undo", HttpStatusCode.Redirect);
        Assert.Equal(slowest, Own("tasmota"));
        await PostAsync("tasmota/delete", HttpStatusCode.Redirect);
        Assert.Null(Own("tasmota"));
        Assert.Contains("came along", await GetAsync(Pages + "/tasmota"), StringComparison.Ordinal);
        await PostAsync("tasmota/undo", HttpStatusCode.Redirect);
        Assert.Equal(slowest, Own("tasmota"));
        Assert.Equal(
            ["profile_undone", "profile_deleted", "profile_undone", "profile_undone", "profile_saved", "profile_saved"],
            _gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 20).Select(line => line.Entry)
                .Where(entry => entry is { By: "engineer", Target: "tasmota" }).Select(entry => entry.Action));
        Assert.Empty(Directory.EnumerateFiles(_gateway.Data.Profiles, "*.new"));
    }

    [Fact]
    public async Task What_is_refused_says_why_and_leaves_the_file_as_it_was()
    {
        await SaveAsync("tasmota", Slower);
        foreach (var (text, said) in new[]
        {
            (Slower.Replace("habits:", "habit:", StringComparison.Ordinal), "did you mean 'habits'?"),
            (Slower.Replace("\"Power\":64", "\"Power\":65", StringComparison.Ordinal), "expected 64"),
            (Slower + new string('#', ProfileEditor.MaxBytes - Encoding.UTF8.GetByteCount(Slower) + 1), "at most 65536 can be saved here"),
            // Devices of the estate would not start with it.
            (ProfileBook.Shipped.TextOf("bosch-tps110")!, "of the kind parking, charger/plug of charger"),
            ("", "a profile has members"),
        })
        {
            Assert.Contains(said, await PostAsync("tasmota/save", HttpStatusCode.Conflict, await MadeFromAsync("tasmota"), ("yaml", text)),
                StringComparison.Ordinal);
            Assert.Equal(Slower, Own("tasmota"));
        }
        var early = await MadeFromAsync("tasmota");
        await SaveAsync("tasmota", Slower + "# once more\n");
        Assert.Contains("Somebody saved another version", await PostAsync(
            "tasmota/save", HttpStatusCode.Conflict, early, ("yaml", Slower)), StringComparison.Ordinal);
        Assert.EndsWith("once more\n", Own("tasmota"), StringComparison.Ordinal);
        await PostAsync("shelly/undo", HttpStatusCode.Conflict);
        await PostAsync("shelly/delete", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_copy_has_a_new_name_and_is_not_deleted_while_a_device_needs_it()
    {
        using var copied = await RunningGateway.PostFormAsync(_engineer, Pages + "/tasmota/copy", ("to", "our-plug"));
        Assert.Equal(Pages + "/our-plug?from=tasmota", copied.Headers.Location!.ToString());
        Assert.Contains("cmnd/{topic}/Backlog", await GetAsync(copied.Headers.Location.ToString()), StringComparison.Ordinal);
        Assert.Null(Own("our-plug"));
        await SaveAsync("our-plug", Shipped);
        await _gateway.AskAsync(HttpMethod.Put, "/api/inventory/charger/ours", "engineer", """{"profile":"our-plug","topic":"plug_2"}""");
        Assert.Contains(
            "there is no profile 'our-plug'", await PostAsync("our-plug/delete", HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(Shipped, Own("our-plug"));
        foreach (var name in new[] { "shelly", "Ours", "../ours", "" })
            Assert.Contains(
                "cannot be taken", await PostAsync("tasmota/copy", HttpStatusCode.Conflict, ("to", name)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_whose_each_is_what_it_can_and_finds_it()
    {
        await SaveAsync("tasmota", Slower);
        File.WriteAllText(Path.Combine(_gateway.Data.Profiles, "broken.yaml"), "title: [");
        var row = Row(await GetAsync(Pages + "?q=TASMOTA"), "tasmota");
        foreach (var said in new[] { "charger", "this estate's own, in place of the one that came along",
            "take orders: start, stop, cut, read", "end at its time with the gateway away", "report protections of its own",
            "href=\"https://tasmota.github.io/docs/Commands/\"" })
            Assert.Contains(said, row, StringComparison.Ordinal);
        Assert.True(row.IndexOf("report protections", StringComparison.Ordinal) > row.LastIndexOf("<td>", StringComparison.Ordinal));
        var all = await GetAsync(Pages);
        Assert.Contains("1 mistake(s)", Row(all, "broken"), StringComparison.Ordinal);
        Assert.DoesNotContain("own, in place", Row(all, "shelly"), StringComparison.Ordinal);
        for (var i = 0; i < 60; i++)
            File.WriteAllText(Path.Combine(_gateway.Data.Profiles, $"plug-{i:00}.yaml"), Shipped);
        all = await GetAsync(Pages);
        Assert.Equal(50, Regex.Count(all, "<th scope=\"row\">"));
        Assert.Contains("Page 1 of 2", all, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(all) < 100_000, $"{all.Length}");
    }

    [Fact]
    public async Task A_trial_answers_scripts_with_a_part_and_browsers_without_them_with_the_page()
    {
        (string, string)[] fields = [("yaml", Slower), ("payload", """{"ENERGY":{"Power":66}}"""), ("topic", "SENSOR")];
        var page = await PostAsync("tasmota/try", HttpStatusCode.OK, fields);
        Assert.Contains("<html", page, StringComparison.Ordinal);
        Assert.Contains("every: 7m", page, StringComparison.Ordinal);
        Assert.Contains("socket: power_w 66", page, StringComparison.Ordinal);
        _engineer.DefaultRequestHeaders.Add("HX-Request", "true");
        var part = await PostAsync("tasmota/try?lang=zh", HttpStatusCode.OK, fields);
        Assert.DoesNotContain("<html", part, StringComparison.Ordinal);
        Assert.Contains("项自带测试通过", part, StringComparison.Ordinal);
        Assert.Contains("拒收：not JSON", await PostAsync(
            "tasmota/try?lang=zh", HttpStatusCode.OK, [("yaml", Slower), ("payload", "{"), ("topic", "SENSOR")]), StringComparison.Ordinal);
        Assert.Contains("temperature_c 21.5", await PostAsync(
            "bosch-tps110/try", HttpStatusCode.OK,
            [("yaml", Decoded), ("payload", """{"t":21.5}"""), ("port", "2"), ("decoded", "on")]), StringComparison.Ordinal);
        Assert.Contains("at most 65536 bytes", await PostAsync(
            "tasmota/try?lang=en", HttpStatusCode.OK, [("yaml", Slower), ("payload", new string('1', 65_537))]), StringComparison.Ordinal);
        Assert.Null(Own("tasmota"));
    }

    [Fact]
    public async Task A_profile_brings_no_script_other_sites_save_nothing_and_a_name_is_no_path()
    {
        var odd = Shipped.Replace("https://tasmota.github.io/docs/Commands/", "javascript:alert(1)", StringComparison.Ordinal)
            .Replace("maker: Tasmota", "maker: \"<script>alert(1)</script>\"", StringComparison.Ordinal);
        await SaveAsync("odd", odd, from: "tasmota");
        foreach (var path in new[] { Pages + "?q=odd", Pages + "/odd" })
        {
            using var answer = await _engineer.GetAsync(new Uri(path, UriKind.Relative));
            var html = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"javascript", html, StringComparison.Ordinal);
        }
        foreach (var name in new[] { "..%2Fsecrets", "none", "Tasmota" })
            Assert.Equal(HttpStatusCode.NotFound, (await _engineer.GetAsync(new Uri($"{Pages}/{name}", UriKind.Relative))).StatusCode);
        await PostAsync("..%2Fx/save", HttpStatusCode.NotFound, ("yaml", Shipped));
        _engineer.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        _engineer.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        await PostAsync("tasmota/save", HttpStatusCode.Forbidden, ("yaml", Slower));
        Assert.Null(Own("tasmota"));
    }

    [Fact]
    public async Task A_page_is_not_longer_than_100_kB_whatever_a_file_says()
    {
        var full = new StringBuilder(Shipped);
        while (Encoding.UTF8.GetByteCount(full.ToString()) < ProfileEditor.MaxBytes - 200)
            full.Append("# 计量插座：电压、电流和“功率”\n");
        await SaveAsync("tasmota", full.ToString());
        Assert.Equal(full.ToString(), Own("tasmota"));
        await IsShortAsync("tasmota", "计量插座");

        Directory.CreateDirectory(_gateway.Data.Profiles);
        foreach (var (name, text, said) in new[]
        {
            ("ampersands", Shipped + "# " + new string('&', 60_000), "too much for this page"),
            ("large", Shipped + "# " + new string('x', 200_000), "too much for this page"),
            ("title", Shipped.Replace("Tasmota firmware", new string('题', 6_000), StringComparison.Ordinal), "题题"),
            ("mistakes", Shipped.Replace("habits:", new string('h', 40_000) + ":", StringComparison.Ordinal), "hhhh:"),
        })
        {
            File.WriteAllText(Path.Combine(_gateway.Data.Profiles, name + ".yaml"), text);
            await IsShortAsync(name, said);
        }
        var tooMany = Shipped + "# " + new string('<', 17_000);
        Assert.Contains("at most 65536 can be saved here", await PostAsync(
            "tasmota/save", HttpStatusCode.Conflict, await MadeFromAsync("tasmota"), ("yaml", tooMany)), StringComparison.Ordinal);
    }

    private async Task IsShortAsync(string name, string said)
    {
        using var answer = await _engineer.GetAsync(new Uri($"{Pages}/{name}?lang=en", UriKind.Relative));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(Encoding.UTF8.GetByteCount(html) < 100_000, $"{name}: {Encoding.UTF8.GetByteCount(html)} bytes");
        Assert.True(html.Contains(said, StringComparison.Ordinal), $"{name}: {html[..Math.Min(3_000, html.Length)]}");
    }

    private const string Decoded = """
        title: { zh: 温度, en: Climate }
        maker: Ours
        source: { link: "https://example.org", version: "1" }
        kind: monitor
        lorawan: {}
        habits: { every: 10m }
        messages:
          - { port: 2, from: decoded, gives: [ { senses: { temperature_c: payload.t } } ] }
        tests:
          - { port: 2, decoded: '{"t":1}', gives: [ { senses: { temperature_c: 1 } } ] }
        """;

    private string? Own(string name) =>
        Path.Combine(_gateway.Data.Profiles, name + ".yaml") is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private async Task SaveAsync(string name, string text, string? from = null) => await PostAsync(
        name + "/save", HttpStatusCode.Redirect,
        await MadeFromAsync(name + (from is not null ? "?from=" + from : Own(name) is null && name == "our-plug" ? "?from=tasmota" : "")),
        ("yaml", text));

    /// <summary>What the page's form says of the text it shows.</summary>
    private async Task<(string, string)> MadeFromAsync(string page) =>
        ("mark", Mark().Match(await GetAsync($"{Pages}/{page}")).Groups[1].Value);

    private async Task<string> GetAsync(string path)
    {
        using var answer = await _engineer.GetAsync(
            new Uri(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=en", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> PostAsync(string path, HttpStatusCode expected, params IEnumerable<(string, string)> fields)
    {
        using var answer = await RunningGateway.PostFormAsync(_engineer, $"{Pages}/{path}", fields);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(expected == answer.StatusCode, $"{path}: {answer.StatusCode} {html}");
        return html;
    }

    private static string Row(string html, string name) =>
        Regex.Match(html, $"<tr>(?:(?!</tr>).)*{Pages}/{name}\"(?:(?!</tr>).)*</tr>", RegexOptions.Singleline).Value;

    [GeneratedRegex("name=\"mark\" value=\"(\\w+)\"")]
    private static partial Regex Mark();
}
