using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Estate.Web.Shared;

/// <summary>
/// Razor components as plain HTML, whole pages and single cards alike. Forms, antiforgery and interactive rendering are
/// not loaded: pages here only show, and memory is scarce.
/// </summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    internal async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            return output.ToHtmlString();
        });
    }

    internal async Task<IResult> PageAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent => Results.Content(await RenderAsync<TComponent>(parameters), "text/html; charset=utf-8");

    /// <summary>As the other, with what such pages have in common: the reader's language, the estate's name, its zone.</summary>
    internal Task<IResult> PageAsync<TComponent>(HttpContext context, PageReads reads, params (string Name, object? Value)[] more)
        where TComponent : IComponent
    {
        var language = Language.Of(context);
        var parameters = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        (parameters[nameof(Layout.Language)], parameters[nameof(Layout.Estate)], parameters[nameof(PageReads.Zone)]) = (
            language, language.Pick(reads.Model.Name), reads.Zone);
        return PageAsync<TComponent>(parameters);
    }
}
