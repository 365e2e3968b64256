using Estate.Gateway.Found;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Found devices as an API.</summary>
internal static class FoundEndpoints
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("", (Adoption adoption) => TypedResults.Ok(new FoundBody(
            [.. adoption.Rows(FoundList.Most).Select(FoundDeviceBody.Of)], adoption.Dropped)));
        api.MapPost("/{key}/adopt", async (string key, AdoptBody body, HttpContext context, Adoption adoption) =>
        {
            var (id, problem) = await adoption.AdoptAsync(key, body, RequestResults.NameOf(context));
            return problem is null ? Results.Ok(new AdoptedBody("adopted", id!)) : DeviceEndpoints.Answer(problem);
        });
        api.MapPost("/{key}/hide", (string key, HttpContext context, Adoption adoption) =>
            DeviceEndpoints.Answer(adoption.Hide(key, isHidden: true, RequestResults.NameOf(context)), needsRestart: false));
    }
}

/// <param name="Dropped">Announcements that were not listed, since the gateway started.</param>
internal sealed record FoundBody(IReadOnlyList<FoundDeviceBody> Devices, long Dropped);

/// <param name="Profiles">Those that fit.</param>
internal sealed record FoundDeviceBody(
    string Key, string Id, string Name, string Product, string Topic, string LastHeard, IReadOnlyList<string> Profiles)
{
    internal static FoundDeviceBody Of(FoundRow row) =>
        new(row.Key, row.Id, row.Name, row.Product, row.Topic, row.LastHeard.ToString(), [.. row.Profiles.Select(one => one.Name)]);
}

internal sealed record AdoptedBody(string Result, string Device);
