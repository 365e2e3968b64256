using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>How a simulated estate stands when nobody plays it, so that the next one goes on from there.</summary>
/// <param name="Occupied">Bays with a car.</param>
/// <param name="Fill">How full each station's bins are, 0 to 1: recyclable, hazardous, wet, residual.</param>
public sealed record SimulationState(IReadOnlyList<string> Occupied, IReadOnlyDictionary<string, double[]> Fill)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <returns>Null where there is none yet.</returns>
    /// <exception cref="FormatException">Not such a file.</exception>
    public static SimulationState? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var read = JsonSerializer.Deserialize<SimulationState>(File.ReadAllBytes(path), Json);
            return read is { Occupied: not null, Fill: not null } whole
                ? whole
                : throw new FormatException($"--state: {path} names no bays and bins; delete it to begin anew");
        }
        catch (JsonException mistake)
        {
            throw new FormatException($"--state: {path} cannot be read ({mistake.Message}); delete it to begin anew", mistake);
        }
    }

    public void Write(string path)
    {
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(path + ".new", path, overwrite: true);
    }
}
