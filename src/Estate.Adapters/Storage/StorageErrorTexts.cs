using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>SQLite's result codes in words that say what to look at; its own words stand behind.</summary>
internal static class StorageErrorTexts
{
    /// <summary>
    /// A constraint, a type or a size that what is written does not keep (CONSTRAINT, MISMATCH, TOOBIG, RANGE): no disk would take it. All
    /// others are the disk's, also those that nobody expects, for waiting loses nothing.
    /// </summary>
    internal static bool IsOfTheData(SqliteException failure) => failure.SqliteErrorCode is 18 or 19 or 20 or 25;

    internal static string Of(SqliteException failure) => failure.SqliteErrorCode switch
    {
        5 or 6 => "another program holds the database",
        8 or 14 => "the database cannot be opened for writing: is the disk read-only?",
        10 => "the disk fails or is read-only",
        11 or 26 => "the database is damaged: bring back the last backup (estate restore)",
        13 => "the disk is full",
        _ => "the disk refuses",
    } + $" ({failure.Message})";
}
