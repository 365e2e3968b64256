namespace Estate.Web.Shared;

/// <summary>Where a handbook explains a page.</summary>
/// <param name="Path">How the page's address begins.</param>
/// <param name="Book">The handbook: <c>residents staff committee installer</c>.</param>
/// <param name="Section">From 1.</param>
internal sealed record HelpSection(string Path, string Book, int Section);
