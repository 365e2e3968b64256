using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Estate.Gateway.Web;

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
}
