namespace Estate.Cli.Commands;

/// <summary>Says how far a database of an earlier version is, a line for each tenth.</summary>
internal sealed class UpgradeProgress : IProgress<double>
{
    private const int Percent = 100, SaidEvery = 10;

    private int _said = -1;

    public void Report(double value)
    {
        var reached = (int)(value * Percent) / SaidEvery * SaidEvery;
        if (reached <= _said)
            return;
        _said = reached;
        Console.WriteLine($"数据库升级 {reached} %，只此一次 / The database is brought up to date, once: {reached} %");
    }
}
