using Estate.Domain.Devices;

namespace Estate.Web.Committee;

/// <summary>One way on from the committee's first page, and what is behind it.</summary>
/// <param name="Now">How it stands.</param>
/// <param name="Waiting">What waits there for a second member.</param>
public sealed record CommitteeCard(string Href, Text Title, Text Now, int Waiting = 0)
{
    public bool IsGate { get; init; }
}
