using Estate.Adapters.Influx;
using Estate.Adapters.Lorawan;
using Estate.Adapters.Mqtt;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Damage;
using Estate.Adapters.Storage.Privacy;
using Estate.Adapters.Systemd;
using Estate.Domain.Alerts;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Pipeline.Nightly;
using Estate.Gateway.Pipeline.Series;
using Estate.Gateway.Rules;
using Estate.Web.Alerts;
using Estate.Web.Charging;
using Estate.Web.Committee;
using Estate.Web.Devices;
using Estate.Web.Home;
using Estate.Web.Journal;
using Estate.Web.Parking;
using Estate.Web.People;
using Estate.Web.Points;
using Estate.Web.Rules;
using Estate.Web.Shared;
using Microsoft.Extensions.Logging.Console;

namespace Estate.Web;

/// <summary>The whole process on one screen: configuration in, a web application out.</summary>
public static class GatewayHost
{
    private const int MeasurementsHeld = 100_000;
    private const int RememberedEvents = 6_000;
    private const int RuleChangesRead = 5_000;
    private const int PollFactsRead = 50_000;
    private const int DeskFactsRead = 2_000;
    private const int FactsToRecoverFrom = 20_000;

    /// <param name="alone">The data folder, to be held until the application is disposed of.</param>
    /// <param name="urls">Where to listen, such as http://127.0.0.1:8080.</param>
    /// <exception cref="ConfigurationException">The inventory names a kind this gateway does not know, or the database is damaged.</exception>
    public static WebApplication Build(EstateModel model, SoleGateway alone, string urls, Surroundings surroundings) =>
        DamagedDatabase.Told(alone.Folder, () => Assemble(model, alone.Folder, urls, surroundings));

