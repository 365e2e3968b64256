using Estate.Domain.Devices;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Estate.Gateway.Pipeline;

internal static class RestartingParts
{
    /// <summary>Adds a hosted service whose errors end nothing but itself.</summary>
    /// <param name="chinese">For people: what does not work while it fails.</param>
    /// <param name="english">The same.</param>
    internal static IServiceCollection AddPart<TPart>(this IServiceCollection services, string chinese, string english)
        where TPart : BackgroundService
    {
        services.TryAddSingleton<TPart>();
        return services.AddSingleton<IHostedService>(all => ActivatorUtilities.CreateInstance<Restarting>(
            all, all.GetRequiredService<TPart>(), new Text(chinese, english)));
    }
}
