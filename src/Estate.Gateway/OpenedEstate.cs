using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Damage;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway;

/// <summary>One estate as its data folder leaves it: what the process is composed of. Nothing in it belongs to the process.</summary>
internal sealed record OpenedEstate(EstateModel Model, DataFolder Folder, PlatformServices Platform)
{
    internal required IReadOnlyList<IDeviceKind> Kinds { get; init; }

    internal required CardBooks Books { get; init; }

    /// <summary>What people call the devices, as long as it runs.</summary>
    internal required DeviceNames Names { get; init; }

    internal required GatewayClock Clock { get; init; }

    internal required EstateDatabase Database { get; init; }

    internal required EstateReader Reader { get; init; }

    /// <summary>Rows that the disk has damaged, set aside at this start or before.</summary>
    internal required DamagedRows Damaged { get; init; }

    internal required RestoredMachine Machine { get; init; }

    internal IReadOnlyList<DeviceId> Devices => [.. Model.Inventory.Select(settings => settings.Device)];

    /// <exception cref="ConfigurationException">
    /// The inventory names a kind this gateway does not know, or the data folder cannot be used.
    /// </exception>
    internal static OpenedEstate Open(EstateModel model, DataFolder folder, PlatformServices platform)
    {
        var books = new CardBooks(folder);
        var kinds = DeviceKinds.All(books.For, model.Programme.Zone);
        InventoryCheck.Kinds(model, kinds);
        var averaged = kinds.SelectMany(kind => kind.Series).Select(one => one.Name).Distinct().ToList();
        if (model.Influx is { } series)
            model = model with { Influx = series with { Averaged = averaged } };
        var (clock, database) = (new GatewayClock(platform), DatabaseOf(folder, platform.Upgrade));
        var (reader, damaged) = (new EstateReader(database, kinds), new DamagedRows(database, kinds));
        damaged.SetAside(clock.Now);
        TotalsRebuild.Begin(database, model.Programme.Zone);
        books.Restore(reader);
        var people = (books.For("points").Cards, folder.PeopleKey());
        var machine = RestoredMachine.Read(model, kinds, (reader, new AlertReader(database)), people, clock);
        return new(model, folder, platform)
        {
            Kinds = kinds,
            Books = books,
            Names = new(kinds, model.Inventory),
            Clock = clock,
            Database = database,
            Reader = reader,
            Damaged = damaged,
            Machine = machine,
        };
    }

    /// <summary>Before the first message: figures can be read, ids are known, and what a gate runs through is compiled.</summary>
    internal void Prepare(IServiceProvider services)
    {
        services.GetRequiredService<Telemetry>();
        Gauges.Add(services);
        var recent = Reader.RecentEvents(Devices, Math.Max(1, EventDeduplicator.Kept / Devices.Count));
        services.GetRequiredService<EstateLoop>().Deduplicator.Restore(recent, Reader.NewestFact());
        WarmUp.Run(Kinds, Model.Inventory, [new RuleReactor(Machine.Schema), new AlertReactor(Model.Alerts.Policy)], Clock.Now);
    }

    private static EstateDatabase DatabaseOf(DataFolder folder, IProgress<double>? upgrade)
    {
        try
        {
            return folder.OpenDatabase(upgrade: upgrade);
        }
        catch (Exception failure) when ((!DamageCheck.IsDamage(failure) && failure is System.Data.Common.DbException)
            || failure is UnauthorizedAccessException or (IOException and not SchemaException))
        {
            throw new ConfigurationException($"{folder.Database} cannot be used: {failure.Message}. "
                + "Check the disk and the owner of the folder, or name another with --data.");
        }
    }
}
