using Estate.Adapters.Storage.People;
using Estate.Adapters.Storage.Privacy;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Microsoft.Extensions.DependencyInjection;

namespace Estate.Adapters.Storage;

/// <summary>What reads and writes the estate's database.</summary>
public static class StorageServices
{
    /// <param name="reader">The one the estate was restored with: it counts the rows it could not read.</param>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, EstateDatabase database, IReadOnlyList<IDeviceKind> kinds, EstateReader reader,
        AuditChain audit) =>
        services
        .AddSingleton(database).AddSingleton(reader).AddSingleton(audit).AddSingleton<JournalReader>().AddSingleton<AlertReader>()
        .AddSingleton<TotalsReader>().AddSingleton<TotalsRebuild>()
        // Made by the container, so that it closes it at the end.
        .AddSingleton(_ => new EstateStore(database, kinds, audit))
        .AddSingleton<PeopleTable>().AddSingleton<SessionTable>().AddSingleton<TokenTable>()
        .AddSingleton<PushTable>()
        .AddSingleton(new Retention(database, reader, audit, kinds));
}
