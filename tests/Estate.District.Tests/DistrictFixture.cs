using Estate.TestKit;
using Npgsql;
using Xunit;

namespace Estate.District.Tests;

/// <summary>One PostgreSQL for all tests, with a database for each; message servers are quick to start, and each test's own.</summary>
public sealed class DistrictFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new(inMemory: true);
    private Server? _postgres;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        if (DistrictServers.Missing is not null)
            return;
        _postgres = await DistrictServers.PostgresAsync(_folder, Server.FreePort());
        await using var source = NpgsqlDataSource.Create(Address("postgres"));
        await Eventually.UntilAsync(() => IsReadyAsync(source), isReady => isReady);
    }

    /// <summary>Skips the test where the servers are not installed.</summary>
    internal static void Require() => Assert.SkipWhen(DistrictServers.Missing is not null, DistrictServers.Missing ?? "");

    /// <returns>Where an empty database is.</returns>
    internal async Task<string> DatabaseAsync()
    {
        Require();
        var name = $"district{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(Address("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return Address(name);
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _postgres?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Address(string database) =>
        $"Host=127.0.0.1;Port={_postgres!.Port};Username=district;Database={database};Timeout=5;Command Timeout=10;Maximum Pool Size=20";

    private static async Task<bool> IsReadyAsync(NpgsqlDataSource source)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

[CollectionDefinition(Name)]
public sealed class DistrictCollection : ICollectionFixture<DistrictFixture>
{
    internal const string Name = "district";
}
