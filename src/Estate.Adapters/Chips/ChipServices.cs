using Microsoft.Extensions.DependencyInjection;

namespace Estate.Adapters.Chips;

/// <summary>Card readers, displays and sensors on the machine's buses.</summary>
public static class ChipServices
{
    /// <param name="open">Called once; the container closes them.</param>
    public static IServiceCollection AddChips(this IServiceCollection services, Func<IChips> open) => services.AddSingleton(_ => open());
}
