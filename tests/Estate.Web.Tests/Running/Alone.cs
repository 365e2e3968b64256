using Xunit;

namespace Estate.Web.Tests.Running;

/// <summary>
/// Tests that want the process for themselves: they change its environment, or open so many connections that others run out of handles.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
