using System.Collections.Immutable;
using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Bench.Harness;

/// <summary>
/// What the reference estate measures, as means: levels, sockets, bays. Each block there would be is there, of the minutes of the last
/// days, the half hours of the last months and all days; not every value of it.
/// </summary>
internal sealed class RecordedMeans(Rollups rollups, EstateModel model, LocalDate until)
{
    private const int MinuteDays = 8, HalfHourDays = 101, DayDays = 5 * 366, Sockets = 10;
    private static readonly string[] Categories = ["recyclable", "hazardous", "wet", "residual"];
    private static readonly Duration Part = Duration.FromHours(6);

    internal void Record(int days)
    {
        var series = Series().ToList();
        for (var day = until.PlusDays(-Math.Min(days, DayDays)); day < until; day = day.PlusDays(1))
        {
            var (age, start) = (Period.DaysBetween(day, until), day.AtStartOfDayInZone(model.Programme.Zone).ToInstant());
            var step = Duration.FromMinutes(age <= MinuteDays ? 10 : age <= HalfHourDays ? 180 : 1440);
            // As a gateway does, often enough for its bounded memory; of old days one value is enough for each block.
            var span = age <= HalfHourDays ? Part : Duration.FromDays(1);
            for (var part = start; part < start + Duration.FromDays(1); part += span)
            {
                for (var at = part; at < part + span; at += step)
                    foreach (var (name, tags, fields) in series)
                        rollups.Add(new(name, at, tags, [.. fields.Select(field => (field, ValueOf(part)))]));
                rollups.Flush(part + span);
            }
        }
        rollups.Flush(until.AtStartOfDayInZone(model.Programme.Zone).ToInstant(), isLast: true);
    }

    private static FieldValue ValueOf(Instant at) => new(at.ToUnixTimeSeconds() % 97, false);

    private IEnumerable<(string Name, ImmutableArray<(string, string)> Tags, string[] Fields)> Series()
    {
        foreach (var device in model.Inventory.Select(settings => settings.Device))
            switch (device.Kind)
            {
                case "bins":
                    foreach (var category in Categories)
                        yield return ("bin", [("station", device.Name), ("category", category)], ["fill"]);
                    yield return ("station", [("station", device.Name)], ["temp_c"]);
                    break;
                case "charger":
                    for (var socket = 1; socket <= Sockets; socket++)
                        yield return (
                            "socket", [("charger", device.Name), ("socket", socket.ToString(CultureInfo.InvariantCulture))],
                            ["power_w", "current_a", "temp_c"]);
                    break;
                case "parking":
                    yield return ("bay", [("zone", "A"), ("bay", device.Name)], ["state"]);
                    break;
            }
    }
}
