using Estate.Gateway.Pipeline;
using Microsoft.AspNetCore.Components;

namespace Estate.Web.Shared;

/// <summary>What nearly every page is made with: the machine to ask, what is on the disk, and the pen.</summary>
internal sealed record PageContext(EstateLoop Loop, PageReads Reads, PageRenderer Pages)
{
    /// <inheritdoc cref="PageRenderer.PageAsync{TComponent}(HttpContext, PageReads, ValueTuple{string, object}[])"/>
    internal Task<IResult> ShowAsync<TPage>(HttpContext context, params (string Name, object? Value)[] more)
        where TPage : IComponent => Pages.PageAsync<TPage>(context, Reads, more);
}
