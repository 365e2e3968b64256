using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Damage;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Nightly;

/// <summary>
/// Looks through the whole database soon after the start and once a day: a memory card that forgets does so in silence, and every day
/// without a word makes the last good backup older. Rows that a start set aside are reported as long as they are kept.
/// </summary>
internal sealed partial class DamageWatch(
    EstateDatabase database, DamagedRows rows, Health health, GatewayClock clock, ILogger<DamageWatch> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kept = rows.Kept();
        foreach (var row in kept)
            LogSetAside(row);
        health.Damage = DamagedDatabase.TextOf(kept);
        for (var pause = First; !stoppingToken.IsCancellationRequested; pause = Every)
        {
            await Task.Delay(pause, clock.Time, stoppingToken);
            // On its own thread: it reads all there is, and nothing may wait for that.
            var damage = await Task.Run(() => DamageCheck.Find(database.Path), stoppingToken);
            health.Damage = damage is null ? DamagedDatabase.TextOf(kept) : DamagedDatabase.TextOf(damage);
            if (damage is not null)
                LogDamaged(damage);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database is damaged ({Damage}). Bring back the last backup: estate restore.")]
    private partial void LogDamaged(string damage);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A damaged row was set aside ({Row}). Bring back the last backup: estate restore; or look at it: estate rows.")]
    private partial void LogSetAside(DamagedRow row);
}
