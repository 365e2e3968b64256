using Estate.Domain.Devices;
using Estate.Domain.Projects;

namespace Estate.Web.Projects;

/// <summary>A project for everybody; days ISO 8601.</summary>
internal sealed record ProjectBody(
    string Id, Text Title, Text Idea, string State, string Due, int? Rank, int? Ticks, int Meetings, Text? Outcome, bool? IsSatisfied)
{
    internal static ProjectBody Of(ProjectStanding one) => new(
        one.Project.Id, one.Project.Title, one.Project.Idea, WireName.Of(one.State), ProjectViews.Day(one.Promise?.Due ?? one.Project.Due),
        one.Promise?.Rank, one.Promise?.Ticks, one.Meetings.Length, one.Ending?.Outcome,
        one.Verdicts.Length == 0 ? null : one.Verdicts[^1].IsSatisfied);
}
