using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Gateway.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Estate.Web.Tests.Running;

/// <summary>Who uses it: programs with tokens, people with browsers.</summary>
internal sealed partial class RunningGateway
{
    private static readonly Dictionary<string, Role> Operators = new()
    {
        ["desk"] = Role.Staff,
        ["manager"] = Role.Staff,
        ["chair"] = Role.Committee,
        ["secretary"] = Role.Committee,
        ["engineer"] = Role.Engineer,
    };

    /// <summary>Of every person in tests.</summary>
    internal const string Secret = "maple river lamp stone";

    private readonly ConcurrentDictionary<string, string> _tokens = new();
    private int _browsers;

    /// <summary>An account with the password <see cref="Secret"/>, unless there is one.</summary>
    internal Task PersonAsync(string name, params Role[] roles) => PersonAsync(name, null, roles);

    internal async Task PersonAsync(string name, string? household, params Role[] roles)
    {
        await using var scope = Services.CreateAsyncScope();
        if (scope.ServiceProvider.GetRequiredService<PeopleTable>().All().Any(one => one.Name == name))
            return;
        var code = scope.ServiceProvider.GetRequiredService<Invitations>().Invite(roles, household, "test");
        var (person, problem) = await scope.ServiceProvider.GetRequiredService<Accounts>().JoinAsync(code, name, Secret);
        if (person is null)
            throw new InvalidOperationException(problem.En);
    }

    /// <summary>
    /// Identity's hundred thousand rounds are a tenth of a second at every login of hundreds; gateways in processes of their own keep them.
    /// </summary>
    private void HashQuickly() => Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = 1_000;

    /// <summary>From an address of its own, so that the limits of one do not stop another.</summary>
    internal HttpClient NewBrowser()
    {
        var address = new IPEndPoint(new IPAddress([127, 0, 1, (byte)Interlocked.Increment(ref _browsers)]), 0);
        var browser = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (where, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(address);
                await socket.ConnectAsync(IPAddress.Loopback, where.DnsEndPoint.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri(_url),
            Timeout = TimeSpan.FromSeconds(60),
        };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    /// <summary>Logged in.</summary>
    internal async Task<HttpClient> BrowserOfAsync(string name)
    {
        var browser = NewBrowser();
        using var answer = await PostFormAsync(browser, "/login", ("name", name), ("password", Secret));
        return answer.StatusCode == HttpStatusCode.Redirect ? browser : throw new InvalidOperationException($"{name}: {answer.StatusCode}");
    }

    internal static async Task<HttpResponseMessage> PostFormAsync(
        HttpClient browser, string path, params IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await browser.PostAsync(new Uri(path, UriKind.Relative), form);
    }

    /// <summary>Of a program, also while the gateway does not run.</summary>
    internal string TokenOf(string operatorName) => _tokens.GetOrAdd(
        operatorName, name =>
            Tokens.In(Data).Add(name, [Operators[name]], [Caller.Everywhere], "test", Instant.FromUtc(2026, 1, 1, 0, 0))!);
}
