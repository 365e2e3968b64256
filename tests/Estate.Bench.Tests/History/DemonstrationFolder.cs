using Dapper;
using Estate.Adapters.Storage;
using Estate.Bench.History;
using Estate.Cli.Commands;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.TestKit;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Tests.History;

/// <summary>A data folder as <c>estate init --demo</c> and the import of cards leave it for the reference estate.</summary>
internal sealed class DemonstrationFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    internal DemonstrationFolder(DemonstrationFolder? secretsOf = null)
    {
        Folder = new(_folder.Path);
        if (secretsOf is not null)
            foreach (var key in Directory.GetFiles(Path.Combine(secretsOf.Folder.Root, "secrets"), "*card.key"))
                DataFolder.WritePrivate(Path.Combine(Folder.Root, "secrets", Path.GetFileName(key)), File.ReadAllBytes(key));
        Model = RunCommand.Demonstration(EstateFileReader.Read(Path.Combine(Repository.Root, "deploy/reference/estate.yaml")));
        BrokerSetup.Write(Folder, Model);
        var database = Folder.OpenDatabase(beginAnew: true);
        foreach (var (purpose, cards) in new[]
        {
            ("points", ReferenceCards.For(Model.Households)),
            ("gate", ReferenceCards.GateCards(Model.Households).Select(card => (card.Household, WiegandFrame.CardOf(card.Data)))),
            ("garage", ReferenceCards.Tags(Model.Households)),
            ("patrol", ReferenceCards.Guards()),
        })
            CardImport.Run(database, Folder.CardHasher(purpose), cards.Select(card => $"{card.Item1},{card.Item2}"), purpose);
        Demonstration.Make(Folder, database);
    }

    internal DataFolder Folder { get; }

    internal EstateModel Model { get; }

    internal HistoryMaker Maker(int seed = 7) => new(Model, Folder, seed);

    internal IReadOnlyList<T> Rows<T>(string query)
    {
        using var connection = new SqliteConnection($"Data Source={Folder.Database};Pooling=False;Mode=ReadOnly");
        return [.. connection.Query<T>(query)];
    }

    public void Dispose() => _folder.Dispose();
}
