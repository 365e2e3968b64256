using Estate.District.Accounts.OpenId;
using Estate.District.Estates;

namespace Estate.District;

/// <summary>Where the message servers and the database are: from the environment (DISTRICT__NATS) or the command line (--nats).</summary>
/// <param name="Nats">nats or tls; several with commas between them.</param>
/// <param name="Database">As Npgsql writes it, with or without a password.</param>
/// <param name="Replicas">Of the stream: 3, or 1 in a demonstration.</param>
internal sealed record DistrictSettings(string Nats, string Database, int Replicas)
{
    /// <summary>Of this worker's NKey; null in a demonstration.</summary>
    public string? Seed { get; init; }

    /// <summary>Who signed the message servers' certificates.</summary>
    public string? CaFile { get; init; }

    /// <summary>Nothing is lost but a demonstration: message servers may be as old as Debian's.</summary>
    public bool IsDemonstration { get; init; }

    /// <summary>Bytes the stream may have on each message server; estates wait when it is full.</summary>
    public long StreamBytes { get; init; } = 4L << 30;

    /// <summary>Whose days are the days of roll-ups; its hours begin with UTC's.</summary>
    public string Zone { get; init; } = "Asia/Shanghai";

    /// <summary>The private key that proposals are signed with (PEM); null: nothing is proposed.</summary>
    public string? ProposalsKey { get; init; }

    /// <summary>Which estates there are; null: as the database has them.</summary>
    public IReadOnlyList<ListedEstate>? Estates { get; init; }

    /// <summary>Who says who somebody is, beside the accounts kept here; null: nobody.</summary>
    public OpenIdProvider? Provider { get; init; }

    /// <exception cref="InvalidOperationException">With all that is wrong.</exception>
    internal static DistrictSettings Read(IConfiguration all)
    {
        var wrong = new List<string>();
        string? Text(string name) => all[$"district:{name}"] ?? all[name];
        var (nats, database) = (Text("nats") ?? "", Text("database") ?? "");
        foreach (var url in nats.Split(','))
            if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("nats" or "tls"))
                wrong.Add($"nats: '{url}' is not an address such as tls://nats-1:4222");
        if (database.Length == 0)
            wrong.Add("database: Host=…;Database=district;Username=… is needed");
        if (!int.TryParse(Text("replicas") ?? "3", out var replicas) || replicas is not (1 or 3 or 5))
            wrong.Add("replicas: 1, 3 or 5");
        var (key, ca, proposals) = (Text("key_file"), Text("ca_file"), Text("proposals_key_file"));
        foreach (var file in new[] { key, ca, proposals }.OfType<string>().Where(file => !File.Exists(file)))
            wrong.Add($"{file} does not exist");
        var estates = Text("estates") is { } list ? EstateList.Read(list, wrong) : null;
        var provider = Text("openid") is { } openId ? OpenIdProviderFile.Read(openId, wrong) : null;
        var zone = Text("zone") ?? "Asia/Shanghai";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || found.BaseUtcOffset.Minutes != 0)
            wrong.Add($"zone: '{zone}' is not a time zone such as Asia/Shanghai, of whole hours");
        return wrong.Count > 0 ? throw new InvalidOperationException("The district cannot start:\n  " + string.Join("\n  ", wrong))
            : new(nats, database, replicas)
            {
                Seed = key is null ? null : File.ReadAllText(key).Trim(),
                CaFile = ca,
                ProposalsKey = proposals is null ? null : File.ReadAllText(proposals),
                IsDemonstration = Text("demonstration") == "yes",
                Zone = zone,
                Estates = estates,
                Provider = provider,
            };
    }
}
