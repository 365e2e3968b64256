using Estate.Domain.People;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>One large estate for all tests that look at it, and somebody who may see everything.</summary>
public sealed class LargeEstate : IAsyncLifetime
{
    internal RunningGateway Gateway { get; private set; } = null!;

    internal HttpClient Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Gateway = await RunningGateway.StartLargeAsync();
        await Gateway.PersonAsync("everybody", "h1", Role.Staff, Role.Committee, Role.Engineer, Role.Administrator);
        Browser = await Gateway.BrowserOfAsync("everybody");
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Gateway.DisposeAsync();
    }
}
