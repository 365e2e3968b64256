using System.Collections.Concurrent;
using System.Globalization;
using Estate.Adapters.District;
using Estate.Adapters.Storage.Leaving;

namespace Estate.Gateway.Pipeline.Uplink;

/// <summary>
/// What is sent next, and how far the district is. Only its word that its database has committed moves the cursor; that the message servers
/// have taken something only says that the next may follow. What nobody confirms is sent again, each time later.
/// </summary>
internal sealed class UplinkPump(LeavingFacts journal, JournalPlace place, DistrictTarget target, TimeProvider time)
{
    /// <summary>A message is at most a tenth of what a message server takes.</summary>
    private const int FactsPerMessage = 500;

    /// <summary>So many facts may be unconfirmed; the rest waits in the journal.</summary>
    private const int Ahead = 20_000;
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(10), LongestPatience = TimeSpan.FromMinutes(5);

    /// <summary>What is sent again in this run differs from what was in another.</summary>
    private readonly string _run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
    private readonly ConcurrentQueue<DistrictPosition> _heard = new();
    private (long At, double Facts) _allowed = (time.GetTimestamp(), 0);
    private long? _sent;
    private bool _hasAsked;
    private int _round;
    private TimeSpan _patience = FirstPatience;
    private long _progress = time.GetTimestamp();
    private string? _refused;

    /// <summary>The district has facts of this name that the journal has not.</summary>
    internal bool IsAnotherJournal { get; private set; }

    /// <summary>Up to where the message servers have taken it.</summary>
    internal long Sent => _sent ?? place.Done;

    internal long Confirmed => place.Done;

    internal void Hear(DistrictPosition position) => _heard.Enqueue(position);

    /// <returns>What keeps facts from the district, or null.</returns>
    internal async Task<string?> TurnAsync(
        string epoch, Func<FactSpan, string, CancellationToken, Task<string?>> publish, CancellationToken stop)
    {
        var head = journal.Head;
        while (_heard.TryDequeue(out var position))
            if (position.Epoch == epoch)
                Take(position, head);
        if (IsAnotherJournal)
            return null;
        if (Sent > place.Done && time.GetElapsedTime(_progress) > _patience)
            BeginAgain(place.Done);
        var problem = await SendAsync(epoch, head, publish, stop);
        if (Sent == place.Done)
            _progress = time.GetTimestamp();
        return problem ?? _refused;
    }

    private async Task<string?> SendAsync(
        string epoch, long head, Func<FactSpan, string, CancellationToken, Task<string?>> publish, CancellationToken stop)
    {
        var allowed = Math.Min(target.FactsPerS, _allowed.Facts + (time.GetElapsedTime(_allowed.At).TotalSeconds * target.FactsPerS));
        _allowed = (time.GetTimestamp(), allowed);
        // How far the district is may have been said while nobody listened: an empty span, never a repeat, asks for it.
        if (!_hasAsked && await publish(new(target.Site, epoch, Sent, Sent, []), $"/{_run}-0", stop) is { } unanswered)
            return unanswered;
        _hasAsked = true;
        var round = _round == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{_run}-{_round}");
        while (Sent < head && Sent - place.Done < Ahead && _allowed.Facts >= 1)
        {
            var (facts, last) = journal.Read(Sent, head, Math.Min(FactsPerMessage, (int)_allowed.Facts));
            if (await publish(new(target.Site, epoch, Sent, last, facts), round, stop) is { } problem)
                return problem;
            _allowed.Facts -= last - Sent;
            _sent = last;
        }
        return null;
    }

    private void Take(DistrictPosition position, long head)
    {
        _refused = position.Problem;
        if (position.Last > head)
            IsAnotherJournal = true;
        else if (position.Last > place.Done)
        {
            place.Done = position.Last;
            _sent = Math.Max(Sent, place.Done);
            (_progress, _patience) = (time.GetTimestamp(), FirstPatience);
        }
        // Behind what it had said once: its database is an older one.
        if (position.Again && position.Last < Sent)
        {
            place.Done = position.Last;
            BeginAgain(position.Last);
        }
    }

    private void BeginAgain(long after)
    {
        (_sent, _round, _progress) = (after, _round + 1, time.GetTimestamp());
        _patience = _patience * 2 < LongestPatience ? _patience * 2 : LongestPatience;
    }
}
