namespace Estate.TestRunner;

internal enum Result
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>How one test ended.</summary>
/// <param name="Method"><c>Namespace.Class.Method</c>, which runs it again.</param>
/// <param name="Said">Of a failed one what is wrong and where, of a skipped one why.</param>
internal sealed record Outcome(string Project, string Name, string Method, Result Result, double Seconds, string Said = "");
