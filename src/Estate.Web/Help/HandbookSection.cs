namespace Estate.Web.Help;

/// <summary>One line of the contents.</summary>
public sealed record HandbookSection(string Anchor, string Title);
