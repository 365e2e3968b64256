namespace Estate.Adapters.Mqtt;

/// <summary>What a message says.</summary>
public enum MessageValue
{
    /// <summary>What is refused; or an event, which its device brings again.</summary>
    Nothing,

    /// <summary>How something is now.</summary>
    Reading,

    /// <summary>Somebody's safety.</summary>
    Safety,
}
