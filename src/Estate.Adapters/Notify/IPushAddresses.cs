namespace Estate.Adapters.Notify;

/// <summary>The browsers in which staff turned notifications on.</summary>
public interface IPushAddresses
{
    IReadOnlyList<PushAddress> OfStaff();

    void Remove(string endpoint);
}
