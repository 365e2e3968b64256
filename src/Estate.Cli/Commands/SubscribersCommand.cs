using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;

namespace Estate.Cli.Commands;

/// <summary>Accounts at the broker for other people's programs, made on the gateway's own machine.</summary>
internal static class SubscribersCommand
{
    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var name = new Argument<string>("name") { Description = "What it is, such as node-red" };
        var add = new Command("add", "Let one more in: prints where it connects, its user, its password and what it may read. The broker "
            + "knows it at once") { name, estate, data };
        add.SetAction(parsed => Say(Add(
            CommonOptions.Folder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(estate), parsed.GetRequiredValue(name))));
        var list = new Command("list", "The subscribers there are") { data };
        list.SetAction(parsed => Say(List(new(parsed.GetRequiredValue(data)))));
        var remove = new Command("remove", "End one, at once: its connection, too") { name, estate, data };
        remove.SetAction(parsed => Say(Remove(
            CommonOptions.Folder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(estate), parsed.GetRequiredValue(name))));
        return new("subscribers", "Programs of others that read at the broker what the gateway knows of devices (docs/integrate.md); they "
            + "can say nothing there, and see no card, household or message of a device") { add, list, remove };
    }

    internal static IEnumerable<string> Add(DataFolder folder, string estate, string name)
    {
        var (model, made) = (CommonOptions.Model(estate, folder), (User: "", Password: ""));
        Alone(folder, estate, () => made = new SubscriberBook(folder).Add(name, model));
        Audit(folder, "subscriber_added", made.User);
        var (scheme, host, port) = model.Listeners.Password is { } tls ? ("mqtts", model.BrokerNames[0], tls)
            : ("mqtt", model.Broker.Host, model.Broker.Port);
        List<string> lines = [$"{made.User},{made.Password}", $"{scheme}://{host}:{port}", $"It may read estate/{model.Site}/+/+/home, "
            + $"estate/{model.Site}/gateway/home/availability and Home Assistant's discovery, and write nothing."];
        if (scheme == "mqtts")
            lines.Add($"It needs {folder.Authority} to know the broker by, and connects once at a time: its user is its client id.");
        if (model.HomeAssistantPrefix is null)
            lines.Add($"Nothing is said there yet: set home_assistant: {{ enabled: true }} in {estate}, and restart the gateway.");
        return lines;
    }

    internal static IEnumerable<string> List(DataFolder folder) =>
        new SubscriberBook(folder).Known.Keys.Select(user => user[SubscriberBook.Prefix.Length..]).Order(StringComparer.Ordinal)
            .DefaultIfEmpty("none");

    internal static IEnumerable<string> Remove(DataFolder folder, string estate, string name)
    {
        var model = CommonOptions.Model(estate, folder);
        Alone(folder, estate, () => new SubscriberBook(folder).Remove(name, model));
        Audit(folder, "subscriber_removed", SubscriberBook.Prefix + name);
        return [$"{name} is let in no more."];
    }

    private static void Alone(DataFolder folder, string estate, Action write)
    {
        if (new InventoryEditor(folder, estate).Alone(write) is { } problem)
            throw new ConfigurationException(problem);
    }

    private static void Audit(DataFolder folder, string action, string user) =>
        new AuditChain(folder.OpenDatabase(), folder.AuditKey()).Append(new(TokensCommand.Now, Caller.Local, action, user, ""));

    private static void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.WriteLine(line);
    }
}
