using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using Estate.Web.Shared;

namespace Estate.Web.Patrol;

/// <summary>Late visits included: the last state of the round as far as the patrol still knows it.</summary>
internal sealed record RoundRow(string Patrol, string Round, string From, string To, int Visited, string Missed, string Guards)
{
    internal static RoundRow Of(PatrolView patrol, RoundResult ended, PageReads reads, Language language)
    {
        var result = patrol.State.Results.FirstOrDefault(one => one.Round == ended.Round) ?? ended;
        return new(
            language.Pick(reads.Names.Of(patrol.Device)), result.Round.Name, TimeText.Minute(result.Round.From, reads.Zone),
            TimeText.Minute(result.Round.To, reads.Zone), result.Visits.Length,
            string.Join("; ", result.Missed.Select(name => language.Pick(reads.Names.Of(new DeviceId(CheckpointKind.KindName, name))))),
            string.Join(' ', result.Visits.Select(visit => visit.Guard).Distinct()));
    }
}
