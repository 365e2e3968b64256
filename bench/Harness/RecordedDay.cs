using System.Text;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Alerts;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Points;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Bench.Harness;

/// <summary>
/// A day as it lies in the database so many days later: what retention has taken by then is not in it. The oldest day of each kind of
/// record is, so that a night has its usual work.
/// </summary>
internal sealed class RecordedDay
{
    internal static readonly Text Title = new("试验", "Trial");
    private const int EntriesADay = 20, RefusedADay = 20, NotifiersAnAlert = 2;
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"1-000000001","result":"awarded","points":5,"sessions_today":1,"sessions_limit":2,"balance":155}""");

    private readonly RetentionPolicy _policy;
    private readonly Instant _now;
    private readonly List<Fact> _facts = [];
    private long _heard;

    internal RecordedDay(EstateModel model, LocalDate date, LocalDate until)
    {
        (_policy, Date, Start) = (model.Retention, date, date.AtStartOfDayInZone(model.Programme.Zone).ToInstant());
        _now = until.AtStartOfDayInZone(model.Programme.Zone).ToInstant();
    }

    internal LocalDate Date { get; }

    internal Instant Start { get; }

    internal CommitBatch Batch { get; } = new();

    /// <summary>Facts that are gone from the journal; what they added to their days is not.</summary>
    internal IReadOnlyList<Fact> Gone => IsKept(_policy.FactsDays + 2) ? [] : _facts;

    internal CardToken Card => new(IsKept(_policy.CardsDays) ? new('a', 64) : RetentionRule.GoneCard);

    internal string Household(string name) => IsKept(_policy.HouseholdsDays) ? name : RetentionRule.Gone;

    internal string By(string name) => IsKept(_policy.AuditDays) ? name : RetentionRule.Gone;

    /// <summary>An event of a device was taken in.</summary>
    internal void Heard(DeviceId device, string id)
    {
        if (IsKept(_policy.EventsDays))
            Batch.Events.Add(new(device, new(id, Start.ToUnixTimeSeconds(), ++_heard, (ulong)_heard), Answer));
    }

    /// <summary>Two were notified of it, and it was closed.</summary>
    internal void Alert(DeviceId device, string id, Instant at)
    {
        if (!IsKept(_policy.AlertsDays))
            return;
        var raised = new Alert(id, new(device, "trial", ""), Severity.Low, Title, at)
        {
            RaisedAt = at,
            IsActive = false,
            ClearedAt = at,
            ClosedAt = at,
            ClosedBy = "wang",
        };
        Batch.Alerts.Add(id, raised);
        for (var i = 0; i < NotifiersAnAlert && IsKept(_policy.DeliveriesDays); i++)
        {
            var notification = new Notification($"{id}-{i}", "duty", NotificationKind.Raised, Title, at, raised);
            Batch.Notifications.Add(notification);
            Batch.Deliveries.Add(new(notification.Id, 1, at, null));
        }
    }

    /// <summary>The facts of the day, with what people did for it.</summary>
    internal void Record(IEnumerable<Fact> facts)
    {
        _facts.AddRange(facts.OrderBy(fact => fact.Time.At));
        var isKept = IsKept(_policy.FactsDays + 2);
        foreach (var fact in _facts.Where(fact => isKept || fact is OperatorActed or ShiftHandedOver))
        {
            // What was decided stands right behind what it was decided of, which is of the same signal: one entry (decision 49).
            if (fact is not AwardDecided)
                Batch.Steps.Add(Batch.Facts.Count);
            Batch.Add(fact);
        }
        for (var i = 0; i < EntriesADay; i++)
            Batch.Audit.Add((new(Start + Duration.FromHours(i), By("wang"), "login", "", ""), 0, 0));
        var ordered = Batch.Facts.FindIndex(fact => fact is OperatorActed);
        Batch.Audit.Add((new(Batch.Facts[ordered].Time.At, By("wang"), "open_door", "", ""), ordered, 1));
        for (var i = 0; i < RefusedADay && IsKept(_policy.RefusedDays); i++)
            Batch.Rejects.Add(new(Start, "estate/trial/bins/station-1/event", new("bad_value", "grams: trial"), Answer));
    }

    /// <summary>Or just due.</summary>
    private bool IsKept(int days) => Start + Duration.FromDays(days) >= _now;
}
