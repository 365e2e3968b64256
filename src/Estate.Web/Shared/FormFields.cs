using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Web.Shared;

/// <summary>Fields of a form as what they mean; what cannot be read says so in both languages.</summary>
internal sealed class FormFields(IFormCollection form, DateTimeZone zone)
{
    /// <summary>What was wrong first; null: nothing.</summary>
    internal Text? Mistake { get; private set; }

    internal string Plain(string name) => form[name].ToString().Trim();

    /// <summary>Chinese, and English behind a bar: <c>长椅 | Benches</c>.</summary>
    internal Text Both(string name) => BothIn(Plain(name));

    internal ImmutableArray<Text> Lines(string name) =>
        [.. Plain(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(BothIn)];

    internal ImmutableArray<string> Chosen(string name) => [.. form[name].OfType<string>().Where(one => one.Length > 0)];

    internal int Whole(string name, Text what)
    {
        if (int.TryParse(Plain(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Mistake ??= new($"{what.Zh}要填整数", $"{what.En} is a whole number");
        return 0;
    }

    internal LocalDate Day(string name, Text what)
    {
        if (LocalDatePattern.Iso.Parse(Plain(name)) is { Success: true } parsed)
            return parsed.Value;
        Mistake ??= new($"{what.Zh}要填日期，如 2026-12-01", $"{what.En} is a date such as 2026-12-01");
        return default;
    }

    internal TKind Kind<TKind>(string name, Text what)
        where TKind : struct, Enum
    {
        foreach (var kind in Enum.GetValues<TKind>())
            if (WireName.Of(kind) == Plain(name))
                return kind;
        Mistake ??= new($"请选{what.Zh}", $"choose {what.En}");
        return default;
    }

    /// <summary>By the estate's wall clock.</summary>
    internal Instant Moment(string name)
    {
        try
        {
            return LocalDateTimeConverter.Parse(Plain(name)).InZoneLeniently(zone).ToInstant();
        }
        catch (FormatException)
        {
            Mistake ??= new("请填开始和截止时间，如 2026-12-01T08:00", "when it opens and when it ends, such as 2026-12-01T08:00");
            return default;
        }
    }

    private static Text BothIn(string line)
    {
        var parts = line.Split('|', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? new(parts[0], parts[1]) : Text.Same(parts[0]);
    }
}
