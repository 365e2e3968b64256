using Dapper;
using Estate.Domain.Devices;
using Estate.FirmwareSim;
using Estate.FirmwareSim.Past;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Bench.History;

/// <summary>
/// A demonstration's past: weeks of the simulated estate through the gateway's own pipeline, at the pace of the computer. Made beside the
/// folder's database and put in its place when it is whole, so that one that was cut short is as if it had not been begun.
/// </summary>
internal sealed class HistoryMaker(EstateModel model, DataFolder folder, int seed, IProgress<(int Done, int Days)>? progress = null)
{
    internal const int DaysAWeek = 7;

    private static readonly TimeSpan MeansEvery = TimeSpan.FromHours(6);

    /// <summary>Half of what somebody waits for the lid at most; the order to open it is good for thirty seconds.</summary>
    private static readonly TimeSpan OpensWithin = TimeSpan.FromSeconds(14);

    private string Draft => folder.Database + ".past";

    /// <summary>Why there is none to be made; null where there is.</summary>
    internal string? Refusal()
    {
        if (!File.Exists(folder.Demonstration))
            return $"{folder.Root} is no demonstration (it was not made with init --demo): it gets no invented past.";
        if (!File.Exists(folder.Database))
            return $"{folder.Database} is not there; run init first.";
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        return connection.ExecuteScalar<bool>("SELECT EXISTS(SELECT 1 FROM journal)")
            ? "This estate has a past already; nothing is added to it." : null;
    }

    /// <param name="until">When it ends: now, or for a test any moment.</param>
    internal async Task<PastReport> MakeAsync(int days, DateTimeOffset until)
    {
        CopyDatabase();
        var zone = model.Programme.Zone;
        var first = Instant.FromDateTimeOffset(until).InZone(zone).Date.PlusDays(-days);
        var start = first.AtStartOfDayInZone(zone).ToDateTimeOffset();
        PastReport report;
        using (var alone = new GatewayLock(new(folder.Root) { Draft = Draft }))
            report = await PlayAsync(alone, first, new(start), until);
        PutInPlace();
        return report;
    }

    private async Task<PastReport> PlayAsync(GatewayLock alone, LocalDate first, PastTime time, DateTimeOffset until)
    {
        var (agenda, broker) = (new Agenda(time), new DirectBroker());
        PastPins? pins = null;
        var platform = PlatformServices.Real with { OpenPins = (plan, _, _) => pins = new(plan) };
        var zone = model.Programme.Zone;
        await using var gateway = await PastGateway.StartAsync(model, alone, platform, time, broker);
        var estate = new PastEstate(PlanOf(broker, time.Now, until), agenda, time, pins ?? new PastPins(new([], [], [])));
        Connect(gateway, broker, pins, estate, agenda);
        AnswerCalls(gateway, broker, agenda);
        var people = new PastPeople(gateway, agenda, [.. Households()], new(seed + 1))
        {
            Days = Period.DaysBetween(first, DateOf(until)),
            Gate = Find("gate").FirstOrDefault()?.Device,
            Garage = Find("garage").FirstOrDefault()?.Device,
            Lifts = [.. Find("lift").Select(one => one.Device)],
        };
        estate.Start();
        people.Start();
        var (last, number) = (DateOf(until), 0);
        for (var date = first; date <= last; date = date.PlusDays(1), number++)
        {
            var day = new PastDay(date.AtStartOfDayInZone(zone).ToDateTimeOffset(), number);
            estate.Plan(day);
            people.Plan(day);
            if (number == 0)
                PlanSay(gateway, agenda, day, people.Days);
            var next = date.PlusDays(1).AtStartOfDayInZone(zone).ToDateTimeOffset();
            gateway.PlayUntil(next < until ? next : until, agenda);
            progress?.Report((number + 1, people.Days + 1));
        }
        return new(new(estate.Parking.Occupied, estate.Stations.Fill), gateway.Lost);
    }

    /// <summary>What residents and their committee wish, tick, publish and note; no story in less than a week.</summary>
    private void PlanSay(PastGateway gateway, Agenda agenda, PastDay first, int days)
    {
        if (days < DaysAWeek)
            return;
        IReadOnlyList<string> households = [.. Households()];
        new PastProjects(gateway, agenda, households, new(seed + 2)) { Days = days }.Plan(first);
        new PastCommittee(gateway, agenda, households) { Days = days }.Plan(first);
    }

