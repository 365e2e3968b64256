using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Web.Shared;

/// <summary>A device's card as the pages show it.</summary>
internal sealed class CardRenderer(PageRenderer pages, EstateModel model)
{
    internal Task<string> RenderAsync(StatusCard card, Language language) => pages.RenderAsync<CardView>(new Dictionary<string, object?>
    {
        [nameof(CardView.Card)] = card,
        [nameof(CardView.Language)] = language,
        [nameof(CardView.Zone)] = model.Programme.Zone,
    });
}
