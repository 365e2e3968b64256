using Estate.Domain.People;

namespace Estate.Web.Shared;

/// <summary>Where a page is explained.</summary>
internal interface IHelpLinks
{
    /// <summary>
    /// The handbook's section about the page, of a handbook that <paramref name="roles"/> may read; null on a page of help.
    /// </summary>
    PageLink? Of(string path, IReadOnlyList<Role> roles, Language language);
}
