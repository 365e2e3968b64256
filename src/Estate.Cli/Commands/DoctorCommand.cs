using System.CommandLine;
using Estate.Cli.Doctor;
using Estate.Gateway.Configuration;

namespace Estate.Cli.Commands;

/// <summary>Everything a support person would ask, in plain words; changes nothing.</summary>
internal static class DoctorCommand
{
    internal static Command Create()
    {
        var (estate, data, url) = (CommonOptions.Estate(), CommonOptions.Data(), CommonOptions.Url());
        var thorough = new Option<bool>("--thorough")
        { Description = "Also whether every index of the database fits its table; takes longer" };
        var language = CommonOptions.Language();
        var command = new Command(
            "doctor", "Look at everything and say what is wrong and what to do; exit code 1 when something is wrong")
        {
            url, thorough, language, estate, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var patient = new DoctorContext(
                new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(estate),
                CommonOptions.Address(parsed.GetRequiredValue(url)), TimeProvider.System)
            { IsThorough = parsed.GetValue(thorough) };
            var wrong = 0;
            await foreach (var (name, finding) in DoctorRunner.RunAsync(patient, stop))
            {
                wrong += finding.Level == Level.Wrong ? 1 : 0;
                foreach (var line in DoctorRunner.Lines(name, finding, parsed.GetRequiredValue(language)))
                    Console.WriteLine(line);
            }
            return wrong == 0 ? 0 : 1;
        });
        return command;
    }
}
