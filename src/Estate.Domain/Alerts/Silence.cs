using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>What people are not notified of for a while, by whom and why: a shelved alert, or planned work. It ends by itself.</summary>
public sealed record Silence(string Id, SilenceScope Scope, string By, string Reason, Instant From, Instant Until)
{
    public bool IsShelf => Scope.Form == SilenceScope.OfAlert;

    public bool IsOnAt(Instant at) => From <= at && at < Until;
}
