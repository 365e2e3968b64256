namespace Estate.Adapters.Notify;

/// <summary>Where a chat group's robot listens: the address holds its key, and some sign with a second one.</summary>
public sealed record RobotAddress(Uri Url, string? Key)
{
    /// <param name="secret">The address, and behind white space the key that it signs with, where it has one.</param>
    /// <returns>Null where that is no address.</returns>
    public static RobotAddress? TryParse(string? secret) =>
        (secret ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var address, .. var more] && more.Length <= 1
            && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? new(url, more.FirstOrDefault())
            : null;
}
