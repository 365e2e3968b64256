using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Deploy;

/// <summary>
/// Whatever runs the broker makes it read changed passwords, and once more a second later: Mosquitto forgets a hangup that comes
/// while it answers another (findings/mosquitto-hangup-while-it-reloads.sh).
/// </summary>
public sealed class BrokerReloadTests : IDisposable
{
    private const string Function = "keep_broker_current";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("estate")]
    [InlineData("deploy/docker/broker.sh")]
    public async Task Changed_passwords_are_read_twice(string script)
    {
        Directory.CreateDirectory(_folder.File("mosquitto"));
        var (conf, passwords) = (_folder.File("mosquitto/mosquitto.conf"), _folder.File("mosquitto/passwd"));
        var (log, port) = (_folder.File("log"), Server.FreePort());
        await File.WriteAllTextAsync(passwords, "");
        await File.WriteAllTextAsync(
            conf, $"user {Environment.UserName}\nlistener {port} 127.0.0.1\npassword_file {passwords}\nlog_dest file {log}\n");
        using var broker = await Server.StartAsync(port, "bash", "-c", Keeper(script));
        try
        {
            await Eventually.UntilAsync(() =>
                File.ReadAllText(log).Contains("running", StringComparison.Ordinal) && File.Exists(_folder.File("looked")));
            await Shell.RunAsync("touch", "-d", "2020-01-01", passwords);
            await Eventually.UntilAsync(() => Reloads(log) == 2);
        }
        finally
        {
            // Its shell, asked kindly, ends the broker.
            Assert.Equal(0, await broker.EndAsync());
        }
    }

    [Fact]
    public void The_unit_sends_a_second_hangup_a_second_later()
    {
        var unit = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "systemd", "estate-broker.service"));
        string[] reload = ["/bin/kill -HUP $MAINPID", "/bin/sleep 1", "/bin/kill -HUP $MAINPID"];
        Assert.Equal(reload, unit.Where(line => line.StartsWith("ExecReload=/bin", StringComparison.Ordinal)).Select(line => line[11..]));
    }

    private static int Reloads(string log) =>
        File.ReadLines(log).Count(line => line.Contains("Reloading config", StringComparison.Ordinal));

    /// <summary>The broker as the script runs it in the test's folder; says when it has looked at the file.</summary>
    private string Keeper(string script)
    {
        var (path, folder) = (Path.Combine(Repository.Root, script), _folder.Path);
        var keeper = script != "estate"
            ? File.ReadAllText(path).Replace("/var/lib/estate", folder, StringComparison.Ordinal)
            : $$"""
            source <(sed -n '/^{{Function}}()/,/^}/p' {{path}})
            VAR={{folder}}
            mosquitto -c {{folder}}/mosquitto/mosquitto.conf & broker=$!
            trap 'kill $broker; wait $broker; exit 0' TERM
            {{Function}} $broker
            """;
        return $"stat() {{ command stat \"$@\"; touch {folder}/looked; }}\n{keeper}";
    }
}
