using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Domain.People;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>Every endpoint of the API with every wrong shape: who sent it reads which member, and what belongs there.</summary>
public sealed partial class WrongShapeTests
{
    /// <summary>They end the gateway or the login that walks.</summary>
    private static readonly string[] LeftOut = ["/api/inventory/restart", "/api/logout"];

    private static readonly string[] Values = [
        "null", "true", "\"x\"", "-7.5", "[]", "[null]", "{}", "{\"a\":{\"b\":[1]}}", "1e999", "\"\\u0000\""];

    [Fact]
    public async Task Every_wrong_body_is_answered_without_internal_types_and_paths()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        using var browser = await gateway.BrowserOfAsync("everybody");
        var (trouble, asked, refused) = (new List<string>(), 0, 0);
        foreach (var endpoint in Endpoints(gateway))
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method =>
                method is "POST" or "PUT"))
                foreach (var (body, member) in Bodies(BodyOf(endpoint)))
                {
                    using var request = new HttpRequestMessage(
                        new(method), Filled(endpoint))
                    { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                    using var answer = await browser.SendAsync(request);
                    asked++;
                    var text = await answer.Content.ReadAsStringAsync();
                    refused += (int)answer.StatusCode >= 400 ? 1 : 0;
                    // Ten tries a minute at what takes passwords; the limit is another test's.
                    if ((int)answer.StatusCode == 429)
                        continue;
                    if ((int)answer.StatusCode >= 500 || Leak(text) is not null || ((int)answer.StatusCode == 400 && !Says(text, member)))
                        trouble.Add($"{method} {Filled(endpoint)} {body}: {(int)answer.StatusCode} {text}");
                }
        Assert.True(trouble.Count == 0, $"{trouble.Count} of {asked}:\n" + string.Join('\n', trouble.Take(20)));
        Assert.True(asked > 500 && refused > asked / 2, $"{asked} asked, {refused} refused");
        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} bodies, {refused} refused");
    }

    [Fact]
    public async Task Every_wrong_value_in_a_URL_is_named_with_what_is_expected()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        using var browser = await gateway.BrowserOfAsync("everybody");
        var (trouble, asked) = (new List<string>(), 0);
        foreach (var endpoint in Endpoints(gateway)
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")))
            foreach (var parameter in endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            {
                var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
                if (!type.IsPrimitive || endpoint.RoutePattern.Parameters.Any(one => one.Name == parameter.Name))
                    continue;
                using var answer = await browser.GetAsync(new Uri($"{Filled(endpoint)}?{parameter.Name}=x", UriKind.Relative));
                asked++;
                var text = await answer.Content.ReadAsStringAsync();
                if ((int)answer.StatusCode != 400 || Leak(text) is not null || !Says(text, parameter.Name))
                    trouble.Add($"GET {Filled(endpoint)}?{parameter.Name}=x: {(int)answer.StatusCode} {text}");
            }
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
        Assert.True(asked > 3, $"{asked} asked");
    }

    [Theory]
    [InlineData("/api/gates/s-gate/door", """{"value":"ajar","reason":"r"}""", "check value (line 1): expected one of ", "请检查 value（第 1 "
        + "行）：应为以下之一：")]
    [InlineData("/api/gates/s-gate/door", """{"value":"lock"}""", "check the body (line 1): reason is missing; expected an object with "
        + "reason (required, text);", "请检查内容（第 1 行）：缺少 reason；应为对象，含 reason（必填，文字）；")]
    [InlineData(
        "/api/gates/s-gate/door", """{"minutes":"ten","reason":"r"}""", "check minutes (line 1): expected a whole number",
        "请检查 minutes（第 1 行）：应为整数")]
    [InlineData("/api/gates/s-gate/door", "{\"reason\":\n}", "line 2 is not valid JSON", "第 2 行不是合法的 JSON")]
    [InlineData("/api/points/rolls", """{"household":7}""", "check household (line 1): expected text", "请检查 household（第 1 行）：应为文字")]
    [InlineData(
        "/api/points/rolls", "", "there is no body; expected an object with household (required, text)", "没有内容；应为对象，含 household（必填，文字）")]
    public async Task An_error_is_reported_in_the_readers_language(string path, string body, string english, string chinese)
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        foreach (var (language, expected) in new[] { ("en", english), ("zh-CN", chinese) })
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, path)
            { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.TokenOf("desk"));
            request.Headers.AcceptLanguage.ParseAdd(language);
            using var answer = await gateway.Http.SendAsync(request);
            Assert.Equal(400, (int)answer.StatusCode);
            Assert.StartsWith(
                expected, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(),
                StringComparison.Ordinal);
        }
    }

    private static IEnumerable<RouteEndpoint> Endpoints(RunningGateway gateway) =>
        gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint =>
            endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal)
            && !LeftOut.Contains("/" + endpoint.RoutePattern.RawText!.Trim('/')));

    private static Type? BodyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<TakesBody>()?.Type ?? endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    /// <summary>Each body with the member that is wrong in it; null where the whole is.</summary>
    private static IEnumerable<(string Body, string? Member)> Bodies(Type? type)
    {
        foreach (var whole in Values.Concat(
                ["", "{", "{\"a\":1,\"a\":2}", "{\"nobody_knows\":1}", new string('[', 100), "{\"a\":" + new string('9', 400) + "}"]))
            yield return (whole, null);
        var members = type?.GetProperties().Where(one => one.GetIndexParameters().Length == 0)
            .Select(one => JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Name)).ToList() ?? [];
        foreach (var member in members)
            foreach (var value in Values)
                yield return ($"{{\"{member}\":{value}}}", member);
    }

    private static string Filled(RouteEndpoint endpoint) =>
        Place().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), place => place.Groups[1].Value switch
    {
        "household" => "h1",
        "socket:int" or "version:int" or "n:long" => "1",
        "id:guid" => Guid.Empty.ToString(),
        "kind" => "bins",
        _ => "s-gate",
    });

    private static string? Leak(string text) => Leaks().Match(text) is { Success: true } leak ? leak.Value : null;

    /// <summary>In both languages, and either the member or the members that are possible.</summary>
    private static bool Says(string text, string? member)
    {
        var problem = JsonDocument.Parse(text).RootElement;
        if (!problem.TryGetProperty("text", out var both))
            return false;
        var (zh, en) = (both.GetProperty("zh").GetString()!, both.GetProperty("en").GetString()!);
        return Chinese().IsMatch(zh) && !Chinese().IsMatch(en)
            && (member is null || (zh.Contains(member, StringComparison.Ordinal) && en.Contains(member, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"System\.|Microsoft\.|Estate\.[A-Z]|JSON value|deserializ|\.NET|Nullable|Int32|Int64|\w+Body\b"
        + @"|BytePosition|LineNumber|Exception|   at |\.cs\b|/tmp/|/var/|/home/|/root/|/usr/")]
    private static partial Regex Leaks();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Place();
}
