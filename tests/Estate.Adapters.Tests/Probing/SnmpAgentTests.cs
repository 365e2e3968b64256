using System.Globalization;
using Estate.Adapters.Probing;
using Estate.Domain.Devices;
using Estate.TestKit;
using Xunit;

namespace Estate.Adapters.Tests.Probing;

/// <summary>A real agent of net-snmp, asked by the real program: v2c, v3, wrong secrets, and one that is not there.</summary>
public sealed class SnmpAgentTests : IDisposable
{
    private const string Services = "1.3.6.1.2.1.1.7.0";
    private static readonly SnmpAccess Old = new("old", false, "", "", null), Core = new("core", true, "estate", "SHA-256", "AES");

    private readonly TemporaryFolder _folder = new(inMemory: true);
    private readonly int _port = Server.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_uptime_uplink_and_clients_are_read_by_v2c_and_v3()
    {
        using var agent = await TestServers.SnmpdAsync(_folder, _port, "sysServices 17");
        var old = await AskAsync(Old, "open sesame", $"uplink=1 clients={Services}");
        Assert.Equal((ProbeProblem.None, true, 17.0), (old.Problem, old.UplinkUp, old.Clients));
        Assert.InRange(old.UptimeS!.Value, 0, 600);
        var core = await AskAsync(Core, "a first passphrase\na second passphrase", "");
        Assert.Equal(ProbeProblem.None, core.Problem);
        Assert.NotNull(core.UptimeS);
    }

    [Fact]
    public async Task How_much_goes_through_its_uplink_is_known_from_the_second_probe_on()
    {
        using var server = await TestServers.SnmpdAsync(_folder, _port);
        var agent = Agent(Old, "open sesame", "uplink=1");
        Assert.Null((await agent.AskAsync(default)).InMbit);
        await Eventually.UntilAsync(() => agent.AskAsync(default), result => result.InMbit >= 0 && result.OutMbit >= 0);
    }

    [Fact]
    public async Task What_it_does_not_know_is_told_and_the_rest_is_read()
    {
        using var agent = await TestServers.SnmpdAsync(_folder, _port);
        var result = await AskAsync(Old, "open sesame", "clients=1.3.6.1.4.1.14988.1.1.1.3.1.6.1");
        Assert.Equal((ProbeProblem.UnknownObject, null), (result.Problem, result.Clients));
        Assert.NotNull(result.UptimeS);
        Assert.True(result.IsAnswered);
        // A text is no number.
        Assert.Equal(ProbeProblem.Unreadable, (await AskAsync(Old, "open sesame", "clients=1.3.6.1.2.1.1.1.0")).Problem);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_where_the_agent_says_so()
    {
        using var agent = await TestServers.SnmpdAsync(_folder, _port);
        Assert.Equal(ProbeProblem.Refused, (await AskAsync(Core, "another passphrase\na second passphrase", "")).Problem);
        Assert.Equal(ProbeProblem.Refused, (await AskAsync(Core with { User = "nobody" }, "a first passphrase\na second passphrase", ""))
            .Problem);
        // By v2c an agent that does not know the community says nothing.
        Assert.Equal(ProbeProblem.NoAnswer, (await AskAsync(Old, "close sesame", "")).Problem);
    }

    [Fact]
    public async Task Nobody_there_is_no_answer_within_three_seconds()
    {
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(ProbeProblem.NoAnswer, (await AskAsync(Old, "open sesame", "")).Problem);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task No_secret_stands_where_others_can_read_it()
    {
        var asking = Agent(Old, "open sesame", "").AskAsync(default);
        var seen = await Eventually.UntilAsync(
            () => Task.FromResult(Processes().FirstOrDefault(one => one.Contains(
                _port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))), found => found is not null);
        Assert.StartsWith("snmpget", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", seen, StringComparison.Ordinal);
        await asking;
    }

    [Fact]
    public async Task This_computer_answers_an_echo_and_a_name_that_nobody_has_does_not()
    {
        Assert.Null(await EchoRequest.ProblemAsync(default));
        var here = await EchoRequest.AskAsync("127.0.0.1", default);
        Assert.Equal(ProbeProblem.None, here.Problem);
        Assert.InRange(here.RoundTripMs!.Value, 0, 2_000);
        Assert.Equal(ProbeProblem.NoAnswer, (await EchoRequest.AskAsync("no-such-box.invalid", default)).Problem);
    }

    /// <summary>Arguments and environment of this user's processes, as any other could read the arguments.</summary>
    private static IEnumerable<string> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(one => char.IsAsciiDigit(Path.GetFileName(one)[0])))
        {
            string? text = null;
            try
            {
                text = File.ReadAllText(Path.Combine(folder, "cmdline"));
                text = text.StartsWith("snmpget", StringComparison.Ordinal)
                    ? text + File.ReadAllText(Path.Combine(folder, "environ")) : null;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
            if (text is not null)
                yield return text;
        }
    }

    private Task<ProbeResult> AskAsync(SnmpAccess access, string secret, string more) => Agent(access, secret, more).AskAsync(default);

    private SnmpAgent Agent(SnmpAccess access, string secret, string more)
    {
        var folder = Directory.CreateDirectory(_folder.File(Path.GetRandomFileName())).FullName;
        File.WriteAllLines(Path.Combine(folder, "snmp.conf"), access.Configuration(secret));
        var values = more.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        values["probe"] = "snmp";
        values["address"] = "127.0.0.1";
        values["access"] = access.Name;
        values["port"] = _port.ToString(CultureInfo.InvariantCulture);
        return new(ProbeTarget.From(new(new("network", "ap-1"), values), [access]), folder, TimeProvider.System);
    }
}
