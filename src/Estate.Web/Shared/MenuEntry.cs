using Estate.Domain.Devices;
using Estate.Domain.People;

namespace Estate.Web.Shared;

/// <summary>One link of the menu.</summary>
/// <param name="Position">The smaller, the further in front; each is there once.</param>
/// <param name="Role">Who sees it; null: everybody, also without a login.</param>
public sealed record MenuEntry(int Position, Role? Role, string Href, Text Text);
