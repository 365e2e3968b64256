using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Estate.Bench.Harness;
using Estate.Domain.People;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Trial;

/// <summary>P-A10, with SIGKILL: a version is there whole or not at all, and one that was confirmed is there.</summary>
public sealed class KilledApprovalTests
{
    private const string Gate = "/api/gates/s-gate";
    private const int Kills = 6;

    [Fact]
    public async Task A_kill_around_an_approval_leaves_the_version_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        using var estate = new BenchEstate(folder.File("trial"), 1, TimeProvider.System);
        await estate.StartAsync();
        var random = new Random(11);
        var from = TimeProvider.System.GetUtcNow().AddDays(20).Date;
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await VersionsAsync(estate);
            var id = (
                await AskAsync(
                    estate, "chair", "/proposals",
                    $$"""{"closed":["22:{{10 + kill}}-05:00"],"resolution":"r{{kill}}","effective_from":"{{from.AddDays(
                        kill):yyyy-MM-dd}}T00:00"}""")).GetProperty("id").GetString();
            var approving = AskAsync(estate, "secretary", $"/proposals/{id}/approve", "{}");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 12)), TimeProvider.System);
            var isConfirmed = approving.IsCompletedSuccessfully;
            estate.StartGateway();
            await Task.WhenAny(approving);
            await estate.WaitUntilReadyAsync();

            var after = await VersionsAsync(estate);
            Assert.Equal(before, after.Take(before.Count));
            Assert.InRange(after.Count, before.Count + (isConfirmed ? 1 : 0), before.Count + 1);
            // State, journal and notice tell the same.
            Assert.Equal(
                after.Count, TestDatabase.Count(estate.Folder.Database, "SELECT count(*) FROM fact WHERE type = 'schedule_approved'"));
            if (after.Count > before.Count)
                Assert.Equal($"22:{10 + kill}-05:00 r{kill}", after[^1]);
            else
                // Not decided, so the proposal is still open; it goes, to not stand in the way of the next.
                await AskAsync(estate, "chair", $"/proposals/{id}/withdraw", "{}");
        }
    }

    private static async Task<List<string>> VersionsAsync(BenchEstate estate)
    {
        using var http = new HttpClient();
        using var state = JsonDocument.Parse(await http.GetStringAsync(new Uri(estate.Url + Gate)));
        return [.. state.RootElement.GetProperty("decided").EnumerateArray()
            .Select(one => $"{one.GetProperty("closed")[0].GetString()} {one.GetProperty("resolution").GetString()}")];
    }

    private static async Task<JsonElement> AskAsync(BenchEstate estate, string who, string path, string body)
    {
        using var http = new HttpClient();
        var token = estate.TokenOf(who, Role.Committee);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, estate.Url + Gate + path)
        { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.Clone();
    }
}
