using Estate.TestKit;
using Estate.Web.Tests.Shared;
using Microsoft.Playwright;

namespace Estate.Web.Tests.Browser;

/// <summary>axe-core in a page: WCAG 2.2 AA and good practice.</summary>
internal static class Axe
{
    /// <summary>Sent once, and there on every page after this one.</summary>
    internal static async Task AddToAsync(IPage page) => await page.AddInitScriptAsync(
        scriptPath: Path.Combine(await NodeTools.InstallAsync(PageWalkTests.Tools), "node_modules", "axe-core", "axe.min.js"));

    /// <returns>A line for each element that is not as it should be.</returns>
    internal static Task<string[]> ViolationsAsync(IPage page) =>
        RunAsync(page, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);

    /// <returns>A line for each element whose colours are too near each other.</returns>
    internal static Task<string[]> ContrastsAsync(IPage page) => RunAsync(page, ["color-contrast"]);

    private static Task<string[]> RunAsync(IPage page, string[] rules) => page.EvaluateAsync<string[]>(
        """
        async rules => (await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })).violations
          .flatMap(one =>
              one.nodes.map(node =>
                  `${one.id}: ${node.html.slice(0, 160)} ${node.any.concat(node.all).map(check =>
                      check.message).join('; ').slice(0, 200)}`))
        """,
        rules);
}
