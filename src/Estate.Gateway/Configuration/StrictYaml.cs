using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Estate.Gateway.Configuration;

/// <summary>
/// The one reader of YAML, without YAML's surprises: what it would read otherwise than it looks (<see cref="YamlPlaces"/>,
/// <see cref="YamlScalars"/>) is an error, and none of it is read as something else.
/// </summary>
internal static class StrictYaml
{
    /// <returns>Null for a file without a word.</returns>
    /// <exception cref="ConfigurationException">Names file, line and column, and says what to do.</exception>
    internal static T? Read<T>(string text, string path)
        where T : class => Read<T>(text, path, out _);

    /// <inheritdoc cref="Read{T}(string, string)"/>
    /// <param name="places">Where each value stands.</param>
    internal static T? Read<T>(string text, string path, out YamlPlaces places)
        where T : class
    {
        try
        {
            places = new(text);
            return Builder().WithTypeConverter(new YamlScalars()).Build().Deserialize<T?>(text);
        }
        catch (YamlException failure)
        {
            throw new ConfigurationException($"{path}, line {failure.Start.Line}, column {failure.Start.Column}: {Words(failure)}");
        }
    }

    /// <summary>The text as nodes with their places; null without a word.</summary>
    /// <exception cref="YamlException">What <see cref="Words"/> can say.</exception>
    internal static YamlNode? Nodes(string text)
    {
        _ = new YamlPlaces(text);
        return OthersNodes(text);
    }

    /// <summary>The same of a file that nobody here wrote: what is odd in it is its own.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    internal static YamlNode? OthersNodes(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
    }

    /// <summary>As far as it can be made out, with whatever errors; null where it is not YAML at all.</summary>
    internal static T? ReadLoosely<T>(string text)
        where T : class
    {
        try
        {
            return Builder().IgnoreUnmatchedProperties().Build().Deserialize<T?>(text);
        }
        catch (YamlException)
        {
            return null;
        }
    }

    internal static string Words(YamlException failure) => failure.InnerException?.Message
        // The library names its own types here.
        ?? (failure.Message.Contains("deserialize the node into type System.", StringComparison.Ordinal)
            ? "one value is expected here, not a list or a group; several go into one text where the setting takes several: \"1, 2, 3\""
            : failure.Message);

    private static DeserializerBuilder Builder() => new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance);
}
