namespace Estate.Adapters.Notify;

/// <summary>Not delivered, and why, without any secret in it.</summary>
public sealed class NotifyException(string message, bool isPermanent, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The receiver's documentation says that trying again cannot help. What nobody documented is tried again.</summary>
    public bool IsPermanent { get; } = isPermanent;

    /// <summary>How long the other side wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Some of several have it: the way itself is open.</summary>
    public bool HasReachedSomebody { get; init; }
}
