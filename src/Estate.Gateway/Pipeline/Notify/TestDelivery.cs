using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>One message that shows whether a way is open: tried once, beside what waits, and not kept.</summary>
internal sealed class TestDelivery(Notifiers notifiers, NotifierReports reports, GatewayClock clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>Why it did not arrive; null where it did.</returns>
    internal async Task<string?> SendAsync(string name, string by, CancellationToken stop)
    {
        var notifier = notifiers.NewOf(name);
        try
        {
            await notifier.DeliverAsync(Of(name, by), stop).WaitAsync(Patience, clock.Time, stop);
            reports.Works(name);
            return null;
        }
        catch (NotifyException failure)
        {
            return failure.Message;
        }
        catch (TimeoutException)
        {
            return $"{name}: no answer";
        }
        finally
        {
            (notifier as IDisposable)?.Dispose();
        }
    }

    private Notification Of(string name, string by)
    {
        var (now, key) = (clock.Now, new AlertKey(HostConditionChanged.Host, "notifier_test", name));
        var alert = new Alert($"test-{now.ToUnixTimeMilliseconds()}", key, Severity.Low, new("测试通知", "Test of a notification"), now)
        {
            RaisedAt = now,
            Value = new($"由 {by} 发出，不用处理", $"sent by {by}; nothing is wrong"),
        };
        return new(alert.Id, name, NotificationKind.Test, new("试收", "Whoever tries it"), now, alert);
    }
}
