using System.CommandLine;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using NodaTime;

namespace Estate.Cli.Commands;

/// <summary>Tokens of programs that act for the estate, made on the gateway's own machine.</summary>
internal static class TokensCommand
{
    internal static Command Create()
    {
        var data = CommonOptions.Data();
        var name = new Argument<string>("name") { Description = "Under which name it acts, such as display-hall" };
        var role = new Option<Role[]>("--role")
        { Description = "As whom: staff, committee or engineer", Required = true, AllowMultipleArgumentsPerToken = true };
        var scope = new Option<string[]>("--scope")
        {
            Description = "Where at most, such as points:read or alerts:write; * is everywhere its roles may",
            DefaultValueFactory = _ => [Caller.Everywhere],
            AllowMultipleArgumentsPerToken = true
        };
        var add = new Command("add", "Make a token; it is printed once and kept only as a hash") { name, role, scope, data };
        add.SetAction(parsed =>
        {
            var token = Of(parsed.GetRequiredValue(data))
                .Add(parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), parsed.GetRequiredValue(scope), Caller.Local, Now)
                ?? throw new ConfigurationException($"there is a token {parsed.GetRequiredValue(name)} already: remove it first");
            Console.WriteLine(token);
        });
        var list = new Command("list", "The tokens there are") { data };
        list.SetAction(parsed =>
        {
            foreach (var token in Of(parsed.GetRequiredValue(data)).All())
                Console.WriteLine($"{token.Name}  {string.Join(' ', token.Roles.Select(one => Domain.Devices.WireName.Of(one)))}  "
                    + $"{string.Join(' ', token.Scopes)}  (made by {token.By}, {token.Made})");
        });
        var remove = new Command("remove", "End a token, at once") { name, data };
        remove.SetAction(parsed =>
        {
            if (!Of(parsed.GetRequiredValue(data)).Remove(parsed.GetRequiredValue(name), Caller.Local, Now))
                throw new ConfigurationException($"there is no token {parsed.GetRequiredValue(name)}");
        });
        return new Command("tokens", "Tokens of programs that act for the estate") { add, list, remove };
    }

    internal static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private static Tokens Of(string data) => Tokens.In(CommonOptions.Folder(data));
}
