using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Bench.Harness;
using Estate.Domain.People;
using Estate.Gateway;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using NodaTime;
using NodaTime.Text;

namespace Estate.Bench.Widest;

/// <summary>Asks a running gateway every question there is, as somebody who may see everything.</summary>
/// <param name="code">That person's one-time code.</param>
internal sealed class WidestWalk(BenchEstate estate, string code, TimeProvider time)
{
    private const int Times = 3;
    private const string Household = "h0001", Chair = "chair";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1), Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Until the journal of a database without totals is added up.</summary>
    internal async Task<TimeSpan> UntilAddedUpAsync()
    {
        using var http = new HttpClient { BaseAddress = new(estate.Url) };
        var (started, asked) = (time.GetTimestamp(), new Uri("/api/bins/statistics?to=2000-01-01&from=2000-01-01", UriKind.Relative));
        while ((await http.GetAsync(asked)).StatusCode == HttpStatusCode.ServiceUnavailable)
            if (time.GetElapsedTime(started) < Patience)
                await Task.Delay(Pause, time);
            else
                throw new IOException("the journal is not added up");
        return time.GetElapsedTime(started);
    }

    internal async Task<IReadOnlyList<WidestLine>> RunAsync(IReadOnlyList<string> patterns)
    {
        using var http = await EverybodyAsync();
        var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(estate.Model.Programme.Zone).Date;
        var questions = new WidestQuestions(estate.Folder.Database, Household, await ProposeAsync(today), today);
        var lines = new List<WidestLine>();
        foreach (var pattern in patterns)
        {
            var path = questions.Of(pattern);
            var first = await Asked.OfAsync(http, estate.Gateway.Id, path);
            var later = new List<Asked>();
            while (later.Count < Times)
                later.Add(await Asked.OfAsync(http, estate.Gateway.Id, path));
            lines.Add(new(pattern, first, later.OrderBy(one => one.CpuMs).ElementAt(Times / 2)));
        }
        return lines;
    }

    /// <summary>Logged in, of a household and of every role.</summary>
    private async Task<HttpClient> EverybodyAsync()
    {
        var http = new HttpClient { BaseAddress = new(estate.Url), Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var form = new FormUrlEncodedContent(
            [new("code", code), new("name", "everybody"), new("password", "maple river lamp stone")]);
        using var joined = await http.PostAsync(new Uri("/join", UriKind.Relative), form);
        return joined.IsSuccessStatusCode ? http : throw new IOException($"nobody can log in: {joined.StatusCode}");
    }

    /// <returns>The name of a proposal of other rules for points.</returns>
    private async Task<string> ProposeAsync(LocalDate today)
    {
        using var chair = Bearer(Chair, Role.Committee);
        var from = LocalDatePattern.Iso.Format(today.PlusDays(30)) + "T00:00";
        var body = new { points_per_session = 7, resolution = "trial", effective_from = from };
        using var answer = await chair.PostAsJsonAsync(new Uri("/api/points/policy/proposals", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        using var answered = JsonDocument.Parse(text);
        return answered.RootElement.TryGetProperty("id", out var id) ? id.GetString()! : throw new IOException(text);
    }

    /// <summary>
    /// A code that makes an account which may see everything, and the token of who proposes. Made before another build's gateway has the
    /// database: it may be of an older schema than this program would leave it.
    /// </summary>
    internal static string Invite(BenchEstate estate)
    {
        estate.TokenOf(Chair, Role.Committee);
        var database = estate.Folder.OpenDatabase();
        var table = new PeopleTable(database, new AuditChain(database, estate.Folder.AuditKey()));
        var invitations = new Invitations(table, estate.Folder.PeopleKey(), new GatewayClock(PlatformServices.Real));
        return invitations.Invite([Role.Staff, Role.Committee, Role.Engineer, Role.Administrator], Household, "bench");
    }

    private HttpClient Bearer(string name, Role role)
    {
        var http = new HttpClient { BaseAddress = new(estate.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", estate.TokenOf(name, role));
        return http;
    }
}
