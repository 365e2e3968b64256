using Estate.District.Ingest;
using Estate.District.Pages;
using Npgsql;

namespace Estate.District;

/// <summary>What a worker says of itself, and its pages.</summary>
internal static class DistrictEndpoints
{
    private const string ContentSecurity =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    internal static void MapDistrict(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers["Referrer-Policy"], headers.CacheControl) = (
                ContentSecurity, "nosniff", "same-origin", "no-store");
            if (LoginEndpoints.IsFromHere(context.Request))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/healthz", HealthAsync).AllowAnonymous();
        app.MapLogin();
        app.MapPages();
        app.MapProposals();
    }

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
