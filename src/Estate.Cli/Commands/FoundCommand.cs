using System.CommandLine;
using Estate.Adapters.Mqtt;
using Estate.Gateway.Configuration;
using Estate.Gateway.Found;
using Estate.Gateway.Profiles;
using NodaTime;

namespace Estate.Cli.Commands;

/// <summary>Devices that announce themselves on the broker and are not adopted, beside a gateway that may be running.</summary>
internal static class FoundCommand
{
    private const int MostSeconds = 3_600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var seconds = new Option<int>("--seconds")
        { Description = "How long to listen; what is retained comes at once", DefaultValueFactory = _ => 3 };
        var found = new Command("found", "Devices that announce themselves on the broker and are not adopted: what they say they are, and "
            + "the profiles that fit. 'device add' adopts one, as the devices page does with a button") { seconds, estate, data };
        found.SetAction(async (parsed, stop) =>
        {
            var folder = CommonOptions.Folder(parsed.GetRequiredValue(data));
            var listens = parsed.GetRequiredValue(seconds) is >= 1 and <= MostSeconds and var given ? given
                : throw new ConfigurationException($"--seconds: 1 to {MostSeconds}");
            foreach (var line in await ListAsync(CommonOptions.Model(parsed.GetRequiredValue(estate), folder), folder, listens, stop))
                Console.WriteLine(line);
        });
        return found;
    }

    internal static async Task<IEnumerable<string>> ListAsync(EstateModel model, DataFolder folder, int seconds, CancellationToken stop)
    {
        var reader = new AnnouncementReader(ProfileBook.Of(folder), model.DiscoveryPrefix);
        var list = await ListenAsync(model, folder, reader, TimeSpan.FromSeconds(seconds), stop);
        var foreign = new ForeignTopics(model.Inventory);
        var euis = model.Inventory.Select(one => one.Values.GetValueOrDefault("dev_eui", "").ToLowerInvariant()).ToHashSet();
        var found = list.All.Where(one => one.DevEui is { } eui ? !euis.Contains(eui)
            : one.Level is not { } level || !foreign.HasLevel(level, one.Profiles)).ToList();
        var account = BrokerSetup.Unused(folder, model) is [.., var newest] ? newest : null;
        return found.SelectMany(one => Lines(one, reader, account)).DefaultIfEmpty($"nothing announced itself in {seconds} s");
    }

    private static async Task<FoundList> ListenAsync(
        EstateModel model, DataFolder folder, AnnouncementReader reader, TimeSpan listens, CancellationToken stop)
    {
        var (list, reason, time) = (new FoundList(), "it does not answer", TimeProvider.System);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var link = new AnnouncementLink(
            (model.BrokerFor(folder), folder.GatewayPassword()), model.Site, reader.Topics, session => new MqttNetBroker(session, time),
            isBeside: true);
        link.Start(
            message =>
            {
                foreach (var one in reader.Read(message.Topic, message.Payload))
                    list.Add(one, Instant.FromDateTimeOffset(time.GetUtcNow()));
            },
            state =>
            {
                reason = state.Reason;
                if (state.IsReady)
                    ready.TrySetResult();
            });
        try
        {
            await ready.Task.WaitAsync(Patience, time, stop);
        }
        catch (TimeoutException)
        {
            throw new IOException($"the broker at {model.Broker.Host}:{model.Broker.Port}: {reason}");
        }
        await Task.Delay(listens, time, stop);
        return list;
    }

    private static IEnumerable<string> Lines(FoundDevice device, AnnouncementReader reader, string? account)
    {
        yield return $"{device.Name}  {device.Product}  {device.Topic}".Replace("    ", "  ", StringComparison.Ordinal);
        foreach (var profile in device.Profiles)
            yield return $"    estate device add {reader.KindOf(profile)}/NAME profile={profile} "
                + (device.DevEui is { } eui ? $"dev_eui={eui}" : $"topic={device.Level}")
                + (account is null || reader.HasUser(profile) ? "" : $" {ForeignTopics.Account}={account}");
        if (device.Profiles.Count == 0)
            yield return "    no profile fits: docs/profiles.md says how to write one";
    }
}
