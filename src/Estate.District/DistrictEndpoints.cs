using Estate.District.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Estate.District;

/// <summary>What a worker says of itself.</summary>
internal static class DistrictEndpoints
{
    internal static void MapDistrict(this WebApplication app) => app.MapGet("/healthz", HealthAsync);

    private static async Task<IResult> HealthAsync(NpgsqlDataSource source, MessageServers servers, IngestService ingest)
    {
        var (database, messages) = ("ok", servers.Connection.ConnectionState.ToString());
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync();
        }
        catch (NpgsqlException failure)
        {
            database = failure.Message;
        }
        var isWell = database == "ok" && messages == "Open";
        return Results.Json(new { database, messages, lanes = ingest.Lanes }, statusCode: isWell ? 200 : 503);
    }
}
