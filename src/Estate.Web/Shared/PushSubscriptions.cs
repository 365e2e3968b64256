using System.Text.Json.Serialization;
using Estate.Adapters.Notify;
using Estate.Adapters.Storage.People;
using Estate.Gateway.People;

namespace Estate.Web.Shared;

/// <summary>A browser says where it listens; its person is notified there.</summary>
internal sealed class PushSubscriptions(PushTable table, PageReads reads)
{
    internal async Task<IResult> SaveAsync(HttpContext context, PushTopic topic)
    {
        var (body, problem) = await RequestResults.ReadAsync(context, PushBodies.Default.PushBody);
        if (body is null)
            return problem!;
        var own = reads.Model.Alerts.Notifiers.FirstOrDefault(one => one.Type == "webpush")?.Url;
        var address = new PushAddress(body.Endpoint, body.P256dh, body.Auth);
        if (!address.IsAt(own is null ? null : new Uri(own)))
            return ApiProblem.Of("no_push_service", "这不是浏览器厂商的推送地址", "that is no address of a browser's push service",
                StatusCodes.Status400BadRequest);
        if (Callers.Of(context).Person is not { } person)
            return ApiProblem.Of("no_person", "只有登录的人可以打开", "only for people who are logged in", StatusCodes.Status403Forbidden);
        table.Save(address, person, topic, reads.Clock.Now);
        return Results.NoContent();
    }
}

internal sealed record PushBody(string Endpoint, string P256dh, string Auth);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PushBody))]
internal sealed partial class PushBodies : JsonSerializerContext;
