using System.Runtime.CompilerServices;
using Dapper;

namespace Estate.TestKit;

/// <summary>
/// Dapper prepares every query for every database again, because its tables might be others. Ours are the same in all, and a test
/// run has hundreds.
/// </summary>
internal static class SharedQueries
{
#pragma warning disable CA2255 // Tests and their kit are one program; there is no other place that all of them pass first.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin() => SqlMapper.ConnectionStringComparer = EqualityComparer<string>.Create((_, _) => true, _ => 0);
}
