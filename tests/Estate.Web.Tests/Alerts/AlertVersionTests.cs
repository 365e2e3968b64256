using Estate.Web.Alerts;
using Estate.Web.Shared;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>The list of alerts, written once for all who look at it.</summary>
public sealed class AlertVersionTests
{
    [Fact]
    public async Task Pages_that_are_not_there_are_not_kept()
    {
        var written = 0;
        var version = new AlertVersion([], [], new([], []), (_, _, _) => Task.FromResult($"{++written}"));
        foreach (var page in new[] { 1, 1, 1_000_000_000, 1_000_000_000 })
            await version.HtmlAsync(new("", page), new Language(IsChinese: false));
        Assert.Equal(3, written);
    }
}
