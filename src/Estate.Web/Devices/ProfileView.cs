using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Profiles;

namespace Estate.Web.Devices;

/// <summary>A profile as people read of it: whose it is, of what, what such a device can do and cannot.</summary>
/// <param name="Link">Where its payload is described; not to be followed unless <see cref="IsWeb"/>.</param>
/// <param name="Errors">What is wrong with its file; there is nothing else to say of it then.</param>
public sealed record ProfileView(
    string Name, Text Title, string Kind, string Maker, string Link, string Version, bool IsOwn, bool IsShipped, int Errors)
{
    private const int MaxText = 200, MaxTopics = 50;

    internal IReadOnlyList<Text> Can { get; private init; } = [];
    internal IReadOnlyList<Text> Cannot { get; private init; } = [];
    internal IReadOnlyList<string> Topics { get; private init; } = [];
    internal bool IsUplink { get; private init; }

    internal Text Whose => (IsOwn, IsShipped) switch
    {
        (true, true) => new("本站的，代替随软件来的", "this estate's own, in place of the one that came along"),
        (true, false) => new("本站的", "this estate's own"),
        _ => new("随软件来的", "came along"),
    };

    internal bool IsWeb => Uri.TryCreate(Link, UriKind.Absolute, out var link) && link.Scheme is "https" or "http";

    /// <summary>What is searched, in both languages.</summary>
    internal string Words => $"{Name} {Title.Zh} {Title.En} {Kind} {Maker}";

    /// <param name="file">Null for one whose name cannot be a profile's.</param>
    internal static ProfileView Of(string name, ProfileFile? file, bool isOwn, bool isShipped)
    {
        if (file?.Profile is not { } profile)
            return new(name, Text.Same(Short(name)), "", "", "", "", isOwn, isShipped, file?.Errors.Count ?? 1);
        var source = profile.Source;
        var abilities = Abilities(profile);
        return new(
            name, new(Short(source.Title.Zh), Short(source.Title.En)), profile.Kind, Short(source.Maker), Short(source.Link),
            Short(source.Version), isOwn, isShipped, 0)
        {
            Can = [.. abilities.Where(one => one.Can).Select(one => one.What)],
            Cannot = [.. abilities.Where(one => !one.Can).Select(one => one.What)],
            Topics = [.. source.Messages.SelectMany(one => one.Topics).Select(one => one.Text).Distinct().Take(MaxTopics)],
            IsUplink = profile.IsUplink,
        };
    }

    /// <summary>A title is a line, whatever its file says.</summary>
    internal static string Short(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    private static List<(bool Can, Text What)> Abilities(DeviceProfile profile)
    {
        var (can, orders) = (profile.Source.Can, string.Join(", ", profile.Source.Orders.Select(one => one.Name)));
        List<(bool, Text)> all =
        [
            (profile.TakesOrders, profile.TakesOrders ? new($"听指令：{orders}", $"take orders: {orders}") : new("听指令", "take orders")),
            // Only what takes orders can let them wait.
            .. profile.Habits.OrdersWait ? [(false, new Text("立刻听到指令：指令等到它下一次上报",
                "hear an order at once: it waits until the device speaks next"))] : Array.Empty<(bool, Text)>(),
            (profile.Habits.Ask is not null, new("问了就报", "report when asked")),
            (profile.Habits.HasWill, new("断线时由遗言告知", "say by a last will that it is gone")),
        ];
        // What takes no orders has nothing to end or to cut.
        if (profile.TakesOrders)
            all.Add((can.HoldsTimeLimit?.Text == "true", new("网关不在时自己按时结束", "end at its time with the gateway away")));
        if (can.Protections.Count > 0)
            all.Add((true, new($"自带保护：{string.Join("、", can.Protections)}",
                $"report protections of its own: {string.Join(", ", can.Protections)}")));
        else if (profile.TakesOrders)
            all.Add((false, new("报告自带的保护", "report protections of its own")));
        return all;
    }
}
