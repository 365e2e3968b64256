namespace Estate.Adapters.Gpio;

/// <summary>The words of the line protocol, taken apart; what they do is the simulated pins' matter.</summary>
internal static class PinCommands
{
    internal const string Ok = "ok";

    internal const string Known = "set NAME 0|1, frame NAME BITS, pins";

    internal static string Error(string text) => $"error {text}";

    internal static string Level(string kind, string name, bool active) => $"{kind} {name} {(active ? 1 : 0)}";

    /// <summary>A name may hold spaces, so the first word is the verb and the last the value.</summary>
    internal static (string Verb, string Name, string Value) Split(string line)
    {
        var words = line.Trim();
        var first = words.IndexOf(' ');
        var last = words.LastIndexOf(' ');
        if (first < 0)
            return (words, "", "");
        return first == last
            ? (words[..first], words[(first + 1)..], "")
            : (words[..first], words[(first + 1)..last].Trim(), words[(last + 1)..]);
    }
}
