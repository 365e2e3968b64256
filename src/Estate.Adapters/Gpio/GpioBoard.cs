using System.Device.Gpio;

namespace Estate.Adapters.Gpio;

/// <summary>The chips of /dev.</summary>
internal sealed class GpioBoard : IPinBoard
{
    internal const string DevicePattern = "gpiochip*";

    private const int MaxNamesListed = 80;

    private readonly List<GpioChip> _chips = [];
    private readonly List<string> _forbidden = [];
    private readonly List<string> _unreadable = [];
    private readonly Dictionary<string, List<(GpioChip Chip, int Offset)>> _byName = [];

    internal GpioBoard(string deviceFolder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(deviceFolder, DevicePattern).Order(StringComparer.Ordinal))
            Add(path);
        if (_forbidden.Count > 0)
            _unreadable.Insert(0, $"no permission for {string.Join(", ", _forbidden)}: add the user {Environment.UserName} to the group "
                + $"gpio (usermod -aG gpio {Environment.UserName}) and start again");
        if (_chips.Count == 0)
            Problem = _unreadable.Count > 0
                ? string.Join("; ", _unreadable)
                : $"there is no {deviceFolder}/{DevicePattern}: load the driver of the GPIO chip, pass the device into the container, or "
                    + "use simulated pins";
    }

    public string? Problem { get; }

    public FoundLine? Find(LineAddress address, out string problem) =>
        address.Label is { } label ? FindByLabel(address, label, out problem) : FindByName(address, out problem);

    public (GpioDriver Driver, IEdgeStreams Streams) Open(string chip, EventLoop loop)
    {
        var driver = new KernelGpioDriver(Named(chip).Path, loop);
        return (driver, driver);
    }

    public string Explain(IOException failure, IReadOnlyList<FoundLine> lines) =>
        RequestTrouble.Explain(failure, lines, line => Named(line.Chip).Describe(line.Offset).Consumer);

    public void Dispose() => _chips.ForEach(chip => chip.Dispose());

    private GpioChip Named(string name) => _chips.Single(chip => chip.Name == name);

    private void Add(string path)
    {
        try
        {
            var chip = new GpioChip(path);
            // A Raspberry Pi 5 has gpiochip4 as a symbolic link to gpiochip0.
            if (_chips.Any(other => other.Name == chip.Name))
            {
                chip.Dispose();
                return;
            }
            _chips.Add(chip);
            for (var offset = 0; offset < chip.LineCount; offset++)
                if (chip.Describe(offset).Name is { Length: > 0 } name)
                    (_byName.TryGetValue(name, out var lines) ? lines : _byName[name] = []).Add((chip, offset));
        }
        catch (IOException failure) when (failure.HResult is LibC.PermissionDenied or LibC.OperationNotPermitted)
        {
            _forbidden.Add(path);
        }
        catch (IOException failure)
        {
            _unreadable.Add(
                failure.HResult is LibC.NotThisIoctl or LibC.Invalid ? $"{path} is not a GPIO chip, or of a kernel before 5.10"
                : failure.Message);
        }
    }

    private FoundLine? FindByName(LineAddress address, out string problem)
    {
        var places = _byName.GetValueOrDefault(address.ToString()) ?? [];
        problem = places.Count switch
        {
            0 => $"there is no line {address}{Unreadable()}; there are {List(_byName.Keys)}",
            > 1 => $"there are {places.Count} lines {address}; write which one: "
                + $"{List(places.Select(place => $"{place.Chip.Label}:{place.Offset}"))}",
            _ => "",
        };
        return places is [var only] ? new(address, only.Chip.Name, only.Offset) : null;
    }

    private FoundLine? FindByLabel(LineAddress address, string label, out string problem)
    {
        var chips = _chips.Where(chip => chip.Label == label).ToList();
        problem = chips switch
        {
            [] => $"there is no line {address}, for no chip has the label {label}{Unreadable()}; there are "
                + $"{List(_chips.Select(chip => chip.Label))}",
            [var only] when address.Offset < only.LineCount => "",
            [var only] => $"there is no line {address}: that chip has the offsets 0 to {only.LineCount - 1}",
            _ => $"{chips.Count} chips have the label of {address}; name the line itself: {List(_byName.Keys)}",
        };
        return problem.Length == 0 ? new(address, chips[0].Name, address.Offset) : null;
    }

    private string Unreadable() => _unreadable.Count == 0 ? "" : $" ({string.Join("; ", _unreadable)})";

    private static string List(IEnumerable<string> names)
    {
        var all = names.Distinct().ToList();
        return all.Count switch
        {
            0 => "none with a name; write chip label and offset",
            > MaxNamesListed => $"{string.Join(", ", all.Take(MaxNamesListed))} and {all.Count - MaxNamesListed} more",
            _ => string.Join(", ", all),
        };
    }
}
