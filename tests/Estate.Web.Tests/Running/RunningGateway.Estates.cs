using System.Globalization;
using Estate.Adapters.Storage;
using Estate.FirmwareSim;
using Estate.Gateway;
using Estate.TestKit;

namespace Estate.Web.Tests.Running;

/// <summary>Which estates there are.</summary>
internal sealed partial class RunningGateway
{
    /// <summary>One each of ten further households.</summary>
    internal static IReadOnlyList<string> BikeCards { get; } = [.. Enumerable.Range(1, 10).Select(number => $"BIKE{number:0000}")];

    /// <summary>Of guard 7.</summary>
    internal const string GuardCard = "GUARD007";

    /// <summary>The reference estate as it is delivered, with its rules and the cards of its simulated households.</summary>
    internal static async Task<RunningGateway> StartReferenceAsync(TimeProvider time)
    {
        var folder = Path.Combine(Repository.Root, "deploy", "reference");
        var estate = await File.ReadAllLinesAsync(Path.Combine(folder, "estate.yaml"));
        var gateway = new RunningGateway(string.Join('\n', estate
            .Where(line => !line.StartsWith("influx:", StringComparison.Ordinal))
            .Select(line => line.StartsWith("broker:", StringComparison.Ordinal) ? line.Replace("18830", "PORT", StringComparison.Ordinal)
                : line.StartsWith("gpio:", StringComparison.Ordinal) ? "gpio: simulated" : line)))
        {
            Platform = new PlatformServices(time, () => true),
        };
        File.CreateSymbolicLink(gateway._folder.File("rules"), Path.Combine(folder, "rules"));
        File.CreateSymbolicLink(gateway._folder.File("plan.yaml"), Path.Combine(folder, "plan.yaml"));
        var households = gateway.Model.Households;
        gateway.Import("points", ReferenceCards.For(households));
        gateway.Import("gate", ReferenceCards.GateCards(households).Select(card => (card.Household, WiegandFrame.CardOf(card.Data))));
        gateway.Import("garage", ReferenceCards.Tags(households));
        gateway.Import("patrol", ReferenceCards.Guards());
        return await StartAsync(gateway, withBroker: true, []);
    }

    /// <summary>A small one with a device of each kind.</summary>
    /// <param name="broker">Further settings of the broker.</param>
    private static RunningGateway OfTests(string more, string devices, string broker = "", string site = "test")
    {
        var name = site == "test" ? "{ zh: 测试小区, en: Test Estate }" : $"{{ zh: {site}, en: {site} }}";
        var gateway = new RunningGateway(string.Create(CultureInfo.InvariantCulture,
            $$"""
            site: {{site}}
            name: {{name}}
            households: 4
            broker: { host: 127.0.0.1, port: PORT{{broker}} }
            devices:
              - { id: bins/station-1 }
              - { id: bins/station-2 }
              - { id: gate/north, open_means: card_required, pulse_s: "1" }
              - { id: gate/s-gate, closed: "23:00-05:00", open_means: card_required, closed_means: card_required, pulse_s: "2" }
              - { id: lot/main, signs: entrance }
              - { id: "parking/p[01-02]", zone: A, lot: main, confirm_s: "1" }
              - { id: "parking/p[03-04]", zone: B, lot: main, confirm_s: "1" }
              - { id: sign/entrance, arrow: left, hold_s: "0" }
              - { id: charger/c01, sockets: "10" }
              - { id: checkpoint/garage }
              - { id: checkpoint/roof }
              - { id: patrol/main, checkpoints: "garage, roof", rounds: "00:00-12:00; 12:00-00:00" }
              - { id: lift/lift-01, stuck_s: "5" }
              - { id: call-button/call-01 }
              - { id: sweeper/sweeper-1 }
              - { id: network/switch-1, role: switch }
              - { id: monitor/pump-room-water }
              - { id: garage/bikes, bicycles: "4", e_bikes: "2" }
              {{devices}}
            gpio: simulated
            pins:
              - { device: gate/s-gate, terminal: lock, line: LOCK }
              - { device: gate/s-gate, terminal: contact, line: CONTACT }
              - { device: gate/s-gate, terminal: exit, line: EXIT }
              - { device: gate/s-gate, terminal: fire, line: FIRE }
              - { device: gate/s-gate, terminal: reader, data0: D0, data1: D1 }
            points: { programme: test, policies: [ { windows: ["00:00-12:00", "12:00-24:00"] } ] }
            {{more}}
            """));
        gateway.Import("points", BikeCards.Select((card, index) => ($"b{index}", card))
            .Concat([("h1", "CARD0001"), ("h2", "CARD0002"), ("h3", "CARD0003,blocked")]));
        gateway.Import("gate", [("h1", "W26:D41B81")]);
        gateway.Import("patrol", [("7", GuardCard)]);
        return gateway;
    }

    private void Import(string purpose, IEnumerable<(string Holder, string Card)> cards) => CardImport.Run(
        new EstateDatabase(Data.Database), Data.CardHasher(purpose), cards.Select(card => $"{card.Holder},{card.Card}"), purpose);
}
