namespace Estate.Gateway.Pipeline.Nightly;

/// <summary>What is done once a day.</summary>
internal static class NightServices
{
    internal static IServiceCollection AddNights(this IServiceCollection services) => services
        .AddPart<DamageWatch>("数据库检查", "the check of the database")
        .AddPart<NightlyBackup>("夜间备份", "the nightly backup")
        .AddPart<NightlyRetention>("夜间清理", "the nightly retention");
}
