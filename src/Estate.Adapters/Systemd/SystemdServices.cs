using Microsoft.Extensions.DependencyInjection;

namespace Estate.Adapters.Systemd;

/// <summary>The sign of life to whoever started the process.</summary>
public static class SystemdServices
{
    public static IServiceCollection AddSystemd(this IServiceCollection services) =>
        services.AddSingleton(ServiceNotifier.FromEnvironment());
}
