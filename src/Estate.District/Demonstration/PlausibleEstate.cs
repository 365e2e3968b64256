using System.Globalization;
using Estate.District.Wire;

namespace Estate.District.Demonstration;

/// <summary>
/// An estate that does not exist, and what its gateway would say: of each minute the same, whoever asks when, so that it goes on where it
/// stopped without keeping anything.
/// </summary>
internal sealed class PlausibleEstate(int index)
{
    private const int FactsPerMinute = 64, MinutesPerHour = 60;

    /// <summary>Minutes since 1970 before the first number: the beginning of 2026.</summary>
    private const long Origin = 29_453_760;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);
    private static readonly string[] Trips = ["over_power", "over_temperature", "leakage", "short_circuit", "over_current", "smoke"];

    internal string Site { get; } = string.Create(CultureInfo.InvariantCulture, $"demo-{index:00}");

    internal string Epoch { get; } = (0x6465_6d6f_0000_0000 + index).ToString("x16", CultureInfo.InvariantCulture);

    internal int Households => 200 + (int)(400 * Share(0, 1));

    /// <summary>Some are good at it, some are not.</summary>
    private double Care => 0.3 + (0.7 * Share(0, 2));

    /// <summary>The number that the last fact of a minute may have.</summary>
    internal static long LastOf(long minute) => (minute - Origin + 1) * FactsPerMinute;

    /// <summary>The minute whose facts come after a number.</summary>
    internal static long MinuteAfter(long last) => Origin + (last / FactsPerMinute);

    internal IReadOnlyList<SpanFact> FactsOf(long minute)
    {
        var (n, facts) = (LastOf(minute - 1), new List<SpanFact>());
        var at = DateTimeOffset.FromUnixTimeSeconds(minute * MinutesPerHour);
        var local = at + Shanghai;
        foreach (var (device, type, body) in Sorting(minute, local).Concat(Parking(minute, local)).Concat(Troubles(minute, local))
            .Concat(Closing(minute, local)).Take(FactsPerMinute))
        {
            var when = at.UtcDateTime.AddMilliseconds(700 * facts.Count);
            facts.Add(new(++n, when, when, device, device[..device.IndexOf('/', StringComparison.Ordinal)], type) { Body = body });
        }
        return facts;
    }

    /// <summary>Bags, in the morning and in the evening.</summary>
    private IEnumerable<(string Device, string Type, string Body)> Sorting(long minute, DateTimeOffset local)
    {
        if (local.Hour is not ((>= 7 and < 9) or (>= 18 and < 20)))
            yield break;
        var bags = (int)((Households * Care / 240) + Share(minute, 3));
        for (var i = 0; i < bags; i++)
        {
            var (kind, station) = (Share(minute, 10 + i), 1 + (int)(3 * Share(minute, 40 + i)));
            var category = kind < 0.4 + (0.25 * Care) ? "wet" : kind < 0.93 ? "residual" : "recyclable";
            var device = string.Create(CultureInfo.InvariantCulture, $"bins/station-{station}");
            yield return (device, "deposited", string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"category":"{{category}}","grams":{{300 + (int)(2_400 * Share(minute, 70 + i))}},"is_first":true}"""));
            yield return (device, "award_decided", local.Hour < 12
                ? """{"result":"awarded","points":5,"today":0}""" : """{"result":"awarded","points":5,"today":1}""");
        }
    }

    /// <summary>Most cars are away by day.</summary>
    private IEnumerable<(string Device, string Type, string Body)> Parking(long minute, DateTimeOffset local)
    {
        if (local.Minute % 15 != 0)
            yield break;
        var bays = Households / 6;
        var free = (int)(bays * (0.06 + (0.5 * Math.Max(0, Math.Sin(Math.PI * (local.Hour - 7) / 12.0))) + (0.06 * Share(minute, 4))));
        yield return ("lot/main", "lot_counted", string.Create(
            CultureInfo.InvariantCulture, $$"""{"zones":[{"free":{{free}},"occupied":{{bays - free - 2}},"unknown":0,"stale":2}]}"""));
    }

    /// <summary>What goes wrong at chargers, and devices that are not heard; who cares less takes longer.</summary>
    private IEnumerable<(string Device, string Type, string Body)> Troubles(long minute, DateTimeOffset local)
    {
        var hour = minute / MinutesPerHour;
        var alert = string.Create(CultureInfo.InvariantCulture, $"{index:x2}{hour:x14}");
        if (Share(hour, 5) < 0.04)
        {
            var (kind, taken) = (Trips[(int)(Trips.Length * Share(hour, 6))], 21 + (int)(30 * (1 - Care)));
            if (local.Minute == 20)
            {
                yield return ("charger/c01", "protection_changed", $$"""{"kind":"{{kind}}","socket":3,"is_active":true}""");
                yield return ("charger/c01", "alert_raised", $$"""{"severity":"high","is_retro":false,"alert":"{{alert}}"}""");
            }
            else if (local.Minute == taken)
                yield return ("charger/c01", "alert_acknowledged", $$"""{"alert":"{{alert}}"}""");
            // Of a few it is never closed: those stand out.
            else if (local.Minute == 58 && Share(hour, 7) < 0.5 + Care)
                yield return ("charger/c01", "alert_closed", $$"""{"alert":"{{alert}}"}""");
        }
        if (Share(hour, 8) < 0.03 && local.Minute is 5 or 50)
            yield return ("bins/station-2", local.Minute == 5 ? "device_fell_silent" : "device_returned", "{}");
    }

    private IEnumerable<(string Device, string Type, string Body)> Closing(long minute, DateTimeOffset local)
    {
        if (local.Hour != 5 || local.Minute != 1)
            yield break;
        var secured = (int)(21_600 * (0.9 + (0.1 * Care * Share(minute, 9))));
        yield return ("gate/s-gate", "closing_reported", string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"watch":{"secured_seconds":{{secured}},"unsecured_seconds":{{21_600 - secured}}},"scheduled_minutes":360}"""));
    }

    /// <summary>Between 0 and 1, always the same for the same (splitmix64).</summary>
    private double Share(long of, int what)
    {
        var z = unchecked(((ulong)of * 1_000_003) + ((ulong)index * 0x9E3779B97F4A7C15) + ((ulong)what * 0xD1B54A32D192ED03));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }
}
