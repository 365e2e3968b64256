namespace Estate.Adapters.Storage.Damage;

/// <summary>A row whose values have their columns' types.</summary>
internal readonly record struct StoredRow(IReadOnlyList<TableColumn> Columns, object[] Values)
{
    internal string Text(string column) => (string)this[column];

    internal long Number(string column) => (long)this[column];

    internal byte[] Bytes(string column) => (byte[])this[column];

    private object this[string column]
    {
        get
        {
            for (var i = 0; i < Columns.Count; i++)
                if (Columns[i].Name == column)
                    return Values[i];
            throw new ArgumentException($"there is no column {column}");
        }
    }
}
