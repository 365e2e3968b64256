namespace Estate.Adapters.Notify;

/// <summary>The browsers in which people turned notifications on.</summary>
public interface IPushAddresses
{
    /// <summary>Where staff get alerts.</summary>
    IReadOnlyList<PushAddress> OfStaff();

    /// <summary>Where people get the committee's notices.</summary>
    IReadOnlyList<PushAddress> OfNotices();

    void Remove(string endpoint);
}
