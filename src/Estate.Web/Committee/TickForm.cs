using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.People;

namespace Estate.Web.Committee;

/// <summary>What somebody ticked in a form: options by their numbers, and a line with a grade.</summary>
internal static class TickForm
{
    /// <summary>What is no number is an option that there is not.</summary>
    internal static TickPoll Read(IFormCollection form, string poll, string household, string channel) =>
        new(poll, household, Options(form), channel) { Words = form["words"].ToString() };

    private static ImmutableArray<int> Options(IFormCollection form) =>
        [.. form["option"].Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
}
