using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// One command outstanding per board, in order, because boards mix up two. One that was not answered, or failed, is not sent
/// again: the board is asked what is so. A cut is never in this queue; it does not wait.
/// </summary>
public sealed record CommandQueue
{
    internal const string Start = "start";
    internal const string Stop = "stop";
    internal const string Configure = "configure";
    internal const string Read = "read";

    /// <summary>The slowest reply ever seen took three minutes; a device ignores what has expired.</summary>
    private static readonly Duration Expiry = Duration.FromSeconds(30);
    private static readonly Duration Patience = Duration.FromSeconds(10);
    private const int MaxWaiting = 50;

    public BoardCommand? Outstanding { get; init; }

    /// <summary>A start or stop that was neither answered nor refuted; only its socket's readings can resolve it.</summary>
    public BoardCommand? Unsure { get; init; }
    public ImmutableArray<BoardCommand> Waiting { get; init; } = [];

    /// <summary>Counts commands of this run, so that each id is new.</summary>
    public long Sent { get; init; }

    public bool IsFull => Waiting.Length >= MaxWaiting;

    /// <summary>Sent and open, or still to be sent.</summary>
    public bool Has(string action, int socket) =>
        Waiting.Add(Outstanding ?? None).Add(Unsure ?? None).Any(command => command.Action == action && command.Socket == socket);

    public CommandQueue Add(BoardCommand command) => this with { Waiting = Waiting.Add(command) };

    public CommandQueue Drop(Func<BoardCommand, bool> which) => this with { Waiting = Waiting.RemoveAll(command => which(command)) };

    /// <summary>The board has forgotten its commands.</summary>
    public CommandQueue Restarted() => Outstanding is { Action: Start or Stop } ? MarkUnsure(Outstanding) : this with
    { Outstanding = null };

    /// <summary>Sends the next where nothing is outstanding; asks what is so where an answer is overdue.</summary>
    /// <param name="delay">How long a command may be on its way before the board hears it (<see cref="DeviceHabits.OrderDelay"/>).</param>
    public CommandQueue Advance(DeviceId device, Effects effects, Duration delay = default)
    {
        var queue = this;
        if (queue.Outstanding is { } late && effects.Now.Uptime - late.SentAt > Patience + delay)
            queue = late.Action is Start or Stop ? queue.MarkUnsure(late) : queue with { Outstanding = null };
        var mayOnlyRead = queue.Unsure is not null;
        return queue.Outstanding is not null || queue.Waiting.IsEmpty || (mayOnlyRead && queue.Waiting[0].Action != Read) ? queue
            : queue.Send(device, effects, Expiry + delay);
    }

    /// <summary>The reply to what is open, however late; the command it settles, or null.</summary>
    public (CommandQueue Queue, BoardCommand? Settled, bool IsDone) OnReply(CommandReply reply)
    {
        var command = Outstanding?.Id == reply.CommandId ? Outstanding : Unsure?.Id == reply.CommandId ? Unsure : null;
        if (command is null || reply.Result == "accepted")
            return (this, null, false);
        // A failed start may have closed the relay all the same.
        if (reply.Result == "failed" && command.Action is Start or Stop)
            return (command == Outstanding ? MarkUnsure(command) : this, null, false);
        var settled = command == Outstanding ? this with { Outstanding = null } : this with { Unsure = null };
        return (settled, command, reply.Result is "executed" or "duplicate");
    }

    /// <summary>A reading of its socket resolves a command; null while it is not conclusive.</summary>
    public (CommandQueue Queue, BoardCommand? Settled, bool IsDone) OnRelay(int socket, bool isClosed, Instant now)
    {
        if (Outstanding is { Action: Start or Stop } sent && sent.Socket == socket && isClosed == (sent.Action == Start))
            return (this with { Outstanding = null }, sent, true);
        if (Unsure is not { } unsure || unsure.Socket != socket)
            return (this, null, false);
        var isDone = isClosed == (unsure.Action == Start);
        // Before it expires the board may still do it.
        return isDone || now > unsure.ExpiresAt ? (this with { Unsure = null }, unsure, isDone) : (this, null, false);
    }

    private static readonly BoardCommand None = new("", 0, null, []);

    private CommandQueue MarkUnsure(BoardCommand command) => this with
    {
        Outstanding = null,
        Unsure = command,
        Waiting = Waiting.RemoveAll(waiting => waiting.Action == Read).Insert(0, new(Read, 0, null, [])),
    };

    private CommandQueue Send(DeviceId device, Effects effects, Duration lasts)
    {
        var next = Waiting[0] with
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{device.Name}-{effects.Now.At.ToUnixTimeMilliseconds()}-{Sent}"),
            SentAt = effects.Now.Uptime,
            ExpiresAt = effects.Now.At + lasts,
        };
        effects.Command(new(next.Id, device, next.Action, effects.Now.At, next.ExpiresAt, ArgumentsOf(next)));
        return this with { Outstanding = next, Waiting = Waiting.RemoveAt(0), Sent = Sent + 1 };
    }

    private static ImmutableArray<(string Name, string Value)> ArgumentsOf(BoardCommand command)
    {
        var arguments = command.Arguments;
        if (command.Order is { } order)
            arguments = arguments.Insert(0, ("order", order));
        return command.Socket > 0 ? arguments.Insert(0, ("socket", command.Socket.ToString(CultureInfo.InvariantCulture))) : arguments;
    }
}
