using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Domain.Credentials;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;

namespace Estate.Cli.Doctor;

/// <summary>Who is looked at: an estate's files, and the gateway that may run on them. Nothing of it is changed.</summary>
internal sealed class DoctorContext : IDisposable
{
    private readonly HttpClient _http;
    private DatabaseVerdict? _verdict;
    private Task<JsonElement?>? _health;

    internal DoctorContext(DataFolder folder, string estateFile, Uri url, TimeProvider time)
    {
        (Folder, EstateFile, Url, Time) = (folder, estateFile, url, time);
        _http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            var model = EstateFileReader.Read(estateFile, InventoryChanges.Read(folder), ProfileBook.Of(folder));
            InventoryCheck.Pass(model);
            Model = model;
        }
        catch (Exception mistake) when (mistake is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            ConfigurationError = mistake.Message;
        }
    }

    internal DataFolder Folder { get; }
    internal string EstateFile { get; }

    /// <summary>Where the gateway is asked.</summary>
    internal Uri Url { get; }
    internal TimeProvider Time { get; }

    /// <summary>Also whether every index of the database fits its table.</summary>
    internal bool IsThorough { get; init; }

    /// <summary>Null while the estate's file has errors.</summary>
    internal EstateModel? Model { get; }
    internal string? ConfigurationError { get; }

    internal bool HasDatabase => EstateDatabase.SchemaOf(Folder.Database) is { } schema && schema <= EstateDatabase.NewestSchema;

    internal EstateDatabase Database => EstateDatabase.OpenReadOnly(Folder.Database);

    /// <summary>Looked at once for all who ask.</summary>
    internal DatabaseVerdict Verdict =>
        _verdict ??= DatabaseCheck.Run(Database, Folder.Find("audit.key") ?? new byte[CardHasher.KeyBytes], IsThorough);

    /// <summary>What /healthz of the running gateway says; null when none answers.</summary>
    internal Task<JsonElement?> HealthAsync(CancellationToken stop) => _health ??= ReadHealthAsync(stop);

    /// <summary>Null when the gateway does not answer.</summary>
    internal async Task<string?> GetAsync(string path, CancellationToken stop)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), stop);
            return await response.Content.ReadAsStringAsync(stop);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement?> ReadHealthAsync(CancellationToken stop)
    {
        try
        {
            return await GetAsync("/healthz", stop) is { } body ? JsonDocument.Parse(body).RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
