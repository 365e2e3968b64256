using System.Globalization;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;

namespace Estate.Web.Rules;

/// <summary>A blank of a template: a number with its bounds, one of some words, or the rule's id.</summary>
/// <param name="Pattern">What may stand there in the rule's text.</param>
public sealed partial record TemplateField(string Name, Text Title, string Usual, string Pattern)
{
    public double? Least { get; private init; }
    public double? Most { get; private init; }

    /// <summary>People choose per cent; the text has the share.</summary>
    public bool IsPercent { get; private init; }

    /// <summary>Word in the text, and what people read; empty: not a choice.</summary>
    public IReadOnlyList<(string Word, Text Title)> Choices { get; private init; } = [];

    internal static TemplateField Id(string usual) =>
        new("id", new("规则的名字（小写字母、数字和 -）", "The rule's id (small letters, digits and -)"), usual, "[a-z0-9-]{1,64}");

    internal static TemplateField Number(string name, Text title, int usual, int least, int most) =>
        new(name, title, usual.ToString(CultureInfo.InvariantCulture), @"\d{1,6}") { Least = least, Most = most };

    internal static TemplateField Percent(string name, Text title, int usual) =>
        new(name, title, usual.ToString(CultureInfo.InvariantCulture), @"[01]\.\d{1,2}") { Least = 1, Most = 100, IsPercent = true };

    internal static TemplateField Choice(string name, Text title, params (string Word, Text Title)[] choices) =>
        new(name, title, choices[0].Word, string.Join('|', choices.Select(one => one.Word))) { Choices = choices };

    /// <summary>Null where the value can stand in the text.</summary>
    internal Text? MistakeOf(string value) =>
        Choices.Count > 0 ? Choices.Any(one => one.Word == value) ? null : new("请选一项", "Choose one of these")
        : Least is { } least && Most is { } most
            ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? null : new($"应为 {least:0} 到 {most:0} 的整数", $"a whole number from {least:0} to {most:0}")
        : IdPattern().IsMatch(value) ? null : new("1 到 64 个小写字母、数字或 -", "1 to 64 small letters, digits or -");

    /// <summary>As the text has it.</summary>
    internal string Written(string value) => IsPercent
        ? (int.Parse(value, CultureInfo.InvariantCulture) / 100.0).ToString("0.0#", CultureInfo.InvariantCulture) : value;

    /// <summary>As people read it.</summary>
    internal string Read(string written) => IsPercent && FiniteNumber.TryParse(written, out var share)
        ? Math.Round(share * 100).ToString("0", CultureInfo.InvariantCulture) : written;

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex IdPattern();
}