    /// <summary>What a gateway's own parts do now and then, and who waits for an answer.</summary>
    private static void Connect(PastGateway gateway, DirectBroker broker, PastPins? pins, PastEstate estate, Agenda agenda)
    {
        var received = broker.Received;
        broker.Received = (topic, payload) =>
        {
            received(topic, payload);
            if (!topic.EndsWith("/event", StringComparison.Ordinal))
                return;
            if (topic.Contains("/charger/", StringComparison.Ordinal))
                gateway.Hurry(PastGateway.BoardsPatience);
            else if (payload.AsSpan().IndexOf("\"type\":\"tap\""u8) >= 0)
                gateway.Hurry(OpensWithin);
        };
        agenda.Every(MeansEvery, MeansEvery, gateway.WriteMeans);
        if (pins is null)
            return;
        pins.Driven = () => estate.Gate?.OnDriven();
        agenda.Every(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), pins.Refresh);
    }

    private void AnswerCalls(PastGateway gateway, DirectBroker broker, Agenda agenda)
    {
        var desk = new PastCallDesk(
            gateway, agenda, [.. NamesOf("call-button").Select(name => new DeviceId("call-button", name))], new(seed + 3));
        broker.Received += (topic, _) =>
        {
            if (topic.Contains("/call-button/", StringComparison.Ordinal) && topic.EndsWith("/event", StringComparison.Ordinal))
                desk.Heard();
        };
    }

    private PastPlan PlanOf(DirectBroker broker, DateTimeOffset start, DateTimeOffset end) => new(seed, end)
    {
        Device = name => new(model.Site, name, "", 0) { Boot = start.ToUnixTimeSeconds(), Link = (options, _) => broker.Connect(options) },
        Stations = NamesOf("bins"),
        Bays = NamesOf("parking"),
        Counter = NameOf("counter"),
        Sign = NameOf("sign"),
        Chargers = NamesOf("charger"),
        Sockets = Find("charger").Select(one => one.Whole("sockets", 10, 1, 20)).FirstOrDefault(10),
        Checkpoints = NamesOf("checkpoint"),
        Lifts = NamesOf("lift"),
        CallButtons = NamesOf("call-button"),
        Sensors = NamesOf("monitor"),
        Garage = NameOf("garage"),
        Sweeper = NameOf("sweeper"),
        Network = NamesOf("network"),
        GarageDoor = Find("gate").FirstOrDefault(one => one.Values.ContainsKey("permits"))?.Device.Name,
        Households = model.Households,
        Gate = Find("gate").FirstOrDefault(one => one.IsWired)?.Device.ToString(),
    };

    private string? NameOf(string kind) => Find(kind).FirstOrDefault(one => !one.IsWired)?.Device.Name;

    private IReadOnlyList<string> NamesOf(string kind) => [.. Find(kind).Where(one => !one.IsWired).Select(one => one.Device.Name)];

    private IEnumerable<DeviceSettings> Find(string kind) =>
        model.Inventory.Where(one => one.Device.Kind == kind && one.Profile is null);

    private IEnumerable<string> Households() => ReferenceCards.For(model.Households).Select(card => card.Household).Distinct();

    private LocalDate DateOf(DateTimeOffset moment) => Instant.FromDateTimeOffset(moment).InZone(model.Programme.Zone).Date;

    /// <summary>People, cards and logins of the demonstration stay.</summary>
    private void CopyDatabase()
    {
        foreach (var left in Directory.GetFiles(folder.Root, Path.GetFileName(Draft) + "*"))
            File.Delete(left);
        using var from = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        using var to = new SqliteConnection($"Data Source={Draft};Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }

    private void PutInPlace()
    {
        using (var connection = new SqliteConnection($"Data Source={Draft};Pooling=False"))
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
        using (var whole = new FileStream(Draft, FileMode.Open, FileAccess.ReadWrite))
            whole.Flush(flushToDisk: true);
        foreach (var beside in new[] { "-wal", "-shm" })
            File.Delete(folder.Database + beside);
        File.Move(Draft, folder.Database, overwrite: true);
    }
}
