using Estate.District.Accounts;
using Estate.District.Accounts.OpenId;
using Estate.District.Estates;
using Estate.District.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Estate.District.Tests.Pages;

/// <summary>The service with its pages over a database of its own, and no message server.</summary>
internal sealed class ServedDistrict : IAsyncDisposable
{
    internal const string Password = "long enough for all";

    private readonly WebApplication _app;

    private ServedDistrict(WebApplication app, NpgsqlDataSource source) => (_app, Source) = (app, source);

    internal NpgsqlDataSource Source { get; }

    internal IEnumerable<RouteEndpoint> Endpoints =>
        _app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    /// <param name="provider">Of logins beside the accounts kept here.</param>
    internal static async Task<ServedDistrict> StartAsync(
        DistrictFixture servers, IReadOnlyList<ListedEstate> estates, OpenIdProvider? provider = null, TimeProvider? time = null) =>
        await StartAsync(await servers.DatabaseAsync(), estates, provider, time);

    /// <summary>Pages over a database that others write.</summary>
    internal static async Task<ServedDistrict> StartAsync(
        string database, IReadOnlyList<ListedEstate> estates, OpenIdProvider? provider = null, TimeProvider? time = null)
    {
        var source = NpgsqlDataSource.Create(database);
        await Migrations.RunAsync(source, CancellationToken.None);
        await EstateRows.ReplaceAsync(source, estates, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0", "--ForwardedHeaders_Enabled=true"]);
        builder.Logging.ClearProviders();
        using var proposals = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var settings = new DistrictSettings("nats://127.0.0.1:1", database, Replicas: 1)
        {
            Provider = provider,
            ProposalsKey = proposals.ExportPkcs8PrivateKeyPem(),
        };
        builder.Services.AddDistrict(settings).AddPages().AddOpenId(provider).AddSingleton(time ?? TimeProvider.System);
        var app = builder.Build();
        app.MapDistrict();
        await app.StartAsync();
        return new(app, source);
    }

    internal static ListedEstate Estate(string site, string street, int households = 100, (double North, double East)? at = null) => new(
        site, new(site + "小区", site + " Estate"), new(street + "一居委", street + " 1"), new(street, street + " Street"),
        new("示范区", "Model"), households)
    {
        Position = at is var (north, east) ? new(Wgs84: [north, east]) : null,
    };

    internal Task PutAsync(string name, Level level, string area)
    {
        var account = new Account(name, level, area);
        return new AccountRows(Source).PutAsync(
            account, Logins.HashOf(account, Password), Logins.NewStamp(), CancellationToken.None);
    }

    internal string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>A browser that nobody has logged in with.</summary>
    internal HttpClient Browser()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(Address) };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        return client;
    }

    internal static Task<HttpResponseMessage> LogInAsync(HttpClient browser, string name, string password = Password) =>
        browser.PostAsync("/login", new FormUrlEncodedContent([new("name", name), new("password", password), new("next", "/compare")]));

    /// <summary>A browser somebody is logged in with.</summary>
    internal async Task<HttpClient> BrowserOfAsync(string name, Level level, string area)
    {
        await PutAsync(name, level, area);
        var browser = Browser();
        await LogInAsync(browser, name);
        return browser;
    }

    internal async Task RunAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Source.DisposeAsync();
    }
}
