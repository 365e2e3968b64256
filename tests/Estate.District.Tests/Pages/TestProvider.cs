using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using Estate.District.Accounts.OpenId;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Estate.District.Tests.Pages;

/// <summary>A real provider of logins (OpenIddict's server), where everybody is logged in already, and tokens can be spoilt.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    internal const string Client = "district", Secret = "what only the two know";

    private readonly WebApplication _app;

    private TestProvider(WebApplication app) => _app = app;

    internal string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Of whoever is logged in.</summary>
    internal IReadOnlyList<string> Groups { get; set; } = ["street-east"];

    /// <summary>Done to each id token before it is signed.</summary>
    internal Action<SecurityTokenDescriptor>? Spoil { get; set; }

    /// <summary>Only when asked with the access token, as some providers do.</summary>
    internal bool GroupsAreUserInfo { get; set; }

    internal OpenIdProvider Settings => new(
        Address, Client, "groups",
        [new("street-east", "street", "河东"), new("everything", "district", "示范区"), new("street-west", "street", "河西")],
        new("区信息科 021-1234", "the district's IT desk, 021-1234"))
    { Secret = Secret };

    internal static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        TestProvider? made = null;
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.EnableDegradedMode().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo")
                .SetEndSessionEndpointUris("logout");
            options.RegisterScopes("profile").AddEphemeralEncryptionKey().AddSigningKey(NewKey());
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(one => one.UseInlineHandler(ValidateAsync));
            options.AddEventHandler<ValidateTokenRequestContext>(one => one.UseInlineHandler(ValidateAsync));
            options.AddEventHandler<ValidateEndSessionRequestContext>(one => one.UseInlineHandler(_ => default));
            options.AddEventHandler<HandleAuthorizationRequestContext>(one => one.UseInlineHandler(context => made!.LogInAsync(context)));
            options.AddEventHandler<HandleUserInfoRequestContext>(one => one.UseInlineHandler(context => made!.TellAsync(context)));
            options.AddEventHandler<HandleEndSessionRequestContext>(one => one.UseInlineHandler(context =>
            {
                context.SignOut();
                return default;
            }));
            options.AddEventHandler<GenerateTokenContext>(one => one.UseInlineHandler(context => made!.SpoilAsync(context))
                .SetOrder(Protection.GenerateIdentityModelToken.Descriptor.Order - 1));
        });
        builder.Services.AddAuthentication();
        var app = builder.Build();
        app.UseAuthentication();
        made = new(app);
        await app.StartAsync();
        // What it says of itself is made the first time that somebody asks: not by a login that waits.
        using var first = new HttpClient();
        await first.GetStringAsync(made.Address + "/.well-known/openid-configuration");
        return made;
    }

    /// <summary>From now on it signs with another, and the old one is not shown any more.</summary>
    internal void ChangeKey()
    {
        var keys = _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials;
        keys.Clear();
        keys.Add(new(NewKey(), SecurityAlgorithms.RsaSha256));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)) };

    private static ValueTask ValidateAsync(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != Client || context.RedirectUri?.EndsWith(OpenIdServices.Callback, StringComparison.Ordinal) != true)
            context.Reject(Errors.InvalidClient);
        return default;
    }

    private static ValueTask ValidateAsync(ValidateTokenRequestContext context)
    {
        if (context.ClientId != Client || context.ClientSecret != Secret)
            context.Reject(Errors.InvalidClient);
        return default;
    }

    private ValueTask LogInAsync(HandleAuthorizationRequestContext context)
    {
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, "subject-1").SetClaim(Claims.PreferredUsername, "li.na");
        if (!GroupsAreUserInfo)
            identity.SetClaims("groups", [.. Groups]);
        identity.SetScopes(context.Request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        context.SignIn(new ClaimsPrincipal(identity));
        return default;
    }

    private ValueTask TellAsync(HandleUserInfoRequestContext context)
    {
        if (GroupsAreUserInfo)
            context.Claims["groups"] = new OpenIddictParameter(Groups.Select(one => (string?)one).ToImmutableArray());
        return default;
    }

    private ValueTask SpoilAsync(GenerateTokenContext context)
    {
        if (context.TokenType == TokenTypeIdentifiers.IdentityToken)
            Spoil?.Invoke(context.SecurityTokenDescriptor);
        return default;
    }
}
