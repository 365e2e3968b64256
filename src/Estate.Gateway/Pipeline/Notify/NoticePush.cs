using System.Collections.Concurrent;
using Estate.Adapters.Notify;
using Estate.Domain.Devices;
using Estate.Domain.Notices;
using NodaTime;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// Tells the browsers in which people asked for it of each new notice, once. A notice is news for an hour: so long it is tried again where
/// a push service did not answer, also after a start.
/// </summary>
internal sealed class NoticePush(
    EstateLoop loop, NoticeReactor notices, Notifiers notifiers, IPushAddresses addresses, GatewayClock clock) : BackgroundService
{
    private const int AtOnce = 8, MaxBody = 300;
    private static readonly Duration NewsFor = Duration.FromHours(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(15),
        KeptFor = TimeSpan.FromDays(1);

    /// <summary>Endpoints that have it, by notice.</summary>
    private readonly Dictionary<string, ConcurrentBag<string>> _served = [];
    private readonly HashSet<string> _done = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (notifiers.Browsers is not { } sender)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            var (isWell, now) = (true, clock.Now);
            var news = await loop.InspectAsync(_ => notices.All.Where(one => IsNews(one, now)).Select(one => one.Notice).ToList());
            foreach (var notice in news)
                isWell &= await TellAsync(sender, notice, stoppingToken);
            await Task.Delay(isWell ? Every : Pause, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsNews(NoticeStanding one, Instant now) =>
        !one.IsTold && one.IsShownAt(now) && now - one.Notice.From < NewsFor && !_done.Contains(one.Notice.Id);

    /// <returns>False where somebody is to be tried again.</returns>
    private async Task<bool> TellAsync(WebPushSender sender, Notice notice, CancellationToken stop)
    {
        if (!_served.TryGetValue(notice.Id, out var served))
            _served[notice.Id] = served = [];
        var (text, problems) = (TextOf(notice), 0);
        await Parallel.ForEachAsync(
            addresses.OfNotices().ExceptBy(served, one => one.Endpoint).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (address, cancel) =>
            {
                var (hasArrived, hasFailed) = await TryAsync(sender, address, text, cancel);
                if (hasArrived)
                    served.Add(address.Endpoint);
                if (hasFailed)
                    Interlocked.Increment(ref problems);
            });
        if (problems > 0)
            return false;
        // Who turns it on later has seen the page.
        _done.Add(notice.Id);
        _served.Remove(notice.Id);
        if (!served.IsEmpty)
            await loop.AskAsync(new NoteNoticeTold(notice.Id), notice.Id);
        return true;
    }

    private async Task<(bool HasArrived, bool HasFailed)> TryAsync(
        WebPushSender sender, PushAddress address, PushText text, CancellationToken stop)
    {
        try
        {
            var (hasArrived, problem) = await sender.SendAsync(address, text, stop).WaitAsync(Patience, clock.Time, stop);
            return (hasArrived, problem is not null);
        }
        catch (TimeoutException)
        {
            return (false, true);
        }
    }

    private static PushText TextOf(Notice notice) => new(
        Both(notice.Title), NotificationText.Cut(Both(notice.Body), MaxBody), notice.Id, "/notices/" + notice.Id, KeptFor);

    private static string Both(Text text) => text.Zh == text.En ? text.Zh : $"{text.Zh} / {text.En}";
}
