using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// Firmware of an entrance sign: shows what it receives, and goes dark by its own timer when nothing comes. An old
/// number is worse than none.
/// </summary>
public sealed class EntranceSign : Device
{
    private static readonly string[] Arrows = ["none", "left", "right", "ahead"];

    private readonly ITimer _blank;
    private volatile string _text = "";

    public EntranceSign(DeviceOptions options, TimeProvider time)
        : base(options with { Kind = "sign" }, time)
    {
        _blank = time.CreateTimer(_ => _text = "", null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Empty while dark.</summary>
    public string Text => _text;

    public string Arrow { get; private set; } = "none";

    public override void Dispose()
    {
        _blank.Dispose();
        base.Dispose();
    }

    /// <summary>As if it had come over the air.</summary>
    /// <param name="data">The command's data as JSON.</param>
    public bool Obeys(string action, string data)
    {
        using var document = JsonDocument.Parse(data);
        return Perform(action, document.RootElement);
    }

    protected override bool Perform(string action, JsonElement data)
    {
        if (action != "show" || Word(data, "text") is not { Length: > 0 and <= 4 } text || Word(data, "arrow") is not { } arrow
            || !Arrows.Contains(arrow)
            || !ushort.TryParse(Word(data, "blank_after_s"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || seconds == 0)
            return false;
        (_text, Arrow) = (text, arrow);
        _blank.Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        return true;
    }
}
