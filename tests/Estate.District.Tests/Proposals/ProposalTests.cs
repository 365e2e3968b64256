using Estate.Adapters.District;
using Estate.District.Accounts;
using Estate.District.Estates;
using Estate.District.Proposals;
using Estate.District.Tests.Pages;
using Estate.District.Tests.Uplink;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Notices;
using Estate.TestKit;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Xunit;

namespace Estate.District.Tests.Proposals;

/// <summary>From the district's database over real message servers to an estate, and its answer back.</summary>
[Collection(DistrictCollection.Name)]
public sealed class ProposalTests(DistrictFixture servers) : IAsyncLifetime
{
    private static readonly Account Street = new("street", Level.Street, "银杏街道"), Other = new("other", Level.Street, "东河镇");

    private readonly DistrictProposalReactor _desk = new();
    private readonly NoticeReactor _notices = new();
    private RunningDistrict _district = null!;
    private ProposalRows _rows = null!;

    public async ValueTask InitializeAsync()
    {
        _district = await RunningDistrict.StartAsync(servers);
        await RestartWorkerAsync();
        await EstateRows.ReplaceAsync(
            _district.Get<NpgsqlDataSource>(),
            [
                ServedDistrict.Estate("estate-1", Street.Area), ServedDistrict.Estate("estate-2", Street.Area),
                ServedDistrict.Estate("far", Other.Area),
            ],
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task A_notice_reaches_an_estate_that_was_away_is_taken_up_and_the_district_sees_it()
    {
        await ProposeAsync();
        // Nobody is there; a worker ends; the estate comes back later.
        await RestartWorkerAsync();
        await using var journal = new TestJournal("estate-1", _district.Url, _district.EstateSeed, _district.CaFile);
        await journal.StartAsync();
        var machine = new EstateMachine([], [], [_desk, _notices]);
        await using (var link = Link())
        using (var stop = new CancellationTokenSource())
        {
            var listening = ListenAsync(
                link, request => journal.Add(FactsOf(machine, request, "district")), stop.Token);
            await Eventually.UntilAsync(() => _desk.All.Count == 1);
            await stop.CancelAsync();
            await EndAsync(listening);
        }
        var proposed = _desk.All.Single().Proposal;
        await CountedAsync(one => (one.Estates, one.Delivered, one.TakenUp, one.Declined) == (2, 1, 0, 0));

        var act = new PublishNotice(new("", new("停水", "No water"), new("周二", "Tue"), Now, Now + Duration.FromDays(2)));
        journal.Add(FactsOf(machine, new TakeUpProposal(proposed.Id, act), "chair"));
        await CountedAsync(one => (one.Estates, one.Delivered, one.TakenUp, one.Declined) == (2, 1, 1, 0));
        var answers = await _rows.OneAsync(Street, proposed.Id, isChinese: false, CancellationToken.None);
        Assert.Equal([("estate-1", true), ("estate-2", false)], answers.Select(one => (one.Site, one.IsTakenUp)));
        Assert.Empty(await _rows.AllAsync(Other, CancellationToken.None));
        // Neither who, nor what, nor which came up: a hash.
        Assert.DoesNotContain("chair", await _district.TextAsync("fact"), StringComparison.Ordinal);
        Assert.DoesNotContain(proposed.Id, await _district.TextAsync("fact"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_withdrawn_is_dropped_where_nobody_has_answered_and_does_not_come_back()
    {
        await ProposeAsync();
        await using var journal = new TestJournal("estate-1", _district.Url, _district.EstateSeed, _district.CaFile);
        await journal.StartAsync();
        var (machine, heard) = (new EstateMachine([], [], [_desk, _notices]), new List<IRequest>());
        await using var link = Link();
        using var stop = new CancellationTokenSource();
        var listening = ListenAsync(
            link, request =>
            {
                heard.Add(request);
                journal.Add(FactsOf(machine, request, "district"));
            }, stop.Token);
        await Eventually.UntilAsync(() => _desk.All.Count == 1);
        var id = _desk.All.Single().Proposal.Id;
        Assert.False(await _rows.WithdrawAsync(Other, id, CancellationToken.None));
        Assert.True(await _rows.WithdrawAsync(Street with { Name = "colleague" }, id, CancellationToken.None));
        Assert.False(await _rows.WithdrawAsync(Street, id, CancellationToken.None));
        await CountedAsync(one => (one.Delivered, one.TakenUp, one.Declined, one.Withdrawn) == (1, 0, 0, 1));
        Assert.Equal("Withdrawn", _desk.Find(id)!.Answer.ToString());
        // What was on its way, or what somebody kept.
        journal.Add(FactsOf(machine, heard[0], "district"));
        Assert.False(_desk.Find(id)!.IsOpenAt(Now));
        var answers = await _rows.OneAsync(Street, id, isChinese: false, CancellationToken.None);
        Assert.Equal([("estate-1", true), ("estate-2", false)], answers.Select(one => (one.Site, one.IsWithdrawn)));
        await stop.CancelAsync();
        await EndAsync(listening);
    }

    [Fact]
    public async Task A_withdrawal_is_due_where_it_may_have_been_shown_until_the_estate_has_it_or_has_answered()
    {
        await _district.StopWorkerAsync();
        await using var source = NpgsqlDataSource.Create(_district.Database);
        var rows = _rows = new ProposalRows(source);
        await ProposeAsync();
        var (proposal, sent) = (await rows.DueAsync(TimeSpan.FromHours(1), 1, CancellationToken.None))[0];
        Assert.True(await rows.WithdrawAsync(Street, proposal.Id, CancellationToken.None));
        var due = await rows.DueAsync(TimeSpan.FromHours(1), 10, CancellationToken.None);
        Assert.Equal([(true, sent)], due.Select(one => (one.Proposal.WithdrawnAt is not null, one.Site)));
        await AnswerAsync(source, sent, "proposal_received", proposal);
        Assert.Single(await rows.DueAsync(TimeSpan.FromHours(-1), 10, CancellationToken.None));
        await AnswerAsync(source, sent, "proposal_declined", proposal);
        Assert.Empty(await rows.DueAsync(TimeSpan.FromHours(-1), 10, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_confirmed_is_not_sent_again_and_each_is_due_for_one_worker_only()
    {
        await _district.StopWorkerAsync();
        await using var source = NpgsqlDataSource.Create(_district.Database);
        var rows = _rows = new ProposalRows(source);
        await ProposeAsync();
        var due = await Task.WhenAll(
            rows.DueAsync(TimeSpan.FromHours(1), 10, CancellationToken.None),
            rows.DueAsync(TimeSpan.FromHours(1), 10, CancellationToken.None));
        Assert.Equal(["estate-1", "estate-2"], due.SelectMany(one => one).Select(one => one.Site).Order());
        Assert.Empty(await rows.DueAsync(TimeSpan.FromHours(1), 10, CancellationToken.None));
        var (proposal, site) = (await rows.DueAsync(TimeSpan.FromHours(-1), 10, CancellationToken.None))[0];
        await AnswerAsync(source, site, "proposal_received", proposal);
        var left = await rows.DueAsync(TimeSpan.FromHours(-1), 10, CancellationToken.None);
        Assert.DoesNotContain(site, left.Select(one => one.Site));
        Assert.Single(left);
    }

    [Fact]
    public async Task Nobody_proposes_beyond_their_area()
    {
        var what = ("notice", "x", "{}", 30);
        Assert.Equal(0, await _rows.AddAsync(Street, "far", what, CancellationToken.None));
        Assert.Equal(0, await _rows.AddAsync(Street, Other.Area, what, CancellationToken.None));
        Assert.Equal(1, await _rows.AddAsync(Street, "estate-2", what, CancellationToken.None));
        Assert.Single(await _rows.AllAsync(Street, CancellationToken.None));
    }

    private static async Task AnswerAsync(NpgsqlDataSource source, string site, string type, KeptProposal proposal)
    {
        await using var answer = source.CreateCommand(
            $"INSERT INTO fact(site, epoch, n, at, received_at, device, slice, type, body) VALUES('{site}', 'e', 1, now(), now(), "
                + $"'desk/proposals', 'proposals', '{type}', jsonb_build_object('proposal', '{ProposalSigner.HashOf(proposal.Id)}'))");
        await answer.ExecuteNonQueryAsync();
    }

    private static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private async Task ProposeAsync()
    {
        var (title, content) = ProposalContent.Notice(new(new("停水", "No water"), new("周二", "Tue"), 7));
        Assert.Equal(2, await _rows.AddAsync(Street, "", ("notice", title, content, 30), CancellationToken.None));
    }

    /// <summary>One that does not wait ten minutes.</summary>
    private async Task RestartWorkerAsync()
    {
        await _district.StopWorkerAsync();
        await _district.StartWorkerAsync(host => host.Services.GetRequiredService<ProposalSender>().Again = TimeSpan.FromSeconds(1));
        _rows = _district.Get<ProposalRows>();
    }

    private DistrictLink Link() => new(new(_district.Url, "estate-1", _district.EstateSeed, _district.CaFile, 100));

    private async Task ListenAsync(DistrictLink link, Action<IRequest> heard, CancellationToken stop)
    {
        using var key = new ProposalKey(_district.ProposalsKey);
        await link.ListenToProposalsAsync(
            message =>
            {
                var (request, problem) = ProposalReader.Read(message, "estate-1", key);
                Assert.Null(problem);
                heard(request!);
                return Task.CompletedTask;
            }, TimeProvider.System, stop);
    }

    private static List<Fact> FactsOf(EstateMachine machine, IRequest request, string by) =>
        [.. machine.Step(new RequestReceived(request, by, Now)).OfType<Recorded>().Select(one => one.Fact)];

    private static async Task EndAsync(Task listening) => await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task CountedAsync(Func<ProposalCount, bool> isSo) => await Eventually.UntilAsync(
        () => _rows.AllAsync(Street, CancellationToken.None), all => all.Count == 1 && isSo(all[0]));
}
