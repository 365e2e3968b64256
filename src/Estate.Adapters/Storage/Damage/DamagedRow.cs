namespace Estate.Adapters.Storage.Damage;

/// <summary>A row that cannot be read: its table, its key as SQL writes it, and why. None of its content.</summary>
public sealed record DamagedRow(string Table, string Key, string Problem)
{
    public override string ToString() => $"{Table} {Key}: {Problem}";
}

/// <summary>A row the gateway cannot start without cannot be read; nothing was changed.</summary>
public sealed class DamagedRowException(string message) : Exception(message);
