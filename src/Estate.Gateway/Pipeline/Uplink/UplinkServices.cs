namespace Estate.Gateway.Pipeline.Uplink;

internal static class UplinkServices
{
    /// <summary>What may leave the estate, where a district is configured.</summary>
    internal static IServiceCollection AddUplink(this IServiceCollection services) => services
        .AddSingleton<UplinkSources>().AddSingleton<ProposalIntake>().AddPart<UplinkService>("向区级平台上报", "the uplink to the district");
}
