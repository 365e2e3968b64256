using System.Globalization;

namespace Estate.Web.Shared;

/// <summary>Whole numbers in an address.</summary>
internal static class QueryNumber
{
    /// <summary>From 1 to <paramref name="most"/>; null where there is none.</summary>
    /// <exception cref="BadQueryException">Anything else.</exception>
    internal static int? Of(HttpContext context, string name, int most) =>
        context.Request.Query[name].ToString() is not { Length: > 0 } text ? null
        : Within(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, name, most);

    /// <summary>One that was read already.</summary>
    /// <exception cref="BadQueryException">Not from 1 to <paramref name="most"/>.</exception>
    internal static int? Within(int? value, string name, int most) => value is not (< 1) && !(value > most) ? value
        : throw BadQueryException.Of(
            name, most == int.MaxValue ? "应为整数，从 1 开始" : $"应为 1 到 {most} 的整数",
            most == int.MaxValue ? "expected a whole number from 1" : $"expected a whole number from 1 to {most}");
}
