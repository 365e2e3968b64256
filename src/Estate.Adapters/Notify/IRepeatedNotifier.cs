using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>A receiver that keeps nothing for long: it is told the whole of what is wrong again and again.</summary>
public interface IRepeatedNotifier : INotifier
{
    /// <summary>How long from one time to the next.</summary>
    TimeSpan Every { get; }

    /// <param name="alerts">All that are open, and those that ended lately; one of a name at most.</param>
    /// <exception cref="NotifyException">It did not arrive.</exception>
    Task RepeatAsync(IReadOnlyCollection<Alert> alerts, CancellationToken stop);
}
