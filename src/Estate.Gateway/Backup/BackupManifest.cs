using System.Text.Json.Serialization;
using Estate.Adapters.Storage;

namespace Estate.Gateway.Backup;

/// <summary>The last thing in a backup: what it must hold.</summary>
internal sealed record BackupManifest(string Site, string Made, string Program, DatabaseFigures Figures, IReadOnlyList<BackedUpFile> Files)
{
    internal const string Name = "manifest.json";
}

/// <summary>A file by its place in the backup; <paramref name="Sha256"/> in hexadecimal.</summary>
internal sealed record BackedUpFile(string Name, long Bytes, string Sha256);

/// <summary>How the last backup went: a file beside the database.</summary>
/// <param name="At">When it was made, or tried; ISO 8601, UTC.</param>
/// <param name="Problem">Null: it was restored for a trial and everything was in order.</param>
/// <param name="Good">When the last good one was made.</param>
internal sealed record BackupRecord(string At, string? File, long Bytes, string? Problem, string? Good);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BackupHeader))]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(BackupRecord))]
internal sealed partial class BackupJson : JsonSerializerContext;
