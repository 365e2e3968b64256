using Microsoft.Extensions.DependencyInjection;

namespace Estate.Adapters.Gpio;

/// <summary>The machine's own lines.</summary>
public static class GpioServices
{
    /// <param name="open">Called once; the container closes them.</param>
    public static IServiceCollection AddGpio(this IServiceCollection services, Func<IPins> open) => services.AddSingleton(_ => open());
}
