using System.Net;
using System.Threading.RateLimiting;

namespace Estate.Web.Shared;

/// <summary>
/// How much one network may ask without a login: whatever is open to everybody, and less of what the database is asked for. This computer's
/// own address is not counted: a proxy here brings everybody.
/// </summary>
internal static class QuestionLimits
{
    /// <summary>Of a minute: a house full of phones behind one router.</summary>
    internal const int Open = 1_200;

    /// <summary>Of a minute, from the database.</summary>
    internal const int Asked = 120;
    private const string Policy = "questions";

    internal static void AddQuestionLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(Policy, context => Of(context, Asked));
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.GetEndpoint()?.Metadata.GetMetadata<Access>() is { Roles: null } ? Of(context, Open)
            : RateLimitPartition.GetNoLimiter(""));
    });

    /// <summary>It reads the database for somebody who is not logged in.</summary>
    internal static TBuilder Asks<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Policy);

    /// <summary>What changes rarely need not be asked for again so soon.</summary>
    internal static RouteHandlerBuilder CachedFor(this RouteHandlerBuilder endpoint, int seconds) =>
        endpoint.AddEndpointFilter(async (call, next) =>
        {
            var answer = await next(call);
            if (answer is not ApiProblem)
                call.HttpContext.Response.Headers.CacheControl = $"public, max-age={seconds}";
            return answer;
        });

    private static RateLimitPartition<string> Of(HttpContext context, int perMinute) =>
        context.Connection.RemoteIpAddress is not { } address || ConnectionGuard.IsOwn(address) ? RateLimitPartition.GetNoLimiter("")
            : PerMinute(address, perMinute);

    /// <summary>So many requests of one network in a minute.</summary>
    internal static RateLimitPartition<string> PerMinute(IPAddress? from, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        ConnectionGuard.NetworkOf(from),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
}
