using System.Text;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Found;

/// <summary>Found devices of which somebody said that they are not the estate's. Kept over a restart. Any thread.</summary>
internal sealed class HiddenDevices(DataFolder folder)
{
    private const int Most = 1_000;

    private readonly Lock _lock = new();
    private List<string>? _keys;

    internal bool Has(string key)
    {
        lock (_lock)
            return Keys.Contains(key);
    }

    /// <summary>Of too many the oldest are forgotten, and come up again.</summary>
    internal void Hide(string key)
    {
        lock (_lock)
            Write([.. Keys.Where(one => one != key).TakeLast(Most - 1), key]);
    }

    internal void Show(string key)
    {
        lock (_lock)
            Write([.. Keys.Where(one => one != key)]);
    }

    private List<string> Keys => _keys ??= File.Exists(folder.HiddenDevices)
        ? [.. File.ReadAllLines(folder.HiddenDevices).Where(line => line.Length > 0).TakeLast(Most)] : [];

    private void Write(List<string> keys)
    {
        DataFolder.WritePrivate(folder.HiddenDevices, Encoding.ASCII.GetBytes(string.Concat(keys.Select(key => key + "\n"))));
        _keys = keys;
    }
}
