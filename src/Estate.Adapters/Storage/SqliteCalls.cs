using System.Runtime.InteropServices;
using SQLitePCL;

namespace Estate.Adapters.Storage;

/// <summary>
/// SQLite as the gateway uses it: a connection is of one thread at a time, so that SQLite needs no lock of its own at each call
/// (decision 67). What is called for every row that is written, and for every row of the journal that is read, is called here, past the
/// wrapper. Short calls that wait for nobody leave the collector where it is.
/// </summary>
internal static unsafe partial class SqliteCalls
{
    /// <summary>The library that the wrapper has loaded, by the same name.</summary>
    private const string Library = "e_sqlite3";

    /// <summary>SQLITE_CONFIG_MULTITHREAD: connections without mutex, what they share with one.</summary>
    private const int WithoutMutex = 2;

    /// <summary>SQLITE_CONFIG_MEMSTATUS: counts every byte under a lock that all connections share.</summary>
    private const int CountMemory = 9;

    /// <summary>SQLITE_NULL.</summary>
    private const int Null = 5;

    /// <summary>SQLITE_TRANSIENT: SQLite makes a copy of its own.</summary>
    private const nint Copied = -1;

    /// <summary>
    /// Before the first connection of the process. Where somebody was faster, SQLite refuses and locks on, which is slower and as right.
    /// </summary>
    internal static void Configure()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(WithoutMutex);
        _ = raw.sqlite3_config(CountMemory, 0);
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    internal static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    internal static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    internal static partial long Number(nint statement, int column);

    internal static bool IsNull(nint statement, int column) => Type(statement, column) == Null;

    /// <summary>Valid until the next step.</summary>
    internal static ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        var first = Blob(statement, column);
        return new(first, Length(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition]
    internal static partial int BindNull(nint statement, int place);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    internal static partial int BindNumber(nint statement, int place, long number);

    internal static int BindText(nint statement, int place, ReadOnlySpan<byte> text)
    {
        fixed (byte* first = SomeWhere(text))
            return Text(statement, place, first, text.Length, Copied);
    }

    internal static int BindBytes(nint statement, int place, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = SomeWhere(bytes))
            return Blob(statement, place, first, bytes.Length, Copied);
    }

    /// <summary>Nothing to point at would be taken for no value.</summary>
    private static ReadOnlySpan<byte> SomeWhere(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "\0"u8 : bytes;

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    private static partial int Type(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob"), SuppressGCTransition]
    private static partial byte* Blob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    private static partial int Length(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    private static partial int Text(nint statement, int place, byte* first, int length, nint copied);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    private static partial int Blob(nint statement, int place, byte* first, int length, nint copied);
}
