using System.Globalization;
using System.Net;
using Estate.Domain.People;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>Shelving, planned work and the load of a shift, as staff use them.</summary>
public sealed class SilencePageTests
{
    [Fact]
    public async Task Staff_shelve_an_alert_plan_work_and_hand_both_over()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("li", Role.Staff);
        using var staff = await gateway.BrowserOfAsync("li");
        staff.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        (await gateway.StationAsync()).Telemetry("climate", """{"temperature_c":75}""");
        var id = await Eventually.UntilAsync(async () => (await gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetProperty("open")
            .EnumerateArray().Select(one => one.GetProperty("id").GetString()).FirstOrDefault(), id => id is not null);
        Assert.Contains("Shelve it", await ReadAsync(staff, "/staff/alerts/" + id), StringComparison.Ordinal);
        Assert.Contains("say why", await PostAsync(staff, $"/staff/alerts/{id}/shelve", HttpStatusCode.Conflict, ("minutes", "60")),
            StringComparison.Ordinal);
        await PostAsync(staff, $"/staff/alerts/{id}/shelve", HttpStatusCode.Redirect, ("minutes", "60"), ("reason", "fan is on its way"));
        var until = (Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromHours(20))
            .InZone(gateway.Model.Programme.Zone).ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        Assert.Contains("no device in it", await PostAsync(staff, "/staff/alerts/silences", HttpStatusCode.Conflict,
            ("scope", "zone:Z"), ("until", until), ("reason", "cable")), StringComparison.Ordinal);
        Assert.Contains("the end is after", await PostAsync(staff, "/staff/alerts/silences", HttpStatusCode.Conflict,
            ("scope", "zone:A"), ("until", "tomorrow"), ("reason", "cable")), StringComparison.Ordinal);
        await PostAsync(
            staff, "/staff/alerts/silences", HttpStatusCode.Redirect, ("scope", "zone:A"), ("until", until), ("reason", "=cable"));
        Assert.Contains("zone A", await ReadAsync(staff, "/staff/alerts/silences"), StringComparison.Ordinal);

        var handover = await Eventually.UntilAsync(() => ReadAsync(staff, "/staff/handover"), text =>
            text.Contains("zone A", StringComparison.Ordinal) && text.Contains("fan is on its way", StringComparison.Ordinal));
        Assert.Contains("shelved", handover, StringComparison.Ordinal);
        Assert.Contains("Nobody is notified until", await ReadAsync(staff, "/staff/alerts"), StringComparison.Ordinal);
        Assert.Contains(",'=cable", await ReadAsync(staff, "/staff/alerts/silences.csv"), StringComparison.Ordinal);

        // Both are there after a restart, and end when somebody says so.
        await gateway.RestartAsync();
        var silences = (await gateway.AskAsync(HttpMethod.Get, "/api/alerts/silences")).GetProperty("silences").EnumerateArray().ToList();
        Assert.Equal(2, silences.Count);
        foreach (var one in silences)
            await PostAsync(staff, "/staff/alerts/silences/end", HttpStatusCode.Redirect, ("silence", one.GetProperty("id").GetString()!));
        await Eventually.UntilAsync(() => ReadAsync(staff, "/staff/alerts"), text =>
            !text.Contains("Nobody is notified until", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_load_of_a_shift_is_a_picture_and_a_table()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("li", Role.Staff);
        using var staff = await gateway.BrowserOfAsync("li");
        staff.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        (await gateway.StationAsync()).Telemetry("climate", """{"temperature_c":75}""");
        var page = await Eventually.UntilAsync(() => ReadAsync(staff, "/staff/alerts/load"), text =>
            text.Contains("A bin is hot", StringComparison.Ordinal));
        Assert.Contains("<rect", page, StringComparison.Ordinal);
        Assert.Contains("Alerts in each ten minutes", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains("100 %", page, StringComparison.Ordinal);
        var shift = (await gateway.AskAsync(HttpMethod.Get, "/api/alerts/load?shifts=1")).GetProperty("shifts")[0];
        Assert.Equal(("bins/station-1/hot", 1), (
            shift.GetProperty("most_frequent")[0].GetProperty("alert").GetString(), shift.GetProperty("alerts").GetInt32()));
        Assert.Equal(62 + 1, (await ReadAsync(staff, "/staff/alerts/load.csv")).TrimEnd().Split('\n').Length);
    }

    private static Task<string> ReadAsync(HttpClient browser, string path) => browser.GetStringAsync(new Uri(path, UriKind.Relative));

    private static async Task<string> PostAsync(
        HttpClient browser, string path, HttpStatusCode expected, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {text}");
        return text;
    }
}
