using Estate.District.Keys;
using Estate.TestKit;
using NATS.Client.Core;
using NATS.NKeys;
using Xunit;

namespace Estate.District.Tests.Keys;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_real_server_lets_each_key_say_its_own_and_nothing_else()
    {
        DistrictFixture.Require();
        KeysCommand.Write(_folder.Path, ["north", "south"]);
        var port = Server.FreePort();
        using var nats = await DistrictServers.NatsAsync(_folder, port, $"include \"{KeysCommand.Users}\"");
        await using var north = await ConnectAsync(port, "north");
        var refused = new TaskCompletionSource<string>();
        north.ServerError += (_, error) =>
        {
            refused.TrySetResult(error.Error);
            return ValueTask.CompletedTask;
        };
        await north.PublishAsync("district.facts.3.north", "{}");
        await north.PingAsync();
        Assert.False(refused.Task.IsCompleted);
        await north.PublishAsync("district.facts.3.south", "{}");
        Assert.Contains("district.facts.3.south", await refused.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_are_there_stay_and_are_for_their_owner_only()
    {
        KeysCommand.Write(_folder.Path, ["north"]);
        var seed = File.ReadAllText(KeysCommand.SeedFile(_folder.Path, "north"));
        KeysCommand.Write(_folder.Path, ["south", "north"]);
        Assert.Equal(seed, File.ReadAllText(KeysCommand.SeedFile(_folder.Path, "north")));
        Assert.All(Directory.GetFiles(_folder.Path), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("North")]
    [InlineData("a\" }")]
    [InlineData("../x")]
    [InlineData("worker")]
    public void What_is_no_site_gets_no_key(string site)
    {
        Assert.Throws<InvalidOperationException>(() => KeysCommand.Write(_folder.Path, ["north", site]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private async Task<NatsConnection> ConnectAsync(int port, string site)
    {
        var seed = await File.ReadAllTextAsync(KeysCommand.SeedFile(_folder.Path, site));
        using var pair = KeyPair.FromSeed(seed);
        var connection = new NatsConnection(new()
        {
            Url = $"nats://127.0.0.1:{port}",
            InboxPrefix = $"_INBOX.{site}",
            AuthOpts = new() { NKey = pair.GetPublicKey(), Seed = seed },
        });
        await connection.ConnectAsync();
        return connection;
    }
}
