using Estate.Domain.Projects;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>For everybody's spreadsheet.</summary>
internal sealed record ProjectRow(string Id, string Title, string Idea, string State, int? Rank, int? Ticks, string Due)
{
    internal static ProjectRow Of(ProjectStanding one, Language language) => new(
        one.Project.Id, language.Pick(one.Project.Title), language.Pick(one.Project.Idea), language.Pick(ProjectViews.StateOf(one)),
        one.Promise?.Rank, one.Promise?.Ticks, ProjectViews.Day(one.Promise?.Due ?? one.Project.Due));
}
