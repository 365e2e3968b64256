namespace Estate.Adapters.Gpio;

/// <summary>Why the kernel would not give a line, and what to do about it.</summary>
internal static class RequestTrouble
{
    internal static string Explain(IOException failure, IReadOnlyList<FoundLine> lines, Func<FoundLine, string> holderOf)
    {
        var names = string.Join(", ", lines.Select(line => line.Address));
        return failure.HResult switch
        {
            LibC.Busy => string.Join("; ", lines.Select(line => ExplainBusy(line, holderOf)).OfType<string>()
                .DefaultIfEmpty($"line {names} is busy")),
            LibC.PermissionDenied or LibC.OperationNotPermitted => $"no permission for line {names}: it is reserved by the kernel",
            LibC.NoDevice => $"line {names}: its chip went away, or cannot watch for edges",
            LibC.NotThisIoctl or LibC.Invalid =>
                $"line {names} is refused: the kernel is older than 5.10, or the chip cannot do what is asked of it",
            _ => $"line {names} is refused: {LibC.Describe(failure.HResult)}",
        };
    }

    private static string? ExplainBusy(FoundLine line, Func<FoundLine, string> holderOf)
    {
        try
        {
            return holderOf(line) switch
            {
                "" => null,
                GpioChip.Consumer =>
                    $"line {line.Address} is held by '{GpioChip.Consumer}'; end the other gateway (or two pins here are this one line)",
                var consumer => $"line {line.Address} is held by '{consumer}'; end that program",
            };
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
    }
}
