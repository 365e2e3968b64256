using System.Text;
using Estate.Domain.Devices;
using SQLitePCL;

namespace Estate.Adapters.Storage.Totals;

/// <summary>
/// Adds up the rows of <c>daily_total</c>, day by day in their order. Days with too few participants are left out as if nothing had been:
/// else one period less another would say what a single household brought.
/// </summary>
/// <param name="forgotten">
/// Of days whose people are forgotten: how many took part, and for how many of them it was the last day of the period. The latter count
/// whatever becomes of the day: who of them came on another day, too, nobody knows any more.
/// </param>
internal sealed class PeriodSum(int minimumADay, IReadOnlyDictionary<long, (int All, int Last)> forgotten)
{
    internal const string Query =
        """
        SELECT day, what, count, amount, participants FROM daily_total
        WHERE slice = $slice AND day BETWEEN $from AND $until ORDER BY day
        """;

    private readonly List<NamedTotal> _sums = [], _sumsOfDay = [];
    private readonly ParticipantSet _participants = new(), _participantsOfDay = new();
    private long _day;

    /// <summary>As SQLite holds them: thousands of copies would be more than the answer.</summary>
    internal void Add(sqlite3_stmt row)
    {
        var day = raw.sqlite3_column_int64(row, 0);
        if (day != _day)
            CloseDay();
        _day = day;
        NamedTotal.Of(_sumsOfDay, raw.sqlite3_column_blob(row, 1)).Add(
            new(raw.sqlite3_column_int64(row, 2), raw.sqlite3_column_int64(row, 3)));
        _participantsOfDay.Add(raw.sqlite3_column_blob(row, 4));
    }

    internal PeriodTotals Result()
    {
        CloseDay();
        return new(_sums.ToDictionary(sum => sum.What, sum => sum.Total), _participants.Count + forgotten.Values.Sum(day => day.Last));
    }

    private void CloseDay()
    {
        if (_participantsOfDay.Count + forgotten.GetValueOrDefault(_day).All >= minimumADay)
        {
            foreach (var sum in _sumsOfDay.Where(one => one.Total.Count > 0))
                NamedTotal.Of(_sums, sum.Name).Add(sum.Total);
            _participants.Add(_participantsOfDay);
        }
        _sumsOfDay.ForEach(sum => sum.Clear());
        _participantsOfDay.Clear();
    }

    /// <summary>There are few names, and each comes thousands of times.</summary>
    private sealed class NamedTotal(byte[] name)
    {
        internal byte[] Name => name;

        internal string What { get; } = Encoding.UTF8.GetString(name);

        internal Total Total { get; private set; }

        internal static NamedTotal Of(List<NamedTotal> all, ReadOnlySpan<byte> name)
        {
            foreach (var one in all)
                if (name.SequenceEqual(one.Name))
                    return one;
            all.Add(new(name.ToArray()));
            return all[^1];
        }

        internal void Add(Total more) => Total = new(Total.Count + more.Count, Total.Amount + more.Amount);

        internal void Clear() => Total = default;
    }
}
