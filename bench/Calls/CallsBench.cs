using System.CommandLine;
using System.Globalization;
using Estate.Bench.Charging;
using Estate.Bench.Harness;
using Estate.Bench.Ingest;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;

namespace Estate.Bench.Calls;

/// <summary>From a help button to the open page of staff and to the first notification; also while nothing can be written.</summary>
internal sealed class CallsBench(string folder, int presses, TimeProvider time)
{
    private const int PageMs = 300, NotificationMs = 2_000, Stalled = 20;

    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder everything is written to", DefaultValueFactory = _ => "var" };
        var presses = new Option<int>("--presses") { Description = "How often help is called", DefaultValueFactory = _ => 100 };
        var command = new Command("calls", "From a help button to staff's page and the first notification") { data, presses };
        command.SetAction((parsed, _) =>
            new CallsBench(Path.Combine(parsed.GetRequiredValue(data), "bench", "calls"), parsed.GetValue(presses), TimeProvider.System)
                .RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        using var phone = new WebhookRecorder(time);
        using var estate = new BenchEstate(
            folder, 1, time, devices: $"  - {{ id: \"call-button/b[001-{presses + Stalled:000}]\" }}\n",
            more: string.Create(CultureInfo.InvariantCulture, $$"""
            alerts:
              ladders: [ { for: [help_called], steps: [ { zh: t, en: t, after_min: 0, notify: [duty] } ] } ]
              notifiers: [ { name: duty, type: webhook, url: "{{phone.Url}}" } ]

            """));
        DataFolder.WritePrivate(estate.Folder.NotifierSecret("duty").Path, "bench"u8.ToArray());
        await estate.StartAsync();
        using var page = await StaffPage.OpenAsync(estate, time);
        var buttons = Enumerable.Range(1, presses + Stalled).Select(number =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"b{number:000}");
            return new CallButton(new("trial", name, "127.0.0.1", estate.Port) { Password = estate.Passwords[name] }, time);
        }).ToList();
        buttons.ForEach(button => button.Start());
        while (!buttons.TrueForAll(button => button.IsOnline))
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        await Task.Delay(TimeSpan.FromSeconds(5), time);
        var isGood = await MeasurePeopleAsync(buttons.Take(presses), page, phone);
        var stalled = new List<double?>();
        using (estate.StallDisk())
            foreach (var button in buttons.Skip(presses))
            {
                var (atPhone, from) = (phone.ExpectAsync(MarkOf(button)), time.GetTimestamp());
                button.Press("help");
                stalled.Add(await MillisecondsAsync(atPhone, from));
            }
        isGood &= Report("help to webhook, disk stalled", stalled, NotificationMs);
        buttons.ForEach(button => button.Dispose());
        return isGood ? 0 : 1;
    }

    private async Task<bool> MeasurePeopleAsync(IEnumerable<CallButton> buttons, StaffPage page, WebhookRecorder phone)
    {
        var (seen, told) = (new List<double?>(), new List<double?>());
        foreach (var button in buttons)
        {
            var (onPage, atPhone, from) = (page.ExpectAsync(MarkOf(button)), phone.ExpectAsync(MarkOf(button)), time.GetTimestamp());
            button.Press("help");
            seen.Add(await MillisecondsAsync(onPage, from));
            told.Add(await MillisecondsAsync(atPhone, from));
        }
        return Report("help to staff page", seen, PageMs) & Report("help to webhook", told, NotificationMs);
    }

    private static string MarkOf(CallButton button) => $"call-button-{button.Name}-help_called-";

    private async Task<double?> MillisecondsAsync(Task<long> when, long from)
    {
        try
        {
            return time.GetElapsedTime(from, await when.WaitAsync(TimeSpan.FromSeconds(10), time)).TotalMilliseconds;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static bool Report(string what, List<double?> times, double limitMs)
    {
        var (heard, lost) = (times.OfType<double>().ToList(), times.Count(one => one is null));
        var p99 = heard.Count == 0 ? double.PositiveInfinity : DiskProbe.Percentile(heard, 0.99);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: n {times.Count}, lost {lost}, p50 {(heard.Count == 0 ? p99 : DiskProbe.Percentile(heard, 0.5)):0.00} ms, "
                + $"p99 {p99:0.00} ms (limit p99 {limitMs} ms: {p99 / limitMs:0.00} of it)"));
        return lost == 0 && p99 <= limitMs;
    }
}
