using Estate.Domain.Devices;

namespace Estate.Cli.Doctor;

/// <summary>All checks in the order in which people would ask; one that cannot be made is said so and hides no other.</summary>
internal static class DoctorRunner
{
    internal static IReadOnlyList<Check> Checks { get; } = [
        .. GatewayChecks.All, .. DatabaseChecks.All, .. BackupChecks.All, .. DiskChecks.All, .. ServerChecks.All, .. MachineChecks.All];

    internal static async IAsyncEnumerable<(Text Name, Finding Finding)> RunAsync(
        DoctorContext patient, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var check in Checks)
            yield return (check.Name, await RunAsync(check, patient, stop));
    }

    private static async Task<Finding> RunAsync(Check check, DoctorContext patient, CancellationToken stop)
    {
        try
        {
            return await check.RunAsync(patient, stop);
        }
        catch (UnauthorizedAccessException refused)
        {
            return new(
                Level.Warn, new($"没有权限查看：{refused.Message}", $"may not be looked at: {refused.Message}"),
                new("用 sudo 再运行一次", "run it once more with sudo"));
        }
        catch (Exception failure) when (
            failure is IOException or System.Data.Common.DbException or FormatException or InvalidOperationException)
        {
            return new(Level.Warn, new($"查不了：{failure.Message}", $"could not be looked at: {failure.Message}"));
        }
    }

    /// <summary>In one language, or in both.</summary>
    internal static IEnumerable<string> Lines(Text name, Finding finding, string language, bool hidesPrivate = false)
    {
        var said = hidesPrivate && finding.IsPrivate ? new Text("（内容不在此列出）", "(not shown here)") : finding.Said;
        yield return $"{Word(finding.Level),-6}{Pick(name, language)}: {Pick(said, language)}";
        if (finding.Todo is { } todo)
            yield return $"      → {Pick(todo, language)}";
    }

    private static string Word(Level level) => level switch { Level.Ok => "ok", Level.Warn => "warn", _ => "WRONG" };

    private static string Pick(Text text, string language) => language switch
    {
        "zh" => text.Zh,
        "en" => text.En,
        _ => text.Zh == text.En ? text.En : $"{text.Zh} / {text.En}",
    };
}
