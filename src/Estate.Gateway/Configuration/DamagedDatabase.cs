using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Damage;

namespace Estate.Gateway.Configuration;

/// <summary>A start that fails because the disk has damaged the database ends on what is wrong and the way back.</summary>
internal static class DamagedDatabase
{
    internal static string TextOf(string damage) => $"damaged: {damage.TrimEnd('.')}. Bring back the last backup: estate restore";

    /// <summary>Null where none was set aside.</summary>
    internal static string? TextOf(IReadOnlyCollection<DamagedRow> setAside) =>
        DamagedRows.InShort(setAside) is { } rows ? $"{rows}. Bring back the last backup: estate restore; or look at them: estate rows list"
            : null;

    /// <exception cref="ConfigurationException">It failed and the database is damaged; nothing was changed.</exception>
    internal static T Explain<T>(DataFolder folder, Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception failure) when (DamageIn(folder, failure) is { } damage)
        {
            throw new ConfigurationException(
                $"{folder.Database} is {TextOf(damage)}. It was not changed; keep a copy, its older parts may still be read.");
        }
    }

    /// <summary>Damage shows in many ways, a word where a number was among them; only then is everything looked through.</summary>
    private static string? DamageIn(DataFolder folder, Exception failure) =>
        failure is OperationCanceledException || !File.Exists(folder.Database) ? null
        : failure is DamagedRowException ? failure.Message
        : DamageCheck.IsDamage(failure) || DamageCheck.IsDamage(failure.GetBaseException()) ? failure.GetBaseException().Message
        : DamageCheck.Find(folder.Database);
}
