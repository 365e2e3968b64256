using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Web.News;

/// <summary>One line of somebody's first page, with the page where it goes on.</summary>
/// <param name="At">When it came about; null: it is so now, and waits for the reader.</param>
public sealed record NewsLine(Text Text, string Href, Instant? At = null);
