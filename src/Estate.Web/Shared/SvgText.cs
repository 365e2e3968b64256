using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Estate.Web.Shared;

/// <summary>SVG's text element: Razor keeps that name for itself.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired] public int X { get; set; }
    [Parameter, EditorRequired] public int Y { get; set; }
    [Parameter, EditorRequired] public int Size { get; set; }
    [Parameter, EditorRequired] public string Value { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "font-size", Size);
        builder.AddAttribute(4, "text-anchor", "middle");
        builder.AddContent(5, Value);
        builder.CloseElement();
    }
}
