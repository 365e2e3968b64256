using System.CommandLine;
using Estate.Gateway.Configuration;
using Estate.Gateway.Rules;

namespace Estate.Gateway.Commands;

/// <summary>Rules at the command line: whether they are right, before they are in force.</summary>
internal static class RulesCommand
{
    internal static Command Create()
    {
        var estate = CommonOptions.Estate();
        var path = new Argument<string>("file") { Description = "A file of rules, or a folder of them" };
        var check = new Command("check", "Say what is wrong with rules: file, line, column and what to do; nothing is changed") { estate, path };
        check.SetAction(parsed => Check(EstateFileReader.Read(parsed.GetRequiredValue(estate)), parsed.GetRequiredValue(path)));
        return new Command("rules", "Rules over facts and measurements") { check };
    }

    private static int Check(EstateModel model, string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new ConfigurationException($"{path} does not exist");
        var files = new RuleFiles([path], RuleSchemas.Of(model, DeviceKinds.WithoutCards(model.Programme.Zone)), [.. model.Alerts.Notifiers.Select(one => one.Name)]);
        var (rules, mistakes) = File.Exists(path) ? files.Check(path, File.ReadAllText(path)) : files.Read();
        foreach (var mistake in mistakes)
            Console.Error.WriteLine(mistake);
        Console.WriteLine(mistakes.Count == 0 ? $"{rules.Count} rules, no mistakes" : $"{mistakes.Count} mistake(s); nothing was changed");
        return mistakes.Count == 0 ? 0 : 2;
    }
}
