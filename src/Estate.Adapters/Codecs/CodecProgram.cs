namespace Estate.Adapters.Codecs;

/// <summary>How the process of the codecs is started.</summary>
public sealed record CodecProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The program that runs now, asked for something else.</summary>
    public static CodecProgram Own { get; } = Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"));

    /// <param name="library">What is run where the process is dotnet itself, or a program of tests.</param>
    private static CodecProgram Of(string process, string library) => Path.GetFileNameWithoutExtension(process) == "estate"
        || Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(library)
        ? new(process, [CodecWorker.Argument])
        : new(Path.GetFileNameWithoutExtension(process) == "dotnet" ? process : "dotnet", [library, CodecWorker.Argument]);
}
