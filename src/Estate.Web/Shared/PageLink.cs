using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>A page, and what it is called where somebody comes from another.</summary>
internal sealed record PageLink(string Href, Text Text);
