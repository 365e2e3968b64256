using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>One way of telling people. Given the same notification twice it must be seen to be the same.</summary>
public interface INotifier
{
    string Name { get; }

    /// <summary>How many a minute the receiver takes.</summary>
    int PerMinute => int.MaxValue;

    /// <exception cref="NotifyException">It did not arrive.</exception>
    Task DeliverAsync(Notification notification, CancellationToken stop);
}