    private static WebApplication Assemble(EstateModel model, DataFolder folder, string urls, Surroundings surroundings)
    {
        // No settings file is read, so none is watched: that would be every folder below the program, for as long as it runs.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseUrls(urls + ConnectionGuard.OwnUrl(folder.WebSocket)).ConfigureKestrel(server => ConnectionGuard.Configure(server, surroundings.Patience));
        builder.Logging.ClearProviders().AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"))
            .SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            // It warns that its keys lie unencrypted: they are in a folder only the gateway's user may read.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A log that nobody reads must not hold up the loop: lines are dropped instead.
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        var books = new CardBooks(folder);
        var kinds = DeviceKinds.All(books.For, model.Programme.Zone);
        InventoryCheck.Kinds(model, kinds);
        if (model.Influx is { } series)
            model = model with { Influx = series with { Averaged = [.. kinds.SelectMany(kind => kind.Series).Select(one => one.Name).Distinct()] } };
        var clock = new GatewayClock(surroundings);
        var database = Open(folder);
        var (reader, damaged) = (new EstateReader(database, kinds), new DamagedRows(database, kinds));
        damaged.SetAside(clock.Now);
        books.Restore(reader);
        var machine = Restore(model, kinds, (reader, new AlertReader(database)), (books.For("points").Cards, folder.PeopleKey()), clock);
        var misbehaving = machine.Alerts.Open.Where(alert => alert is { Key.Type: DeviceMisbehaved.Misbehaves, IsActive: true }).Select(alert => alert.Key.Device);
        var foreign = InventoryCheck.OfDevices(() => new ForeignTopics(kinds, model.Inventory));
        builder.Services
            .AddSingleton(model).AddSingleton(folder).AddSingleton(clock).AddSingleton(database).AddSingleton(reader).AddSingleton(damaged).AddSingleton<JournalReader>().AddSingleton<JournalSources>().AddSingleton(RulePageSources.From)
            .AddSingleton(machine.Rules).AddSingleton(services => new RuleFiles([model.RulesFolder ?? "", folder.Rules], machine.Schema, [.. model.Alerts.Notifiers.Select(one => one.Name)])).AddSingleton(machine.Schema).AddSingleton<RuleBacktests>().AddSingleton<RuleTrials>().AddPart<RuleWatch>("规则文件", "rule files")
            .AddSingleton(machine.Estate).AddSingleton(machine.Points).AddSingleton(machine.Polls).AddSingleton(machine.Ledger).AddSingleton(machine.Alerts).AddSingleton(new AlertReader(database))
            // Made by the container, so that it closes them at the end.
            .AddSingleton(services => new EstateStore(database, kinds, services.GetRequiredService<AuditChain>()))
            .AddSingleton(new MessageDecoder(model.Site, kinds, model.Inventory.Select(settings => settings.Device), folder.EventKey()) { Network = model.HasRadioSensors ? InventoryCheck.OfDevices(() => new NetworkServerInput(kinds, model.Inventory)) : null, Foreign = foreign })
            .AddSingleton(new PayloadRedaction(kinds, model.Site))
            .AddSingleton<GatewayMetrics>().AddSingleton(services => new Telemetry(services.GetRequiredService<GatewayMetrics>(), Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
            .AddSingleton(surroundings).AddSingleton(new TelemetryBuffer(new SpillFolder(folder.Series, model.Series.SpillMb * 1_000_000L), model.Site, MeasurementsHeld)).AddSingleton<SeriesSources>().AddSingleton<SeriesIntake>().AddSingleton(new Rollups(database, kinds, model.Programme.Zone))
            .AddSingleton<PendingQueue>().AddSingleton(new Budgets(clock, misbehaving)).AddSingleton(services => new Triage(services.GetRequiredService<MessageDecoder>(), kinds)).AddSingleton<LoopInbox>().AddSingleton<Refusals>().AddSingleton<LiveFeed>().AddSingleton<Health>().AddSingleton<AfterCommit>()
            .AddSingleton<PageRenderer>().AddSingleton<LoginParts>().AddSingleton<PeopleParts>().AddSingleton<PeoplePageParts>().AddSingleton<MeParts>().AddSingleton<HomeSources>().AddSingleton<DeskSources>().AddSingleton<CommitteeSources>().AddSingleton<PermitSources>().AddSingleton<DeviceSources>().AddSingleton<DeviceDesk>().AddSingleton<DeviceHistory>().AddSingleton<Restart>().AddPart<PollFollowUp>("投票结果", "what follows a vote").AddSingleton<PageReads>().AddSingleton<CardParts>().AddSingleton<LivePages>().AddSingleton<ConnectionGuard>()
            // Stopped in reverse: who sends and keeps figures ends after those who bring them.
            .AddPart<SeriesExporter>("时序数据", "the export of time series").AddPart<RollupService>("曲线", "curves")
            // The wires first: the loop's first decision knows whether it burns.
            .AddPart<PinService>("本机接线检查", "the watch over the wires")
            .AddSingleton<PinDrive>().AddSingleton<EstateSteps>().AddSingleton<EventLookups>().AddSingleton<Reception>().AddSingleton<EstateLoop>().AddHostedService(services => services.GetRequiredService<EstateLoop>())
            .AddSingleton(new MqttLink(model.Site, model.BrokerFor(folder), new(folder.GatewayPassword(), session => surroundings.OpenBroker(session, surroundings.Time), model.HomePrefix), foreign, [.. model.HasRadioSensors ? NetworkServerInput.Filters : [], .. model.Broker.CaFile is null ? [MqttLink.DroppedTopic] : Array.Empty<string>()]))
            .AddSingleton(services => new PinsAndHealth(
                surroundings.OpenPins(model.Pins.Plan(kinds), model.Pins.Mode, folder.PinSocket), kinds, services.GetRequiredService<Health>(), clock, model.Pins.Lines.Any()))
            .AddSingleton(_ => surroundings.OpenChips(model.Pins.Chips)).AddPart<ChipService>("读卡器与显示屏", "card readers, displays and sensors of this computer")
            .AddSingleton(ServiceNotifier.FromEnvironment())
            // Stopped in reverse: the committer says its last words before the link goes.
            .AddHostedService<BrokerService>().AddPart<ReceiptRelease>("消息回执", "receipts while the disk is silent").AddSingleton<HomeMeans>().AddPart<HomeService>("Home Assistant", "Home Assistant").AddPart<CertificateWatch>("证书", "certificates").AddSingleton<CommitRetries>().AddSingleton<CommitMistakes>().AddSingleton<Committer>().AddHostedService(services => services.GetRequiredService<Committer>())
            .AddSingleton<Notifiers>().AddSingleton<PipelineEnds>().AddPart<NotificationService>("通知", "notifications").AddPart<HostWatch>("自检", "the watch over the gateway").AddPart<DamageWatch>("数据库检查", "the check of the database").AddPart<NightlyBackup>("夜间备份", "the nightly backup")
            .AddSingleton(services => new Retention(database, reader, services.GetRequiredService<AuditChain>(), kinds)).AddPart<NightlyRetention>("夜间清理", "the nightly retention")
            .AddSingleton(books).AddPart<CardRefresh>("卡名单", "the list of cards").AddPart<ParkingBoard>("停车页面", "the parking page")
            .AddPart<AlertBoard>("告警页面", "the alerts page").AddSingleton<AlertMeans>().AddSingleton<AlertSources>().AddSingleton<ChargerSources>().AddPart<Watchdog>("看门狗", "the sign of life to systemd").AddPart<ConductWatch>("设备消息量", "the watch over devices that say too much").AddHostedService(services => services.GetRequiredService<EventLookups>());
        builder.Services.AddPeople(folder, database);
        builder.Services.AddLoginThrottle();
        builder.Services.AddApiDocument();
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        // So that who sent it hears what was wrong with it (BodyMistake).
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options => OperatorDesk.ReadStrictly(options.SerializerOptions));
        var app = builder.Build();
        app.Services.GetRequiredService<Telemetry>();
        Gauges.Add(app.Services);
        var devices = model.Inventory.Select(settings => settings.Device).ToList();
        app.Services.GetRequiredService<EstateLoop>().Identities.Restore(reader.RecentEvents(devices, Math.Max(1, RememberedEvents / devices.Count)), reader.NewestFact());
        app.MapEstate();
        Rehearsal.Play(kinds, model.Inventory, [new RuleDesk(machine.Schema), new AlertDesk(model.Alerts.Policy)], clock.Now);
        return app;
    }

    internal static (EstateMachine Estate, PointsDesk Points, PollDesk Polls, Ledger Ledger, AlertDesk Alerts, RuleDesk Rules, RuleSchema Schema) Restore(
        EstateModel model, IReadOnlyList<IDeviceKind> kinds, (EstateReader Journal, AlertReader Alerts) readers, (CardRegistry Registry, byte[] Key) people, GatewayClock clock)
    {
        var (reader, cards) = (readers.Journal, people.Registry);
        var alerts = new AlertDesk(model.Alerts.Policy);
        alerts.Restore(readers.Alerts.Since(clock.Now - AlertPolicy.FlapWindow));
        var ledger = new Ledger();
        reader.Restore(ledger, (clock.Now - PointsProgramme.IdsRememberedFor).InUtc().Date);
        var desk = new PointsDesk(model.Programme, ledger, cards);
        desk.Restore(reader.FactsOf(PointsDesk.DeskId, DeskFactsRead, PointsDesk.RecoversFrom));
        var polls = new PollDesk(model.Households, cards.KnowsHousehold);
        polls.Restore(reader.FactsOf(PollDesk.DeskId, PollFactsRead, PollDesk.RecoversFrom), reader.Tallies());
        var schema = RuleSchemas.Of(model, kinds);
        var rules = new RuleDesk(schema);
        rules.Restore([.. reader.FactsOf(RuleDesk.DeskId, RuleChangesRead).OfType<RuleFact>(), .. reader.FactsOf(HostConditionChanged.Host, RuleChangesRead, [typeof(RuleDisabled), typeof(RuleEnabled)]).Cast<RuleFact>()], reader.RuleStates());
        var machine = InventoryCheck.OfDevices(() => new EstateMachine(kinds, model.Inventory, [desk, new StationCodes(cards, text => OneTimeCodes.NumberOf(people.Key, text)), polls, .. DeviceKinds.Desks(cards), rules, alerts]));
        RestoreDevices(machine, reader, model, kinds);
        machine.Resume();
        clock.StartAfter(reader.NewestReceipt());
        clock.Judge();
        return (machine, desk, polls, ledger, alerts, rules, schema);
    }

    /// <summary>From its state, or where that could not be read, from what is journaled of it.</summary>
    private static void RestoreDevices(EstateMachine machine, EstateReader reader, EstateModel model, IReadOnlyList<IDeviceKind> kinds)
    {
        var readable = new HashSet<DeviceId>();
        foreach (var (device, presence, state) in reader.States())
            if (state is not null && readable.Add(device))
                machine.Restore(device, presence, state);
        foreach (var device in model.Inventory.Select(settings => settings.Device).Where(device => !readable.Contains(device)))
            if (reader.FactsOf(device, FactsToRecoverFrom, kinds.Single(kind => kind.Name == device.Kind).RecoversFrom) is { Count: > 0 } facts)
                machine.Recover(device, facts);
    }

    /// <exception cref="ConfigurationException">The data folder cannot be used.</exception>
    private static EstateDatabase Open(DataFolder folder)
    {
        try
        {
            return folder.OpenDatabase();
        }
        catch (Exception failure) when ((!DamageCheck.IsDamage(failure) && failure is System.Data.Common.DbException) || failure is UnauthorizedAccessException or (IOException and not SchemaException))
        {
            throw new ConfigurationException($"{folder.Database} cannot be used: {failure.Message}. Check the disk and the owner of the folder, or name another with --data.");
        }
    }
}
