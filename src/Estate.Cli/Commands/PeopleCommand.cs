using System.CommandLine;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.People;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;

namespace Estate.Cli.Commands;

/// <summary>Accounts, seen from the gateway's own machine: the way back in when nobody can log in any more.</summary>
internal static class PeopleCommand
{
    internal static Command Create()
    {
        var data = CommonOptions.Data();
        var role = new Option<Role[]>("--role")
        {
            Description = "What the account may do: staff, committee, engineer, administrator",
            AllowMultipleArgumentsPerToken = true
        };
        var household = new Option<string?>("--household") { Description = "The household it belongs to" };
        var invite = new Command("invite", "Print a one-time code that begins an account") { role, household, data };
        invite.SetAction(parsed =>
        {
            var (roles, home) = (parsed.GetValue(role) ?? [], parsed.GetValue(household));
            if (!Accounts.CanBe(roles, home))
                throw new ConfigurationException("say --role staff, committee, engineer or administrator, or --household");
            Console.WriteLine($"{Of(parsed.GetRequiredValue(data)).Invitations.Invite(roles, home, Caller.Local)}  (to be used once at "
                + $"/join, within {Invitations.Valid.TotalDays:0} days)");
        });
        var name = new Argument<string>("name") { Description = "The account" };
        var password = new Command("password", "Print a one-time code that sets a new password for an account") { name, data };
        password.SetAction(parsed =>
        {
            var (table, invitations) = Of(parsed.GetRequiredValue(data));
            var person = table.All().FirstOrDefault(one => one.Name == parsed.GetRequiredValue(name))
                ?? throw new ConfigurationException($"there is no account {parsed.GetRequiredValue(name)}");
            Console.WriteLine($"{invitations.NewPassword(person, Caller.Local)}  (to be used once at /join, within "
                + $"{Invitations.Valid.TotalDays:0} days)");
        });
        var list = new Command("list", "The accounts there are") { data };
        list.SetAction(parsed =>
        {
            foreach (var person in Of(parsed.GetRequiredValue(data)).Table.All())
                Console.WriteLine($"{person.Name}  "
                    + string.Join(' ', person.AllRoles().Select(one => Domain.Devices.WireName.Of(one)))
                    + (person.HasSecondFactor ? "  second factor" : ""));
        });
        return new Command("people", "Accounts of residents, staff and committee") { invite, password, list };
    }

    private static (PeopleTable Table, Invitations Invitations) Of(string data)
    {
        var folder = CommonOptions.Folder(data);
        var database = folder.OpenDatabase();
        var table = new PeopleTable(database, new AuditChain(database, folder.AuditKey()));
        return (table, new Invitations(table, folder.PeopleKey(), new GatewayClock(PlatformServices.Real)));
    }
}
