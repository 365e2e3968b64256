using Estate.Adapters.Providers;

namespace Estate.Gateway.Configuration;

/// <summary>Who is asked for services, from estate.yaml.</summary>
internal static class ProviderSettings
{
    /// <param name="wrong">Gets each error with its place.</param>
    internal static IReadOnlyList<ProviderTarget> From(List<EstateFile.ProviderSection> sections, Action<string> wrong)
    {
        var all = new List<ProviderTarget>();
        foreach (var (one, index) in sections.Select((one, index) => (one, index)))
        {
            var where = $"providers[{index}]";
            var url = Uri.TryCreate(one.Url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed : null;
            if (!Domain.Devices.DeviceId.IsValidLevel(one.Service))
                wrong($"{where}.service: '{one.Service}' is not of [a-z0-9-], such as taxi");
            else if (all.Exists(other => other.Service == one.Service))
                wrong($"{where}.service: '{one.Service}' is there twice");
            if (url is null)
                wrong($"{where}.url: '{one.Url}' is not an http address");
            else if (url.Scheme == "http" && !url.IsLoopback)
                wrong($"{where}.url: '{one.Url}' leaves this computer without TLS; write https://");
            if (one.AskEveryS is not (>= 1 and <= 300))
                wrong($"{where}.ask_every_s: 1 to 300");
            if (url is not null)
                all.Add(new(one.Service, url, TimeSpan.FromSeconds(Math.Clamp(one.AskEveryS, 1, 300))));
        }
        return all;
    }
}
