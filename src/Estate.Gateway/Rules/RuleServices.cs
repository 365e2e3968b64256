using Estate.Gateway.Pipeline;

namespace Estate.Gateway.Rules;

/// <summary>Rules in their files: read, watched, tried over the past.</summary>
internal static class RuleServices
{
    internal static IServiceCollection AddRules(this IServiceCollection services, OpenedEstate estate)
    {
        string[] folders = [estate.Model.RulesFolder ?? "", estate.Folder.Rules];
        return services
            .AddSingleton(new RuleFiles(folders, estate.Machine.Schema, [.. estate.Model.Alerts.Notifiers.Select(one => one.Name)]))
            .AddSingleton<RuleBacktests>().AddSingleton<RuleTrials>()
            .AddPart<RuleWatch>("规则文件", "rule files");
    }
}
