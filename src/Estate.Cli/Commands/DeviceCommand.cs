using System.CommandLine;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Commands;

/// <summary>Devices and what they prove themselves with, at the gateway's own machine.</summary>
internal static class DeviceCommand
{
    private static readonly Option<bool> Certificate = new("--certificate")
    { Description = "A certificate of the estate's own authority instead of a password" };
    private static readonly Option<int> Days = new("--valid-days")
    { Description = "How long the certificate holds", DefaultValueFactory = _ => DeviceAuthority.DefaultDays };
    private static readonly Option<string?> Out = new("--out")
    { Description = "Where to put the folder NAME with what the device needs; with --certificate the current folder" };
    private static readonly Argument<string> Id = new("device") { Description = "KIND/NAME, such as bins/station-7" };

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        DeviceKeys Keys(ParseResult parsed) =>
            new(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(estate), TimeProvider.System);
        Credential Wanted(ParseResult parsed) => new(parsed.GetValue(Certificate), parsed.GetRequiredValue(Days), parsed.GetValue(Out));

        var settings = new Argument<string[]>("settings")
        { Description = "Its settings, such as zone=A lot=main", Arity = ArgumentArity.ZeroOrMore };
        var zone = new Option<string?>("--zone") { Description = "The same as zone=…" };
        var add = new Command("add", "Add a device and make what it proves itself with; the gateway takes it up when it starts again, "
            + "the broker at once") { Id, settings, zone, Certificate, Days, Out, estate, data };
        add.SetAction(parsed =>
        {
            var values = Settings(parsed.GetRequiredValue(settings).Concat(parsed.GetValue(zone) is { } one ? ["zone=" + one] : []));
            Say(Keys(parsed).Add(parsed.GetRequiredValue(Id), values, Wanted(parsed)));
        });
        var renew = new Command(
            "renew", "A new password or certificate; those it had are worth nothing any more") { Id, Certificate, Days, Out, estate, data };
        renew.SetAction(parsed => Say(Keys(parsed).Renew(parsed.GetRequiredValue(Id), Wanted(parsed))));
        var show = new Command(
            "show", "The device's password again, with its QR code; or until when its certificate holds") { Id, Out, estate, data };
        show.SetAction(parsed => Say(Keys(parsed).Show(parsed.GetRequiredValue(Id), parsed.GetValue(Out))));
        var reason = new Option<string>("--reason") { Description = "Why", DefaultValueFactory = _ => "" };
        var revoke = new Command(
            "revoke", "Let it in no more, until it is renewed; it can say and hear nothing from now on") { Id, reason, estate, data };
        revoke.SetAction(parsed => Say(Keys(parsed).Revoke(parsed.GetRequiredValue(Id), parsed.GetRequiredValue(reason))));
        var remove = new Command("remove", "Take it out of the inventory, and let it in no more") { Id, reason, estate, data };
        remove.SetAction(parsed => Say(Keys(parsed).Remove(parsed.GetRequiredValue(Id), parsed.GetRequiredValue(reason))));
        var found = FoundCommand.Create();
        var newcomer = new Command("newcomer", "A user name and password for a device that is to announce itself") { estate, data };
        newcomer.SetAction(parsed => Say(Keys(parsed).Newcomer()));
        var list = new Command("list", "The devices, and what each proves itself with") { estate, data };
        list.SetAction(parsed => Say(Keys(parsed).List()));
        return new Command("device", "Devices: add, renew, revoke, remove, and which announce themselves")
        { add, list, newcomer, found, show, renew, revoke, remove };
    }

    private static Dictionary<string, string?> Settings(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string?>();
        foreach (var line in lines)
            if (line.IndexOf('=', StringComparison.Ordinal) is var at && at <= 0 || !values.TryAdd(line[..at], line[(at + 1)..]))
                throw new ConfigurationException($"'{line}': settings are name=value, each once");
        return values;
    }

    private static void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.WriteLine(line);
    }
}
