using System.Globalization;
using Estate.District.Reports;

namespace Estate.District.Pages;

/// <summary>Numbers as people read them; – where there is none.</summary>
internal static class Figures
{
    internal const string None = "–";

    internal static string Percent(double? share) => share is { } known ? Text($"{100 * known:0.0} %") : None;

    internal static string Number(long? value) => value is { } known ? Text($"{known}") : None;

    internal static string Minutes(double? value) => value is { } known ? Text($"{known:0.0}") : None;

    internal static string Of(double? answer, AnswerUnit unit) => answer is not { } known ? None : unit switch
    {
        AnswerUnit.Percent => Text($"{known:0.0} %"),
        AnswerUnit.Minutes => Text($"{known:0.0}"),
        _ => Text($"{known:0}"),
    };

    /// <summary>With its sign; of shares in percentage points.</summary>
    internal static string Change(double? change, AnswerUnit unit) => change is not { } known ? None : unit switch
    {
        AnswerUnit.Times => Text($"{known:+0;−0;0}"),
        _ => Text($"{known:+0.0;−0.0;0.0}"),
    };

    internal static string Day(DateOnly day) => day.ToString("MM-dd", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
