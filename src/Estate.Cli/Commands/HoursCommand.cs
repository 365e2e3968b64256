using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Commands;

/// <summary>The committee's way to change hours from a terminal: propose, see what changes, have another member approve.</summary>
internal static class HoursCommand
{
    internal static Command Create()
    {
        var device = new Option<string>("--device") { Description = "Whose hours, as in the estate's file", Required = true };
        var url = new Option<string>("--url") { Description = "The running gateway", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var token = new Option<FileInfo>("--token")
        { Description = "A file with the token of who decides (gateway tokens add NAME --role committee)", Required = true };
        var closed = new Option<string[]>("--closed")
        {
            Description = "All closing lines, such as \"sun-thu,sat 23:00-05:00\" and \"fri "
            + "23:30-05:00\"; left out: as they are",
            AllowMultipleArgumentsPerToken = true
        };
        var from = new Option<string>("--from") { Description = "From when, local time such as 2026-12-01T12:00", Required = true };
        var resolution = new Option<string>("--resolution") { Description = "The committee's resolution", Required = true };
        var id = new Argument<string>("id") { Description = "The proposal, such as p1" };

        var propose = new Command(
            "propose", "Propose other hours and see what would change") { device, url, token, closed, from, resolution };
        propose.SetAction((parsed, stop) => SendAsync(
            new(parsed.GetRequiredValue(url), parsed.GetRequiredValue(device), parsed.GetRequiredValue(token)), "proposals",
            Body(parsed.GetValue(closed), parsed.GetRequiredValue(from), parsed.GetRequiredValue(resolution)), stop));
        var approve = new Command("approve", "Approve a proposal of somebody else") { id, device, url, token };
        approve.SetAction((parsed, stop) => SendAsync(
            new(parsed.GetRequiredValue(url), parsed.GetRequiredValue(device), parsed.GetRequiredValue(token)),
            $"proposals/{parsed.GetRequiredValue(id)}/approve", "{}", stop));
        var withdraw = new Command("withdraw", "Take a proposal back") { id, device, url, token };
        withdraw.SetAction((parsed, stop) => SendAsync(
            new(parsed.GetRequiredValue(url), parsed.GetRequiredValue(device), parsed.GetRequiredValue(token)),
            $"proposals/{parsed.GetRequiredValue(id)}/withdraw", "{}", stop));
        var version = new Argument<int>("version") { Description = "A decided version that is not in force yet" };
        var revoke = new Command(
            "revoke", "Propose that a version to come never will; somebody else approves") { version, device, url, token, resolution };
        revoke.SetAction((parsed, stop) => SendAsync(
            new(parsed.GetRequiredValue(url), parsed.GetRequiredValue(device), parsed.GetRequiredValue(token)),
            string.Create(CultureInfo.InvariantCulture, $"versions/{parsed.GetRequiredValue(version)}/revoke"),
            new System.Text.Json.Nodes.JsonObject { ["resolution"] = parsed.GetRequiredValue(resolution) }.ToJsonString(), stop));
        return new Command("hours", "The hours the committee sets") { propose, approve, withdraw, revoke };
    }

    private static string Body(string[]? closed, string from, string resolution) =>
        new System.Text.Json.Nodes.JsonObject
        {
            ["resolution"] = resolution,
            ["effective_from"] = from,
            ["closed"] = closed is { Length: > 0 }
            ? new System.Text.Json.Nodes.JsonArray([.. closed.Select(line => (System.Text.Json.Nodes.JsonNode)line)]) : null,
        }.ToJsonString();

    private static async Task<int> SendAsync(HoursCall call, string path, string body, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new Uri(call.Url), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + call.Token());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var kind = call.Device.Split('/');
        if (kind.Length != 2)
            throw new ConfigurationException($"--device: '{call.Device}' is not kind/name");
        try
        {
            using var response = await http.PostAsync(new Uri($"/api/{kind[0]}s/{kind[1]}/{path}", UriKind.Relative), content, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            Print(text);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException away)
        {
            throw new ConfigurationException($"the gateway at {call.Url} does not answer: {away.Message}");
        }
    }

    /// <summary>The answer's words, and the nights that change.</summary>
    private static void Print(string answer)
    {
        if (!answer.StartsWith('{'))
        {
            Console.WriteLine(answer.Length == 0 ? "no such device here" : answer);
            return;
        }
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        if (root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id.GetString()}:"));
        foreach (var language in root.TryGetProperty("text", out var text) ? new[] { "zh", "en" } : [])
            Console.WriteLine(text.GetProperty(language).GetString());
        if (!root.TryGetProperty("text", out _) && root.TryGetProperty("detail", out var detail))
            Console.WriteLine(detail.GetString());
        if (!root.TryGetProperty("preview", out var preview) || preview.ValueKind != JsonValueKind.Object)
            return;
        var changes = preview.GetProperty("changes");
        if (changes.GetArrayLength() == 0)
            Console.WriteLine("在 14 天内没有变化 / nothing changes within 14 days");
        foreach (var change in changes.EnumerateArray())
            Console.WriteLine($"  {change.GetProperty("text").GetProperty("zh").GetString()} / "
                + $"{change.GetProperty("text").GetProperty("en").GetString()}");
    }

    private sealed record HoursCall(string Url, string Device, FileInfo File)
    {
        internal string Token() =>
            File.Exists ? System.IO.File.ReadAllText(File.FullName).Trim()
            : throw new ConfigurationException($"--token: there is no file {File.FullName}");
    }
}
