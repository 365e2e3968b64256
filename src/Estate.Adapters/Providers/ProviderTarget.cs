namespace Estate.Adapters.Providers;

/// <summary>Who is asked for a service, such as <c>taxi</c>.</summary>
/// <param name="AskEvery">While something is under way.</param>
public sealed record ProviderTarget(string Service, Uri Url, TimeSpan AskEvery);
