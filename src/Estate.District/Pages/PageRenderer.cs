using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Estate.District.Pages;

/// <summary>Razor components as plain HTML; pages here only show.</summary>
internal sealed partial class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    internal async Task<IResult> PageAsync<TComponent>(
        Language language, string? area, params (string Name, object? Value)[] more)
        where TComponent : IComponent
    {
        var parameters = new Dictionary<string, object?> { ["Language"] = language, ["Area"] = area };
        foreach (var (name, value) in more)
            parameters[name] = value;
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return Results.Content(Letters().Replace(html, LetterOf), "text/html; charset=utf-8");
    }

    /// <summary>The renderer writes each Chinese letter as eight; what means something in HTML stays as it is.</summary>
    private static string LetterOf(Match match) =>
        int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var code and >= 0xA0
            ? char.ConvertFromUtf32(code) : match.Value;

    [GeneratedRegex("&#x([0-9A-F]{2,6});")]
    private static partial Regex Letters();
}
