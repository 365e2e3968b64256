using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Estate.Gateway.Web;

/// <summary>One card as HTML outside a page, for the live feed.</summary>
internal sealed class CardRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    internal async Task<string> RenderAsync(StatusCard card, Language language, EstateModel model)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<CardView>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(CardView.Card)] = card,
                [nameof(CardView.Language)] = language,
                [nameof(CardView.Zone)] = model.Programme.Zone,
            }));
            return output.ToHtmlString();
        });
    }
}
