using Estate.Domain.Devices;

namespace Estate.Gateway.Configuration;

/// <summary>An error a person can fix; its message says where and what to do, without a stack.</summary>
internal sealed class ConfigurationException(string message) : Exception(message)
{
    public ConfigurationException(Text said) : this(said.En) => Said = said;

    /// <summary>The same in both languages; null where it exists in English only.</summary>
    public Text? Said { get; }
}
