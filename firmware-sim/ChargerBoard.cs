using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// Firmware of a charger board: obeys starts, stops and cuts, keeps its own limits, reports its sockets, splits long reports.
/// </summary>
public sealed class ChargerBoard(DeviceOptions options, int sockets, TimeProvider time) : Device(options with { Kind = "charger" }, time)
{
    private const int MaxSocketsPerFrame = 12;

    private readonly Lock _lock = new();
    private readonly List<BoardSocket> _sockets = [.. Enumerable.Range(1, sockets).Select(number => new BoardSocket(number))];
    private readonly List<(double DueIn, string Id, string Result)> _lateReplies = [];

    public IReadOnlyList<BoardSocket> Sockets => _sockets;

    public bool IsSmoky { get; set; }

    public double TempC { get; set; } = 28;

    /// <summary>Replies come so late.</summary>
    public TimeSpan ReplyDelay { get; set; }

    /// <summary>Ends are not reported.</summary>
    public bool LosesEnds { get; set; }

    /// <summary>Reports come in two frames, the second first.</summary>
    public bool SplitsReports { get; set; }

    public void Card(int socket, string card) => Record("authorize", $"{{\"socket\":{socket},\"card\":\"{card}\"}}");

    /// <summary>The smoke sensor's own word, beside the reports.</summary>
    public void Smoke(bool active)
    {
        IsSmoky = active;
        Record("protection", $"{{\"kind\":\"smoke\",\"active\":{(active ? "true" : "false")}}}");
    }

    /// <summary>The power was away: relays open, registers at zero, orders forgotten.</summary>
    public void Restart()
    {
        lock (_lock)
            _sockets.ForEach(socket => socket.Reset());
        Reboot();
        Record("boot_notification", "{}");
    }

    /// <param name="busyOnly">Only sockets that something is plugged into, or that are on.</param>
    public void Report(bool busyOnly = false)
    {
        string[] parts;
        lock (_lock)
            parts = [.. _sockets.Where(socket => !busyOnly || socket.Bike is not null || socket.IsClosed).Select(Describe)];
        var frames = parts.Chunk(SplitsReports ? Math.Max(1, parts.Length / 2) : MaxSocketsPerFrame).ToList();
        if (SplitsReports)
            frames.Reverse();
        foreach (var frame in frames)
            Telemetry("sockets", string.Create(CultureInfo.InvariantCulture,
                $"{{\"temp_c\":{TempC:0.0},\"smoke\":{(IsSmoky ? "true" : "false")},\"sockets\":[{string.Join(',', frame)}]}}"));
    }

    /// <summary>Time passes at the sockets.</summary>
    public void Step(double seconds, double haste = 1)
    {
        List<(int Socket, string Order, double Wh)> over;
        lock (_lock)
        {
            over = [.. _sockets.Where(socket => socket.Step(seconds, haste))
                .Select(socket => (socket.Number, socket.Order!, socket.EnergyWh))];
            over.ForEach(one => _sockets[one.Socket - 1].Open());
        }
        foreach (var (socket, order, _) in over)
            if (!LosesEnds)
                Record("ended", $"{{\"order\":\"{order}\",\"socket\":{socket},\"reason\":\"time_limit_reached\"}}");
        Flush(seconds);
        Tick();
    }

    protected override bool Perform(string action, JsonElement data)
    {
        lock (_lock)
            switch (action)
            {
                case "start" when Find(data) is { } socket && Word(data, "order") is { } order && !IsSmoky:
                    socket.Start(order, double.Parse(Word(data, "max_s") ?? "3600", CultureInfo.InvariantCulture));
                    return true;
                case "stop" when Find(data) is { } socket:
                    socket.Open();
                    return true;
                case "cut" when Word(data, "socket") == "all":
                    _sockets.ForEach(socket => socket.Open());
                    return true;
                case "cut" when Find(data) is { } socket:
                    socket.Open();
                    return true;
                case "configure":
                    return true;
                case "read":
                    break;
                default:
                    return false;
            }
        Report();
        return true;
    }

    protected override void Reply(string id, string result)
    {
        if (ReplyDelay == TimeSpan.Zero)
        {
            base.Reply(id, result);
            return;
        }
        lock (_lock)
            _lateReplies.Add((ReplyDelay.TotalSeconds, id, result));
    }

    private void Flush(double seconds)
    {
        List<(double DueIn, string Id, string Result)> due;
        lock (_lock)
        {
            for (var i = 0; i < _lateReplies.Count; i++)
                _lateReplies[i] = _lateReplies[i] with { DueIn = _lateReplies[i].DueIn - seconds };
            due = [.. _lateReplies.Where(late => late.DueIn <= 0)];
            _lateReplies.RemoveAll(late => late.DueIn <= 0);
        }
        foreach (var (_, id, result) in due)
            base.Reply(id, result);
    }

    private BoardSocket? Find(JsonElement data) =>
        int.TryParse(Word(data, "socket"), CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _sockets.Count
            ? _sockets[number - 1] : null;

    private static string Describe(BoardSocket socket)
    {
        var order = socket.Order is { } id ? $",\"order\":\"{id}\"" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"socket\":{socket.Number},\"closed\":{(socket.IsClosed ? "true" : "false")},\"power_w\":{socket.PowerW:0.0},"
                + $"\"current_a\":{socket.PowerW / 230:0.000},\"voltage_v\":230.0,\"energy_wh\":{socket.EnergyWh:0.000}{order}}}");
    }
}
