using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Adapters.Codecs;

/// <summary>
/// Has a folder's codecs tried by their makers' cases in a process of its own (<see cref="CodecProgram"/>): a codec that nobody has tried
/// yet may do anything.
/// </summary>
public static class CodecTrial
{
    /// <summary>More cases than that are no engineer's to read.</summary>
    private const int MaxCases = 5_000;

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    /// <param name="arguments">What the program is told beside its own, such as the folder.</param>
    /// <returns>Each case as it ended; one that failed in place of what could not be learned.</returns>
    public static async Task<IReadOnlyList<CodecCase>> RunAsync(CodecProgram program, IReadOnlyList<string> arguments)
    {
        Process process;
        try
        {
            process = program.Start(arguments);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            return [Failed($"the process in which codecs are tried cannot be started: {failure.Message}")];
        }
        return await ReadAsync(process);
    }

    private static async Task<IReadOnlyList<CodecCase>> ReadAsync(Process running)
    {
        using var process = running;
        using var tooLong = new CancellationTokenSource(AtMost);
        var cases = new List<CodecCase>();
        try
        {
            process.StandardInput.Close();
            while (await process.StandardOutput.ReadLineAsync(tooLong.Token) is { } line)
                if (cases.Count >= MaxCases)
                    return [Failed($"more than {MaxCases} test cases")];
                else
                    cases.Add(JsonSerializer.Deserialize(line, CodecTrialJson.Default.CodecCase)!);
            await process.WaitForExitAsync(tooLong.Token);
            return process.ExitCode == 0 ? cases : [.. cases, Failed("a codec ended the process in which it was tried")];
        }
        catch (OperationCanceledException)
        {
            return [.. cases, Failed($"the test cases take longer than {AtMost.TotalSeconds:0} s")];
        }
        catch (JsonException)
        {
            return [.. cases, Failed("the process in which codecs are tried said something else")];
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>A case as the process says it.</summary>
    public static void Write(TextWriter to, CodecCase one) => to.WriteLine(JsonSerializer.Serialize(one, CodecTrialJson.Default.CodecCase));

    private static CodecCase Failed(string problem) => new("", "all", problem);

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, and is no more.
        }
    }
}

[JsonSerializable(typeof(CodecCase))]
internal sealed partial class CodecTrialJson : JsonSerializerContext;
