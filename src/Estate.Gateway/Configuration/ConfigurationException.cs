using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>A mistake a person can mend; its message says where and what to do, without a stack.</summary>
internal sealed class ConfigurationException(string message) : Exception(message)
{
    public ConfigurationException(Text said) : this(said.En) => Said = said;

    /// <summary>The same in both languages; null where it is told in English only.</summary>
    public Text? Said { get; }
}
