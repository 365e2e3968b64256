using System.Diagnostics;
using System.Net;
using Estate.Adapters.Storage;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Browser;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Devices;

/// <summary>Devices added, replaced and retired by people, with the broker that lets them in.</summary>
public sealed class DevicePageTests : ChromiumFixture
{
    [Fact]
    public async Task A_station_is_added_on_the_page_and_awards_points_after_the_restart()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.PersonAsync("desk", Role.Staff);
        var page = await OpenAsync(gateway.Url + "/login?next=/staff/devices/new&lang=en");
        await LogInAsync(page, "desk");
        await page.SelectOptionAsync("#kind", "bins");
        await page.FillAsync("#name", "station-9");
        await page.FillAsync("#settings", "compartments: wet dry");
        await page.ClickAsync("text=Add >> visible=true >> nth=-1");
        Assert.Contains("A change waits for a restart", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("text=Show the password");
        Assert.Contains(gateway.Password("station-9"), await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".qr svg").CountAsync());
        await page.GotoAsync(gateway.Url + "/staff/devices");
        Assert.Contains("bins/station-9：to be added", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await gateway.RestartAsync();

        var station = await gateway.StationAsync("station-9");
        station.Deposit(station.Tap("CARD0001"), "wet", 400);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        await page.GotoAsync(gateway.Url + "/staff/devices?kind=bins");
        Assert.Contains("bins/station-9", await page.InnerTextAsync("table"), StringComparison.Ordinal);
        Assert.DoesNotContain("restart", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains(
            "device_password_shown",
            gateway.Services.GetRequiredService<AuditChain>().Read(long.MaxValue, 20).Select(line => line.Entry.Action));
    }

    [Fact]
    public async Task Replaced_hardware_restarts_its_numbering_and_the_old_password_ends()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var old = await gateway.StationAsync(boot: 900);
        old.Tap("CARD0001");
        await Eventually.UntilAsync(() => old.Waiting == 0);
        var password = gateway.Password("station-1");

        var answer = await gateway.AskAsync(
            HttpMethod.Post, "/api/inventory/bins/station-1/replace", "desk", """{"reason":"screen broken"}""");
        Assert.Equal("recorded", answer.GetProperty("result").GetString());
        await gateway.ReloadBrokerAsync();

        Assert.NotEqual(password, gateway.Password("station-1"));
        await Eventually.UntilAsync(() => !old.IsOnline);
        gateway.LeaveDevice(old);
        // The same ids as the old one's, and a counter that begins at one.
        var fresh = await gateway.StationAsync(boot: 900);
        fresh.Deposit(fresh.Tap("CARD0002"), "wet", 400);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h2"), balance => balance == 5);
        gateway.LeaveDevice(fresh);
        await gateway.AskAsync(HttpMethod.Post, "/api/inventory/bins/station-1/replace", "desk", """{"reason":"again"}""");
        await gateway.RestartAsync();
        var third = await gateway.StationAsync(boot: 900);
        third.Deposit(third.Tap("CARD0001"), "wet", 400);
        await Eventually.UntilAsync(() => gateway.BalanceAsync("h1"), balance => balance == 5);
        Assert.Equal(
            2, (await gateway.AskAsync(HttpMethod.Get, "/api/journal/bins/station-1")).EnumerateArray()
            .Count(one => one.GetProperty("text").GetProperty("en").GetString()!.Contains("put a new device", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_retired_device_is_locked_out_and_undo_brings_it_back()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var station = await gateway.StationAsync("station-2");
        await gateway.AskAsync(HttpMethod.Post, "/api/inventory/bins/station-2/retire", "desk", """{"reason":"the yard is rebuilt"}""");
        Assert.Contains("station-2", await gateway.GetAsync("/api/devices"), StringComparison.Ordinal);
        await gateway.RestartAsync();
        Assert.DoesNotContain("station-2", await gateway.GetAsync("/api/devices"), StringComparison.Ordinal);
        await Eventually.UntilAsync(() => !station.IsOnline);

        // Of what runs nothing waits; the change itself is taken back by saving the device again.
        Assert.Empty((await gateway.AskAsync(HttpMethod.Get, "/api/inventory")).GetProperty("waiting").EnumerateArray());
        await gateway.AskAsync(HttpMethod.Put, "/api/inventory/bins/station-2", "desk", "{}");
        Assert.Equal(
            "bins/station-2",
            (await gateway.AskAsync(HttpMethod.Get, "/api/inventory")).GetProperty("waiting")[0].GetProperty("device").GetString());
        await gateway.AskAsync(HttpMethod.Post, "/api/inventory/bins/station-2/undo");
        Assert.Empty((await gateway.AskAsync(HttpMethod.Get, "/api/inventory")).GetProperty("waiting").EnumerateArray());
        await gateway.AskAsync(HttpMethod.Put, "/api/inventory/bins/station-2", "desk", "{}");
        await gateway.RestartAsync();
        await Eventually.UntilAsync(() => station.IsOnline);
    }

    [Theory]
    [InlineData("escalator/one", "{}", "devices of an unknown kind: escalator/one")]
    [InlineData("patrol/night", """{"checkpoints":"garage"}""", "rounds names none")]
    [InlineData("bins/Station", "{}", "is not kind/name of [a-z0-9-]")]
    [InlineData("sign/station-1", "{}", "another device has the name station-1 already")]
    [InlineData("bins/gateway", "{}", "is the broker's name")]
    [InlineData("bins/station-9", """{"compartments":null}""", "'compartments' is no setting")]
    [InlineData("bins/station-9", """{"retired":"x"}""", "'retired' is no setting")]
    [InlineData("bins/station-9", """{"compartments":"wet\nid: x"}""", "'compartments' is no setting")]
    [InlineData("parking/p09", """{"dev_eui":"12","codec":"bosch-tps110"}""", "dev_eui '12'")]
    [InlineData("charger/c09", """{"codec":"tasmota","topic":"../x"}""", "topic '../x'")]
    public async Task An_invalid_change_is_refused_and_nothing_changes(string id, string settings, string expected)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var answer = await gateway.AskAsync(HttpMethod.Put, "/api/inventory/" + id, "desk", settings);
        Assert.Contains(expected, answer.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Data.Devices));
    }

    [Fact]
    public async Task Wired_devices_unreadable_lines_and_foreign_tags_are_refused_on_the_page()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("desk", Role.Staff);
        using var desk = await gateway.BrowserOfAsync("desk");
        using var wired = await RunningGateway.PostFormAsync(desk, "/staff/devices/gate/s-gate/retire", ("reason", "x"));
        Assert.Equal(HttpStatusCode.Conflict, wired.StatusCode);
        Assert.Contains(": gate/s-gate is not among the devices", await wired.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var odd = await RunningGateway.PostFormAsync(
            desk, "/staff/devices/bins/station-1", ("settings", "<script>alert(1)</script>"));
        Assert.Equal(HttpStatusCode.Conflict, odd.StatusCode);
        Assert.DoesNotContain("<script>alert", await odd.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var none = await RunningGateway.PostFormAsync(desk, "/staff/devices/bins/none/retire", ("reason", "x"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task The_restart_button_ends_the_process_cleanly_with_the_restart_exit_code()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("desk", Role.Staff);
        await gateway.StopGatewayAsync();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), "run", "--estate", gateway.EstateFile, "--data", gateway.Data.Root,
            "--urls", gateway.Url])
        { RedirectStandardOutput = true })!;
        var log = process.StandardOutput.ReadToEndAsync();
        await Eventually.UntilAsync(async () =>
        {
            try
            {
                return (await gateway.Http.GetAsync(new Uri("/login", UriKind.Relative))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, ready => ready);
        using var desk = await gateway.BrowserOfAsync("desk");
        using var answer = await RunningGateway.PostFormAsync(desk, "/staff/devices/restart");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("/staff/devices", answer.Headers.GetValues("Refresh").Single(), StringComparison.Ordinal);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 75, await log);
        await gateway.StartGatewayAsync();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("yes: {no}")]
    [InlineData("0x10")]
    [InlineData("23:00")]
    [InlineData("2026-12-01T00:00:00")]
    [InlineData("it's")]
    public void Saved_lines_are_read_back_unchanged(string value)
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        InventoryChanges.None.With("lot/x", new Dictionary<string, string> { ["signs"] = value }).Write(data);
        Assert.Equal(value, InventoryChanges.Read(data).Find("lot/x")!["signs"]);
    }

    [Fact]
    public async Task A_restart_into_unreadable_files_and_a_body_without_a_reason_are_refused()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var without = await gateway.AskAsync(HttpMethod.Post, "/api/inventory/bins/station-2/retire", "desk", "{}");
        Assert.Equal(400, without.GetProperty("status").GetInt32());
        await File.AppendAllTextAsync(gateway.EstateFile, "\nsite: [\n");
        Assert.Contains(
            "line", (await gateway.AskAsync(HttpMethod.Post, "/api/inventory/restart")).GetProperty("text").GetProperty("en").GetString(),
            StringComparison.Ordinal);
        Assert.Contains(
            "line", (await gateway.AskAsync(HttpMethod.Put, "/api/inventory/bins/station-9", "desk", "{}")).GetProperty("text")
            .GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Data.Devices));
    }

    [Fact]
    public void An_unreadable_changes_file_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        File.WriteAllText(data.Devices, "- { id: bins/x }\n- { id: bins/x }\n");
        Assert.Contains(
            "move it away", Assert.Throws<ConfigurationException>(() => InventoryChanges.Read(data)).Message, StringComparison.Ordinal);
    }
}
