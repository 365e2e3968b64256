using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>A gateway that is never restarted does not let the broker's certificate end.</summary>
public sealed class CertificateWatchTests
{
    [Fact]
    public async Task The_brokers_certificate_is_renewed_while_the_gateway_runs()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var watch = new CertificateWatch(
            broker.Model, broker.Data, new GatewayClock(PlatformServices.Real with { Time = time }), NullLogger<CertificateWatch>.Instance);
        var (first, passwords) = (Server(broker), await File.ReadAllTextAsync(broker.Data.BrokerFile("passwd")));
        watch.Check();
        Assert.Equal((first, passwords), (Server(broker), await File.ReadAllTextAsync(broker.Data.BrokerFile("passwd"))));

        time.Advance(TimeSpan.FromDays(DeviceAuthority.DefaultDays - 59));
        // While a command changes devices it waits for the next day.
        using (broker.Data.HoldDevices())
            watch.Check();
        Assert.Equal(first, Server(broker));
        File.SetLastWriteTimeUtc(broker.Data.BrokerFile("passwd"), DateTime.UnixEpoch);
        watch.Check();
        Assert.NotEqual(first, Server(broker));
        // What makes the broker read its files.
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(broker.Data.BrokerFile("passwd")));
    }

    private static string Server(BrokerOfEstate broker) => File.ReadAllText(broker.Data.BrokerFile("server.crt"));
}
