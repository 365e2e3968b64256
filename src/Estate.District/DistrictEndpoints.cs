using Estate.District.Ingest;
using Estate.District.Pages;
using Npgsql;

namespace Estate.District;

/// <summary>What a worker says of itself, and its pages.</summary>
internal static class DistrictEndpoints
{
    private const string ContentSecurity =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    internal static void MapDistrict(this WebApplication app)
    {
        // A browser follows the answer to the logout's form only where forms may lead: to the provider, too.
        var provider = app.Services.GetRequiredService<DistrictSettings>().Provider;
        var security = provider is null ? ContentSecurity
            : $"{ContentSecurity} {new Uri(provider.Authority).GetLeftPart(UriPartial.Authority)}";
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers["Referrer-Policy"], headers.CacheControl) = (
                security, "nosniff", "same-origin", "no-store");
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
        app.MapMap();
        app.MapChanges();
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
