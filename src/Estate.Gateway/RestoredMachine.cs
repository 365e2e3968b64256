using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Alerts;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Funds;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Domain.Rules;
using Estate.Domain.Visits;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Rules;

namespace Estate.Gateway;

/// <summary>The machine and who reacts in it, as the journal leaves them.</summary>
internal sealed record RestoredMachine(EstateMachine Estate, RuleSchema Schema)
{
    private const int RuleChangesRead = 5_000;
    private const int PollFactsRead = 50_000;
    private const int NoticeFactsRead = 2_000;
    private const int SilenceFactsRead = 2_000;
    private const int DeskFactsRead = 2_000;
    private const int ProjectFactsRead = 20_000;

    internal required PointsReactor Points { get; init; }

    internal required PollReactor Polls { get; init; }

    internal required NoticeReactor Notices { get; init; }

    internal required DistrictProposalReactor Proposals { get; init; }

    internal required ProjectReactor Projects { get; init; }

    internal required FundReactor Funds { get; init; }

    internal required VisitReactor Visits { get; init; }

    internal required Ledger Ledger { get; init; }

    internal required AlertReactor Alerts { get; init; }

    internal required RuleReactor Rules { get; init; }

    internal static RestoredMachine Read(
        EstateModel model, IReadOnlyList<IDeviceKind> kinds, (EstateReader Journal, AlertReader Alerts) readers,
        (CardRegistry Registry, byte[] Key) people, GatewayClock clock)
    {
        var (reader, cards) = (readers.Journal, people.Registry);
        var alerts = new AlertReactor(model.Alerts.Policy);
        alerts.Restore(readers.Alerts.Since(clock.Now - AlertPolicy.FlapWindow));
        alerts.RestoreSilences(reader.FactsOf(AlertReactor.JournalId, SilenceFactsRead, AlertReactor.RecoversFrom), clock.Now);
        var ledger = new Ledger();
        reader.Restore(ledger, (clock.Now - PointsProgramme.IdsRememberedFor).InUtc().Date);
        var points = new PointsReactor(model.Programme, ledger, cards);
        points.Restore(reader.FactsOf(PointsReactor.JournalId, DeskFactsRead, PointsReactor.RecoversFrom));
        var polls = new PollReactor(model.Households, cards.KnowsHousehold);
        polls.Restore(reader.FactsOf(PollReactor.JournalId, PollFactsRead, PollReactor.RecoversFrom), reader.Tallies());
        var (notices, proposals) = RestoreNotices(reader);
        var (projects, funds, visits) = RestoreSay(model, reader, cards, polls);
        var schema = RuleSchemas.Of(model, kinds);
        var rules = RestoreRules(reader, schema);
        var codes = new StationCodes(cards, text => OneTimeCodes.NumberOf(people.Key, text));
        IReactor[] all = [points, codes, polls, notices, proposals, projects, funds, visits, .. DeviceKinds.Reactors(cards), rules, alerts];
        var machine = InventoryCheck.OfDevices(() => new EstateMachine(kinds, model.Inventory, all));
        RestoreDevices(machine, reader, model, kinds);
        machine.Resume();
        clock.StartAfter(reader.NewestReceipt());
        clock.UpdateTrust();
        return new(machine, schema)
        {
            Points = points,
            Polls = polls,
            Notices = notices,
            Proposals = proposals,
            Projects = projects,
            Funds = funds,
            Visits = visits,
            Ledger = ledger,
            Alerts = alerts,
            Rules = rules,
        };
    }

    /// <summary>What is told to residents, and what the district would like told or decided.</summary>
    private static (NoticeReactor Notices, DistrictProposalReactor Proposals) RestoreNotices(EstateReader reader)
    {
        var (notices, proposals) = (new NoticeReactor(), new DistrictProposalReactor());
        notices.Restore(reader.FactsOf(NoticeReactor.JournalId, NoticeFactsRead, NoticeReactor.RecoversFrom));
        proposals.Restore(reader.FactsOf(DistrictProposalReactor.JournalId, NoticeFactsRead, DistrictProposalReactor.RecoversFrom));
        return (notices, proposals);
    }

    /// <summary>What residents and their committee wish, do, spend and note.</summary>
    private static (ProjectReactor Projects, FundReactor Funds, VisitReactor Visits) RestoreSay(
        EstateModel model, EstateReader reader, CardRegistry cards, PollReactor polls)
    {
        var projects = new ProjectReactor(polls, cards.KnowsHousehold);
        projects.Restore(reader.FactsOf(ProjectReactor.JournalId, ProjectFactsRead, ProjectReactor.RecoversFrom));
        var funds = new FundReactor(id => projects.Find(id) is not null);
        funds.Restore(reader.FactsOf(FundReactor.JournalId, DeskFactsRead, FundReactor.RecoversFrom));
        var visits = new VisitReactor(cards.KnowsHousehold, NodaTime.Duration.FromDays(model.Retention.HouseholdsDays));
        visits.Restore(reader.FactsOf(VisitReactor.JournalId, ProjectFactsRead, VisitReactor.RecoversFrom));
        return (projects, funds, visits);
    }

    private static RuleReactor RestoreRules(EstateReader reader, RuleSchema schema)
    {
        var rules = new RuleReactor(schema);
        var ofHost = reader.FactsOf(HostConditionChanged.Host, RuleChangesRead, [typeof(RuleDisabled), typeof(RuleEnabled)]);
        var changes = reader.FactsOf(RuleReactor.JournalId, RuleChangesRead).OfType<RuleFact>();
        rules.Restore([.. changes, .. ofHost.Cast<RuleFact>()], reader.RuleStates());
        return rules;
    }

    /// <summary>From its state, or where that could not be read, from what is journaled of it.</summary>
    private static void RestoreDevices(EstateMachine machine, EstateReader reader, EstateModel model, IReadOnlyList<IDeviceKind> kinds)
    {
        var readable = new HashSet<DeviceId>();
        foreach (var (device, presence, state) in reader.States())
            if (state is not null && readable.Add(device))
                machine.Restore(device, presence, state);
        var lost = model.Inventory.Select(settings => settings.Device).Where(device => !readable.Contains(device)).ToList();
        // Of a new estate that is all, and none has a past.
        var journaled = lost.Count == 0 ? null : reader.DevicesWithFacts();
        foreach (var device in lost.Where(device => journaled!.Contains(device.ToString())))
            if (kinds.Single(kind => kind.Name == device.Kind) is IRecoverableKind kind
                && reader.FactsOf(device, Retention.KeptToRecoverFrom, kind.RecoversFrom) is { Count: > 0 } facts)
                machine.Recover(device, facts);
    }
}
