using Estate.Adapters.Storage;
using Estate.Gateway.Pipeline;

namespace Estate.Gateway;

/// <summary>What one estate is: its settings, its database, its machine, its clock.</summary>
internal static class EstateServices
{
    internal static IServiceCollection AddEstate(this IServiceCollection services, OpenedEstate estate) => services
        .AddSingleton(estate.Model).AddSingleton(estate.Folder).AddSingleton(estate.Platform).AddSingleton(estate.Clock)
        .AddSingleton(estate.Books).AddSingleton(estate.Names).AddSingleton(estate.Damaged).AddSingleton<Health>().AddSingleton<Restart>()
        .AddStorage(estate.Database, estate.Kinds, estate.Reader, new AuditChain(estate.Database, estate.Folder.AuditKey()))
        .AddMachine(estate.Machine);

    private static IServiceCollection AddMachine(this IServiceCollection services, RestoredMachine machine) => services
        .AddSingleton(machine.Estate).AddSingleton(machine.Ledger).AddSingleton(machine.Points).AddSingleton(machine.Polls)
        .AddSingleton(machine.Notices).AddSingleton(machine.Projects).AddSingleton(machine.Funds).AddSingleton(machine.Visits)
        .AddSingleton(machine.Proposals)
        .AddSingleton(machine.Alerts).AddSingleton(machine.Rules).AddSingleton(machine.Schema);
}
