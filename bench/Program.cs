using System.CommandLine;
using Estate.Bench;
using Estate.Gateway.Configuration;

try
{
    return await BenchCommands.Root().Parse(args)
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception mistake) when (mistake is ConfigurationException or FormatException or IOException)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
