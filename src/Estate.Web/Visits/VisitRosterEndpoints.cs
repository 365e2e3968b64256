using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Visits;
using Estate.Web.Shared;

namespace Estate.Web.Visits;

/// <summary>The committee names who makes visits and which member keeps the log; two members decide.</summary>
internal sealed class VisitRosterEndpoints(PageContext page, VisitReactor visits, PeopleTable people)
{
    internal const string Path = "/committee/visits";

    internal void Map(WebApplication app)
    {
        var committee = app.MapGroup(Path).RequirePage(Role.Committee);
        committee.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        committee.MapPost("/propose", (Delegate)ProposeAsync);
        committee.MapPost("/{id}/approve", (string id, HttpContext context) => AskAsync(context, new ApproveVisitRoster(id)));
        committee.MapPost("/{id}/withdraw", (string id, HttpContext context) => AskAsync(context, new WithdrawVisitRoster(id)));
    }

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var (roster, pending) = await page.Loop.InspectAsync(_ => (visits.Roster, visits.Pending));
        return await page.ShowAsync<VisitRosterPage>(
            context, (nameof(VisitRosterPage.Roster), roster), (nameof(VisitRosterPage.Pending), pending),
            (nameof(VisitRosterPage.Who), RequestResults.NameOf(context)), (nameof(VisitRosterPage.Said), said));
    }

    private async Task<IResult> ProposeAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var (keeper, names) = (
            form["keeper"].ToString().Trim(),
            form["volunteers"].ToString().Split(
                ['\n', ',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return Unknown(keeper, names) is { } mistake
            ? await RequestResults.RefusedAsync(context, mistake, said => ShowAsync(context, said))
            : await AskAsync(context, new ProposeVisitRoster(new("", keeper, [.. names.Select(name => new Volunteer(name))])));
    }

    /// <summary>A slip of the pen must not name somebody who comes later.</summary>
    private Text? Unknown(string keeper, IReadOnlyList<string> names)
    {
        var accounts = people.All().ToDictionary(one => one.Name, StringComparer.OrdinalIgnoreCase);
        return accounts.GetValueOrDefault(keeper)?.AllRoles().Contains(Role.Committee) != true
            ? new("保管记录的要是业委会委员的账号", "who keeps the log is the account of a member of the committee")
            : names.FirstOrDefault(name => !accounts.ContainsKey(name)) is { } missing
            ? new($"没有账号 {missing}", $"there is no account {missing}") : null;
    }

    private Task<IResult> AskAsync(HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => ShowAsync(context, said));
}
