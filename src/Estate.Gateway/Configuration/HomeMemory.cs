using System.Text.Json;

namespace Estate.Gateway.Configuration;

/// <summary>
/// What Home Assistant was told there is: platforms by component by device. What is no more must be taken back from it, also
/// after the switch, or the whole section, went from estate.yaml, and after the broker forgot.
/// </summary>
internal sealed record HomeMemory(string? Prefix, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Nodes)
{
    public static readonly HomeMemory Nothing = new(null, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    /// <summary>Nothing where the file is not there or cannot be read: then all is told anew.</summary>
    public static HomeMemory Read(DataFolder folder)
    {
        if (!File.Exists(folder.HomeAssistant))
            return Nothing;
        try
        {
            return JsonSerializer.Deserialize<HomeMemory>(File.ReadAllText(folder.HomeAssistant)) ?? Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    public void Write(DataFolder folder) => DataFolder.WritePrivate(folder.HomeAssistant, JsonSerializer.SerializeToUtf8Bytes(this));
}
