using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Playwright;

namespace Estate.Web.Tests.Browser;

/// <summary>A page's browser whose push service is a scripted one; a real one would need the world outside.</summary>
internal static class PushBrowser
{
    /// <summary>On every page after this one; <c>askedWith</c> is the key it was asked with.</summary>
    internal static async Task SetUpAsync(IPage page, RunningGateway gateway, ScriptedHttp service, TestBrowser keys)
    {
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = gateway.Url });
        await page.AddInitScriptAsync(
            $$"""
            const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), one => one.charCodeAt(0)).buffer;
            const keys = { p256dh: bytes('{{keys.P256dh}}'), auth: bytes('{{keys.Auth}}') };
            PushManager.prototype.subscribe = async asked => {
              window.askedWith = asked.applicationServerKey;
              return { endpoint: '{{service.Url}}phone', getKey: name => keys[name] };
            };
            """);
    }
}
