using Estate.Domain.People;

namespace Estate.Web.Tests.News;

/// <summary>What somebody comes for, from the page they land on.</summary>
/// <param name="Steps">In order.</param>
/// <param name="Shows">What the page says then; with ! in front, what it does not say any more.</param>
internal sealed record DailyTask(Role Role, string Zh, string En, string Shows, params TaskStep[] Steps)
{
    internal int Taps => Steps.Count(step => step.Typed is null);
}

/// <summary>A tap, or what is typed without one (Enter at its end is the keyboard's, or the card reader's).</summary>
/// <param name="Selector">The first that is seen.</param>
internal readonly record struct TaskStep(string Selector, string? Typed = null)
{
    public static implicit operator TaskStep(string selector) => new(selector);
}
