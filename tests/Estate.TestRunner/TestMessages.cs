using System.Text.Json;

namespace Estate.TestRunner;

/// <summary>Reads what xunit's JSON reporter writes, line by line, among whatever else the tests print.</summary>
internal sealed class TestMessages(string project)
{
    private readonly Dictionary<string, string> _classes = [], _methods = [], _names = [];

    /// <summary>Whether xunit itself said that it has come to its end.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Tests that began and did not end yet.</summary>
    internal IReadOnlyCollection<string> Running => _names.Values;

    /// <summary>A test that ended with this line; null for every other line.</summary>
    internal Outcome? Read(string line)
    {
        if (!line.StartsWith("{\"$type\":\"", StringComparison.Ordinal))
            return null;
        try
        {
            using var parsed = JsonDocument.Parse(line);
            return Read(parsed.RootElement);
        }
        catch (JsonException e)
        {
            return new(project, "A message of xunit that cannot be read", "", Result.Failed, 0, $"{e.Message}\n{line}");
        }
    }

    private Outcome? Read(JsonElement message)
    {
        switch (message.GetProperty("$type").GetString())
        {
            case "test-class-starting":
                _classes[Text(message, "TestClassUniqueID")] = Text(message, "TestClassName");
                return null;
            case "test-method-starting":
                _methods[Text(
                    message, "TestMethodUniqueID")] = $"{Known(_classes, message, "TestClassUniqueID")}.{Text(message, "MethodName")}";
                return null;
            case "test-starting":
                _names[Text(message, "TestUniqueID")] = Text(message, "TestDisplayName");
                return null;
            case "test-passed":
                return Ended(message, Result.Passed, "");
            case "test-failed":
                return Ended(message, Result.Failed, Failure(message));
            case "test-skipped":
                return Ended(message, Result.Skipped, Text(message, "Reason"));
            case "test-assembly-finished":
                IsComplete = true;
                return null;
            // A fixture or a class that could not be made or cleared away is no test, and nothing may hide it.
            case { } type when type.EndsWith("-cleanup-failure", StringComparison.Ordinal) || type == "error":
                return new(project, type, "", Result.Failed, 0, Failure(message));
            default:
                return null;
        }
    }

    private Outcome Ended(JsonElement message, Result result, string said)
    {
        var name = Known(_names, message, "TestUniqueID");
        _names.Remove(Text(message, "TestUniqueID"));
        return new(
            project, name, Known(_methods, message, "TestMethodUniqueID"), result, message.GetProperty("ExecutionTime").GetDouble(), said);
    }

    private static string Failure(JsonElement message)
    {
        var (types, messages, traces) = (All(message, "ExceptionTypes"), All(message, "Messages"), All(message, "StackTraces"));
        return string.Join(
            '\n', messages.Select((text, index) => $"{types.ElementAtOrDefault(index)}: {text}\n{traces.ElementAtOrDefault(index)}"));
    }

    private static List<string> All(JsonElement message, string name) =>
        message.TryGetProperty(name, out var all) && all.ValueKind == JsonValueKind.Array
            ? [.. all.EnumerateArray().Select(one => one.GetString() ?? "")] : [];

    /// <summary>Its id, where the message that named it could not be read.</summary>
    private static string Known(Dictionary<string, string> names, JsonElement message, string id) =>
        names.GetValueOrDefault(Text(message, id), Text(message, id));

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;
}
