using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Estate.Gateway.Configuration;

/// <summary>
/// YAML without its surprises: a name that is there twice, a second document, a name with nothing behind it and a number that is not
/// what it looks like (<see cref="YamlNumbers"/>) are errors, and none of them is read as something else.
/// </summary>
internal static class StrictYaml
{
    /// <returns>Null for a file without a word.</returns>
    /// <exception cref="ConfigurationException">Names file, line and column, and says what to do.</exception>
    internal static T? Read<T>(string text, string path)
        where T : class
    {
        try
        {
            RefuseEmptyItems(text);
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            var read = Deserializer().Deserialize<T?>(parser);
            return parser.Current is StreamEnd or null ? read
                : throw new YamlException(parser.Current.Start, parser.Current.End,
                    "a second document begins here; everything stands in one, without a line of ---");
        }
        catch (YamlException failure)
        {
            throw new ConfigurationException($"{path}, line {failure.Start.Line}, column {failure.Start.Column}: {Words(failure)}");
        }
    }

    private static IDeserializer Deserializer() => new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking().WithEnforceNullability().WithTypeConverter(new YamlNumbers()).Build();

    private static string Words(YamlException failure) => failure.InnerException switch
    {
        NullReferenceException => "nothing stands behind this name; give it a value, or take the line out",
        { Message: var why } => why,
        null when failure.Message.StartsWith("Encountered duplicate ", StringComparison.Ordinal) =>
            $"'{failure.Message[(failure.Message.LastIndexOf(' ') + 1)..]}' is there twice; put both together",
        null => failure.Message,
    };

    /// <summary>An item of a list that is nothing at all.</summary>
    private static void RefuseEmptyItems(string text)
    {
        var parser = new Parser(new StringReader(text));
        var isList = new Stack<bool>();
        while (parser.MoveNext())
            switch (parser.Current)
            {
                case SequenceStart or MappingStart:
                    isList.Push(parser.Current is SequenceStart);
                    break;
                case SequenceEnd or MappingEnd:
                    isList.Pop();
                    break;
                case Scalar item when isList.TryPeek(out var isInList) && isInList && YamlNumbers.IsNothing(item):
                    throw new YamlException(item.Start, item.End, "an item of a list has no value; give it one, or take the line out");
            }
    }
}
