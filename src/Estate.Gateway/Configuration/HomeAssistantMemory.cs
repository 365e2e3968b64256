using System.Text.Json;

namespace Estate.Gateway.Configuration;

/// <summary>
/// What was announced to Home Assistant: platforms by component by device. What is no more must be taken back from it, also
/// after the switch, or the whole section, went from estate.yaml, and after the broker forgot.
/// </summary>
internal sealed record HomeAssistantMemory(string? Prefix, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Nodes)
{
    public static readonly HomeAssistantMemory Nothing = new(null, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    /// <summary>Empty where the file is missing or cannot be read: then everything is published again.</summary>
    public static HomeAssistantMemory Read(DataFolder folder)
    {
        if (!File.Exists(folder.HomeAssistant))
            return Nothing;
        try
        {
            return JsonSerializer.Deserialize<HomeAssistantMemory>(File.ReadAllText(folder.HomeAssistant)) ?? Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    public void Write(DataFolder folder) => DataFolder.WritePrivate(folder.HomeAssistant, JsonSerializer.SerializeToUtf8Bytes(this));
}
