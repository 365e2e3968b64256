using Estate.Web.Committee;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Xunit;

namespace Estate.Web.Tests.Committee;

/// <summary>A poll's form with a draft that cannot be used.</summary>
public sealed class PollFormTests
{
    [Theory]
    [InlineData("points", """{"points_per_session":"many"}""", "points_per_session")]
    [InlineData("gate/s-gate", """{"closed":7}""", "closed")]
    [InlineData("the gate", """{"closed":["23:00-05:00"],"resolution":"2026-9","effective_from":"2026-12-05T00:00"}""", "gate/s-gate")]
    public void A_draft_is_refused_in_both_languages(string target, string body, string about)
    {
        var form = new FormCollection(new()
        {
            ["quorum"] = "1",
            ["opens"] = "2026-12-01T08:00",
            ["closes"] = "2026-12-02T08:00",
            ["target"] = target,
            ["body"] = body,
        });

        var (poll, mistake) = PollForm.Read(form, DateTimeZone.Utc);

        Assert.Null(poll);
        Assert.Contains(about, mistake.Zh, StringComparison.Ordinal);
        Assert.Contains(about, mistake.En, StringComparison.Ordinal);
        Assert.DoesNotContain("JSON value", mistake.Zh, StringComparison.Ordinal);
        Assert.Contains("草案", mistake.Zh, StringComparison.Ordinal);
    }
}
