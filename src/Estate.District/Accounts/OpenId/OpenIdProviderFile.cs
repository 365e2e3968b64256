namespace Estate.District.Accounts.OpenId;

/// <summary>Reads the file that says which provider logins come from.</summary>
internal static class OpenIdProviderFile
{
    private const int MostAreas = 1_000, LongestSessionHours = 24;

    /// <param name="wrong">Gets every mistake, with the file.</param>
    internal static OpenIdProvider? Read(string file, List<string> wrong)
    {
        if (JsonFile.Read(file, OpenIdProviderJson.Default.OpenIdProvider, wrong) is not { } provider)
            return null;
        wrong.AddRange(MistakesOf(provider).Select(mistake => $"{file}: {mistake}"));
        if (provider.SecretFile is not { } secret)
            return provider;
        try
        {
            return provider with
            {
                Secret = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, secret)).Trim(),
            };
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or ArgumentException)
        {
            wrong.Add($"{file}: {bad.Message}");
            return null;
        }
    }

    private static IEnumerable<string> MistakesOf(OpenIdProvider provider)
    {
        if (!Uri.TryCreate(provider.Authority, UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback))
            || authority.Query.Length > 0 || authority.Fragment.Length > 0 || authority.UserInfo.Length > 0)
            yield return $"authority: '{provider.Authority}' is not an address such as https://login.example/realms/district";
        foreach (var (what, value) in new[]
        {
            ("client_id", provider.ClientId), ("claim", provider.Claim), ("name_claim", provider.NameClaim),
            ("contact", provider.Contact.Zh), ("contact", provider.Contact.En),
        })
            if (string.IsNullOrWhiteSpace(value))
                yield return $"{what}: is needed";
        if (!provider.Scopes.Contains("openid"))
            yield return "scopes: openid must be among them";
        if (provider.SessionHours is < 1 or > LongestSessionHours)
            yield return $"session_hours: 1 to {LongestSessionHours}";
        if (provider.Areas.Count > MostAreas)
            yield return $"areas: {MostAreas} at most";
        // The serializer refuses a missing list, but not a null inside one.
        foreach (var (what, list) in new (string, IEnumerable<object?>)[] { ("areas", provider.Areas), ("scopes", provider.Scopes) })
            if (list.Contains(null))
                yield return $"{what}: a null among them";
        foreach (var one in provider.Areas.OfType<MappedArea>())
            if (one.Value.Length == 0 || one.Area.Length == 0 || OpenIdProvider.LevelOf(one.Level) is null)
                yield return $"areas: '{one.Value}' needs a value, a level (committee, street or district) and an area";
        foreach (var twice in provider.Areas.OfType<MappedArea>().GroupBy(one => one.Value).Where(group => group.Count() > 1))
            yield return $"areas: {twice.Key} is there twice";
    }
}
