namespace Estate.Gateway.Configuration;

/// <summary>A mistake a person can mend; its message says where and what to do, without a stack.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
