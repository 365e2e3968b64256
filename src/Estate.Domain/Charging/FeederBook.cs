using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// The chargers that share a feeder, each as it is now: what is booked on a feeder and who waits for it. It holds nothing of its own that
/// would have to be kept, so that a restart needs no more than the states.
/// </summary>
internal sealed class FeederBook
{
    private readonly Dictionary<DeviceId, (ChargerSettings Settings, ChargerState? State)> _boards = [];

    /// <summary>A board of the inventory. What it has running and waiting is known from its first tick on.</summary>
    internal void Expect(DeviceId device, ChargerSettings settings)
    {
        if (settings.HasFeeders)
            _boards[device] = (settings, _boards.GetValueOrDefault(device).State);
    }

    /// <summary>The board as this step leaves it; taken back with the step where that cannot be kept.</summary>
    internal ChargerState Put(ChargerState state, BoardStep step)
    {
        if (!step.Settings.HasFeeders)
            return state;
        var (device, before) = (step.Device, _boards.GetValueOrDefault(step.Device));
        if (before.State is { } known && !known.Sockets.Select(BookingOf).SequenceEqual(state.Sockets.Select(BookingOf)))
            step.Effects.Remember(() => _boards[device] = before);
        _boards[device] = (step.Settings, state);
        return state;
    }

    /// <summary>False right after a start: some board's sessions and waits were not looked at yet.</summary>
    internal bool IsComplete(Feeder feeder) =>
        _boards.Values.All(board => board.State is not null || !board.Settings.IsFedBy(feeder));

    /// <summary>Room for <paramref name="watt"/> more.</summary>
    internal bool HasRoom(Feeder feeder, double watt, Duration uptime) =>
        IsComplete(feeder) && Running(feeder, uptime).Sum(share => share.Watt) + watt <= feeder.LimitW;

    internal bool HasLine(Feeder feeder) => Line(feeder).Any();

    internal long NextTicket(Feeder feeder) => 1 + Line(feeder).Select(one => one.Ticket).DefaultIfEmpty().Max();

    /// <summary>The wait with its place and how long it will be.</summary>
    internal ChargeWait Placed(ChargeWait wait, Feeder feeder, Duration uptime)
    {
        var line = Line(feeder).Where(one => one.Ticket <= wait.Ticket).OrderBy(one => one.Ticket).ToList();
        return wait with
        {
            Place = line.Count,
            About = FeederForecast.Until(feeder.LimitW, Running(feeder, uptime), line.Select(one => one.Share)),
        };
    }

    private IEnumerable<Share> Running(Feeder feeder, Duration uptime) =>
        from one in Fed(feeder)
        select new Share(SocketLoad.Of(one.Board, one.Socket, uptime), SocketLoad.LeftOf(one.Board, one.Socket, uptime));

    private IEnumerable<(long Ticket, Share Share)> Line(Feeder feeder) =>
        from one in Fed(feeder)
        where one.Socket.Wait is not null
        let wait = one.Socket.Wait!
        select (wait.Ticket, new Share(SocketLoad.FullOf(one.Board), wait.Order.Bought));

    private IEnumerable<(ChargerState Board, SocketState Socket)> Fed(Feeder feeder)
    {
        foreach (var (settings, board) in _boards.Values)
            foreach (var socket in board?.Sockets ?? [])
                if (settings.FeederOf(socket.Number)?.Name == feeder.Name)
                    yield return (board!, socket);
    }

    private static (string? Session, string? Wait) BookingOf(SocketState socket) => (socket.Session?.Order.Id, socket.Wait?.Order.Id);
}
