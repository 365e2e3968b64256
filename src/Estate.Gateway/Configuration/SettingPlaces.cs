using System.Text.RegularExpressions;

namespace Estate.Gateway.Configuration;

/// <summary>
/// Where in estate.yaml it stands what an error is about, by how the error begins: with a path such as <c>broker.port</c>, or with a device
/// and its setting.
/// </summary>
internal sealed partial class SettingPlaces(
    YamlPlaces places, List<Dictionary<string, string>> devices, InventoryChanges changes)
{
    private const string OtherFile = "devices.yaml";

    /// <summary>The error with its line and column in front; as it is where the file has no place for it.</summary>
    internal string Placed(string error)
    {
        var match = Beginning().Match(error);
        var path = match.Groups["path"].Value;
        if (path == OtherFile)
            return error;
        if (path.Contains('/', StringComparison.Ordinal) && !changes.Has(path))
            path = devices.FindIndex(line => Describes(line, path)) is >= 0 and var index ? $"devices[{index}]" : path;
        // Where the member is missing, its parent's place.
        return places.Find($"{path}.{match.Groups["member"].Value}") is { } place
            ? $"line {place.Line}, column {place.Column}: {error}" : error;
    }

    /// <summary>The same of an error that is found later, when only the model is there.</summary>
    internal static ConfigurationException Placed(ConfigurationException error, EstateModel model)
    {
        if (error.Said is not null || !File.Exists(model.File))
            return error;
        var file = StrictYaml.Read<EstateFile>(File.ReadAllText(model.File), model.File, out var places);
        var inner = error.Message.StartsWith("devices: ", StringComparison.Ordinal) ? error.Message["devices: ".Length..] : error.Message;
        var placed = new SettingPlaces(places, file?.Devices ?? [], model.Changes).Placed(inner);
        return placed == inner ? error : new($"{model.File}, {placed}");
    }

    private static bool Describes(Dictionary<string, string> line, string id)
    {
        try
        {
            return InventoryRange.Expand(line).Any(device => device.GetValueOrDefault("id") == id);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?<path>[a-z0-9_./\[\]-]+)[: ']*(?<member>[a-z0-9_]*)")]
    private static partial Regex Beginning();
}
