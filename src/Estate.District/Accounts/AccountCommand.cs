using System.Security.Cryptography;
using Estate.District.Store;
using Npgsql;

namespace Estate.District.Accounts;

/// <summary>Who may look: made, listed and removed on the machine of a worker, with a worker's arguments.</summary>
internal static class AccountCommand
{
    internal const string Name = "account";

    private const string Usage =
        "account add NAME committee|street|district AREA, account remove NAME, or account list; then a worker's arguments";

    /// <returns>How many of the arguments are this command's own.</returns>
    internal static int Own(IReadOnlyList<string> args) => args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).Count();

    /// <exception cref="InvalidOperationException">It was not asked for as it should be.</exception>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, IServiceProvider services, TextWriter to, CancellationToken stop)
    {
        await Migrations.RunAsync(services.GetRequiredService<NpgsqlDataSource>(), stop);
        var accounts = services.GetRequiredService<AccountRows>();
        switch (args)
        {
            case [_, "list"]:
                foreach (var one in await accounts.AllAsync(stop))
                    await to.WriteLineAsync($"{one.Name}  {one.Level}  {one.Area}");
                return 0;
            case [_, "remove", var name]:
                return await accounts.RemoveAsync(name, stop) ? 0 : throw new InvalidOperationException($"nobody is called {name}");
            case [_, "add", { Length: <= Logins.LongestName } name, var word, var area]
                when Enum.TryParse<Level>(word, ignoreCase: true, out var level) && Enum.IsDefined(level):
                var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", Logins.ShortestPassword + 4);
                var account = new Account(name, level, area);
                await accounts.PutAsync(account, Logins.HashOf(account, password), Logins.NewStamp(), stop);
                await to.WriteLineAsync($"{name}, password {password}   (shown this once)");
                return 0;
            default:
                throw new InvalidOperationException(Usage);
        }
    }
}
