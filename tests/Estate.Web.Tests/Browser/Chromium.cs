using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Estate.Web.Tests.Browser;

/// <summary>
/// Debian's Chromium without a window, started once for all tests of the process and ended with it. It needs a third of the
/// processor time of the one whose window is not shown.
/// </summary>
internal static class Chromium
{
    internal const string Path = "/usr/bin/chromium-headless-shell";

    private static readonly Lazy<Task<IBrowser>> Browser = new(LaunchAsync);

    internal static Task<IBrowser> GetAsync() => Browser.Value;

    /// <summary>
    /// Playwright sets the console's encoding while it starts, for which .NET holds the console and flushes its own writers; a gateway's
    /// log that is being written at that moment holds the writer and waits for the console. A writer of ours is not flushed.
    /// </summary>
    [ModuleInitializer]
    internal static void KeepLogsApart() =>
        Console.SetError(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });

    private static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // Every page starts over: its scripts are over before what the optimising compilers make of them is used, for a fifth of
                // all the time.
                "--js-flags=--no-opt --no-maglev",
            ],
        });
    }
}
