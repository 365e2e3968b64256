using Estate.Adapters.Storage;
using Estate.Gateway.People;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.People;

/// <summary>Every change somebody makes through pages or programs is a line in the audit, sealed with what came of it.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Changes_and_refusals_are_audited_with_their_facts()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var audit = gateway.Services.GetRequiredService<AuditChain>();
        await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/lock-down", "desk", """{"on":true,"reason":"drill"}""");
        await gateway.AskAsync(HttpMethod.Post, "/api/points/rolls", "manager", """{"household":"h1"}""");
        await gateway.AskAsync(HttpMethod.Get, "/api/gates/s-gate/audit", "chair");

        var rows = audit.Read(long.MaxValue, 10).Where(row => row.Entry.By is "desk" or "manager" or "chair").Reverse()
            .Select(row => (row.Entry.By, row.Entry.Action, row.Entry.Target, HasFacts: row.Facts > 0)).ToList();

        Assert.Equal([("desk", "lock_down_door", "gate/s-gate", true), ("manager", "reserve_roll", "h1", false)], rows);
        Assert.Null(audit.Verify().Problem);
        // What it was refused for.
        Assert.Equal("not_enough_points", audit.Read(long.MaxValue, 10).Single(row => row.Entry.By == "manager").Entry.Detail);
    }

    [Fact]
    public async Task Programs_reach_only_what_their_scopes_say()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var tokens = gateway.Services.GetRequiredService<Tokens>();
        var token = tokens.Add(
            "hall", [Domain.People.Role.Staff], ["points:read", "alerts:write"], "li", NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0))!;
        gateway.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);

        Assert.True((await gateway.Http.GetAsync(new Uri("/api/points/households/h1", UriKind.Relative))).IsSuccessStatusCode);
        Assert.True((await gateway.Http.GetAsync(new Uri("/api/alerts", UriKind.Relative))).IsSuccessStatusCode);
        var refused = await gateway.Http.PostAsync(new Uri("/api/points/rolls", UriKind.Relative), null);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        var why = await refused.Content.ReadAsStringAsync();
        Assert.Contains("not_in_scope", why, StringComparison.Ordinal);
        Assert.Contains("the token hall reaches points:read alerts:write; this needs points:write", why, StringComparison.Ordinal);
        Assert.Equal(
            System.Net.HttpStatusCode.Forbidden,
            (await gateway.Http.GetAsync(new Uri("/api/chargers/c01/transactions", UriKind.Relative))).StatusCode);
        Assert.True(tokens.Remove("HALL", "li", NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0)));
        Assert.Equal(
            System.Net.HttpStatusCode.Unauthorized, (await gateway.Http.GetAsync(new Uri("/api/alerts", UriKind.Relative))).StatusCode);
    }
}
