using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>One way of telling people. Given the same notification twice it must be seen to be the same.</summary>
public interface INotifier
{
    string Name { get; }

    /// <exception cref="NotifyException">It did not arrive.</exception>
    Task DeliverAsync(Notification notification, CancellationToken stop);
}

/// <summary>Not delivered, and why, without any secret in it.</summary>
public sealed class NotifyException(string message, bool isPermanent, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Trying again cannot help: the address or the key is wrong, or the message.</summary>
    public bool IsPermanent { get; } = isPermanent;

    /// <summary>How long the other side wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Some of several have it: the way itself is open.</summary>
    public bool HasReachedSomebody { get; init; }
}
