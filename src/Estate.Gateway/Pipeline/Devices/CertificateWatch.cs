using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>Looks each day whether the broker's certificate ends soon: a gateway may run for years without a start.</summary>
internal sealed partial class CertificateWatch(EstateModel model, DataFolder folder, GatewayClock clock, ILogger<CertificateWatch> log)
    : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock.Time);
        while (model.Listeners is not { Password: null, Certificate: null } && await timer.WaitForNextTickAsync(stoppingToken))
            Check();
    }

    /// <summary>The broker reads it with its other files.</summary>
    internal void Check()
    {
        if (new DeviceAuthority(folder, clock.Time).HasServer(model.BrokerNames.ToHashSet(StringComparer.OrdinalIgnoreCase)))
            return;
        var editor = new InventoryEditor(folder, model.File);
        try
        {
            if (editor.Alone(() => BrokerSetup.Write(folder, editor.Next(), clock.Time)) is { } problem)
                LogFailed(problem.En);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFailed(failure.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The broker's certificate ends soon and could not be renewed: {Problem} Tried again tomorrow.")]
    private partial void LogFailed(string problem);
}
