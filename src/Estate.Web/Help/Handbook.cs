using Estate.Domain.Devices;
using Estate.Domain.People;

namespace Estate.Web.Help;

/// <summary>A handbook of docs/en and docs/zh, and who may read it here.</summary>
/// <param name="Name">Of its file, and in its address.</param>
/// <param name="For">Whose work it describes: they are shown it first.</param>
/// <param name="Readers">Null: everybody, also without a login.</param>
public sealed record Handbook(string Name, Text Title, IReadOnlyList<Role> For, IReadOnlyList<Role>? Readers)
{
    internal const string Root = "/help";

    internal static IReadOnlyList<Handbook> All { get; } =
    [
        new("staff", new("值班", "Staff on duty"), [Role.Staff], [Role.Staff, Role.Committee, Role.Engineer, Role.Administrator]),
        new("committee", new("业委会", "Committee"), [Role.Committee], [Role.Committee, Role.Engineer, Role.Administrator]),
        new("installer", new("安装", "Installer"), [Role.Engineer, Role.Administrator], [Role.Engineer, Role.Administrator]),
        new("residents", new("居民", "Residents"), [Role.Resident], null),
    ];

    internal string Address => $"{Root}/{Name}";

    /// <summary>The first that is about the work of one of the roles; without a role that for residents.</summary>
    internal static Handbook FirstFor(IReadOnlyList<Role> roles) => All.FirstOrDefault(book => book.For.Any(roles.Contains)) ?? All[^1];

    internal bool MayBeReadBy(IReadOnlyList<Role> roles) => Readers is null || Readers.Any(roles.Contains);
}
