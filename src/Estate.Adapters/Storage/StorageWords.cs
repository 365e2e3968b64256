using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>SQLite's result codes in words that say what to look at; its own words stand behind.</summary>
internal static class StorageWords
{
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
