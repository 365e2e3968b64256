using System.Globalization;
using Estate.Domain.Charging;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>
/// Recorded sessions of charging stations: each becomes one session of its station with the energy recorded, however quickly the next one
/// came; energy that no socket could give is left out and flagged.
/// </summary>
internal sealed class SessionReplay
{
    private const double MaxLength = 1e6;
    private static readonly Duration Turnround = Duration.FromSeconds(3);

    private readonly RecordingMapping.SessionsSection _sessions;
    private readonly MappingFile _mapping;
    private readonly RecordedTimes _times;
    private readonly Dictionary<string, string> _settings;

    private SessionReplay(MappingFile mapping)
    {
        (_mapping, _sessions, _times) = (mapping, mapping.Mapping.Sessions!, new(mapping.Mapping.TimeFormats));
        _settings = new Dictionary<string, string> { ["max_power_w"] = "7400", ["start_w"] = "10", ["max_minutes"] = "999" }
            .Concat(mapping.Mapping.Settings).GroupBy(one => one.Key).ToDictionary(same => same.Key, same => same.Last().Value);
    }

    private sealed record Session(RecordedRow Row, Instant From, Instant To, double Wh);

    private double MaxPowerW => double.Parse(_settings["max_power_w"], CultureInfo.InvariantCulture);

    /// <returns>A report per station.</returns>
    internal static IReadOnlyList<ReplayReport> Run(MappingFile mapping, IReadOnlyList<RecordedRow> rows, RecordedIds ids, string work)
    {
        var replay = new SessionReplay(mapping);
        return [.. rows.GroupBy(row => row.Id).OrderBy(station => station.Key, StringComparer.Ordinal)
            .Select(station => replay.Play([.. station], new(station.Key), ids, work))];
    }

    private ReplayReport Play(List<RecordedRow> rows, ReplayReport report, RecordedIds ids, string work)
    {
        var (seen, sessions) = (new HashSet<string>(), new List<Session>());
        foreach (var row in rows)
        {
            report.Read();
            var session = Parse(row, out var problem);
            if (session is null)
                report.Reject(row, problem.Reason, problem.Detail);
            else if (!seen.Add(_sessions.Session is { } key ? row.Value(key) : FormattableString.Invariant($"{session.From}")))
                report.FindDuplicate(row, "same_session_twice");
            else
                sessions.Add(session);
        }
        var apart = Apart(sessions, report);
        if (apart.Count > 0)
            Drive(ids.Of(report.Source), apart, report, work);
        return report;
    }

    private Session? Parse(RecordedRow row, out (string Reason, string Detail) problem)
    {
        problem = row.Problem ?? default;
        if (row.Problem is not null)
            return null;
        var (from, energy) = (row.At!.Value, row.Number(_sessions.Energy));
        var to = EndOf(row, from);
        problem = to is null || to <= from ? (Recording.BadRow, "it has no one end after its beginning")
            : energy is not >= 0 ? (Recording.BadRow, $"energy '{row.Value(_sessions.Energy)}' is no number from 0")
            : Units.Energy[_sessions.EnergyUnit](energy.Value) < _sessions.MinWh ? ("below_min_wh", "")
            : default;
        return problem.Reason is null ? new(row, from, to!.Value, Units.Energy[_sessions.EnergyUnit](energy!.Value)) : null;
    }

    private Instant? EndOf(RecordedRow row, Instant from) => _sessions.Length is not { } length
        ? _times.Read(row.Value(_sessions.End).Trim()) is { } told ? LocalTimes.After(from, told, _mapping.Zone) : null
        : row.Number(length) is { } number and >= 0 and < MaxLength
            ? from + Duration.FromSeconds(Units.Length[_sessions.LengthUnit](number)) : null;

    /// <summary>A socket has one session at a time: what begins during another is flagged.</summary>
    private static List<Session> Apart(List<Session> sessions, ReplayReport report)
    {
        var apart = new List<Session>();
        foreach (var session in sessions.OrderBy(one => one.From))
            if (apart.Count > 0 && session.From < apart[^1].To)
                report.Reject(session.Row, "overlaps_another_session", FormattableString.Invariant($"of line {apart[^1].Row.Line}"));
            else
            {
                report.Accept();
                apart.Add(session);
            }
        return apart;
    }

    private void Drive(string station, List<Session> sessions, ReplayReport report, string work)
    {
        using var socket = new ReplayedSocket(work, station, _settings);
        var (register, number) = (0.0, 0L);
        foreach (var session in sessions)
        {
            // The register once a minute; the recording has only its end.
            socket.Start(session.From, register);
            var (from, whole) = (register, session.To - session.From);
            var watt = Math.Clamp(session.Wh / whole.TotalHours, 50, MaxPowerW - 100);
            for (var at = session.From + Duration.FromSeconds(1); at < session.To; at += Duration.FromMinutes(1))
                socket.Measure(at, watt, register = from + (session.Wh * ((at - session.From) / whole)));
            socket.Measure(session.To - Duration.FromMilliseconds(500), watt, register = from + session.Wh);
            socket.End(session.To, session.Wh, ++number);
            Check(socket, session, report);
        }
        foreach (var _ in sessions.Zip(sessions.Skip(1)).Where(pair => pair.Second.From - pair.First.To <= Turnround))
            report.CountReason("turn_round_within_3_s");
    }

    /// <summary>One session for each recorded one, with its energy; or a flag where no socket could have given it.</summary>
    private void Check(ReplayedSocket socket, Session session, ReplayReport report)
    {
        var isPossible = session.Wh / (session.To - session.From).TotalHours <= MaxPowerW;
        if (socket.Ended.LastOrDefault() is not { } ended || ended.StartedAt < session.From || socket.Open is not null)
            report.CountReason(ReplayReport.Wrong);
        else if (ended.Interruptions > 0)
            report.CountReason(isPossible ? ReplayReport.Wrong : "impossible_power");
        else if (Math.Abs(ended.EnergyWh - session.Wh) > Math.Max(1, session.Wh / 100))
            report.CountReason(ended.Reason == StopReason.TimeLimitReached ? "time_limit" : ReplayReport.Wrong);
    }
}
