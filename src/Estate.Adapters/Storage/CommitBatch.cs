using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Domain.Rules;

namespace Estate.Adapters.Storage;

/// <summary>What one transaction writes: the outcomes of all signals since the last commit, in order.</summary>
public sealed class CommitBatch
{
    public List<Fact> Facts { get; } = [];

    /// <summary>The number in the journal of the first of <see cref="Facts"/>, once it is durable.</summary>
    public long FirstNumber { get; internal set; }

    /// <summary>What was concluded from <see cref="Facts"/>, by their places: each stands in the entry of its fact.</summary>
    public Dictionary<int, Fact> Conclusions { get; } = [];

    /// <summary>Where in <see cref="Facts"/> those of a next signal begin.</summary>
    public List<int> Steps { get; } = [];
    public List<Transfer> Transfers { get; } = [];
    public List<AcknowledgedEvent> Events { get; } = [];

    /// <summary>Devices whose events so far are forgotten, before <see cref="Events"/> are added.</summary>
    public List<DeviceId> Forgotten { get; } = [];

    /// <summary>Only the last state of a device matters.</summary>
    public Dictionary<DeviceId, Saved> States { get; } = [];
    public List<RejectedMessage> Rejects { get; } = [];

    /// <summary>By id, the last of each, in the order they first came: one closes before the next of its name opens.</summary>
    public OrderedDictionary<string, Alert> Alerts { get; } = [];
    public List<Notification> Notifications { get; } = [];
    public List<Delivery> Deliveries { get; } = [];

    /// <summary>Only the last state of an instance matters.</summary>
    public Dictionary<(string Rule, DeviceId Device, string Component), RuleState> Rules { get; } = [];

    /// <summary>Only the last count of a poll matters.</summary>
    public Dictionary<string, Domain.People.PollTally> Tallies { get; } = [];

    /// <summary>What people asked, and which of <see cref="Facts"/> came of it.</summary>
    public List<(AuditEntry Entry, int FirstFact, int Facts)> Audit { get; } = [];

    /// <summary>All that happened, in order.</summary>
    public IEnumerable<Fact> AllFacts => Conclusions.Count == 0 ? Facts
        : Facts.SelectMany((fact, i) => Conclusions.TryGetValue(i, out var concluded) ? (Fact[])[fact, concluded] : [fact]);

    /// <summary>As the next of the signal in hand; in the entry of the one before where it was concluded from that.</summary>
    public void Add(Fact fact)
    {
        var last = Facts.Count - 1;
        var isOfThisStep = last >= 0 && Steps is [.., var step] && step <= last;
        if (isOfThisStep && !Conclusions.ContainsKey(last) && Storage.Conclusions.Fits(Facts[last], fact))
            Conclusions[last] = fact;
        else
            Facts.Add(fact);
    }

    public bool IsEmpty =>
        Audit.Count + Tallies.Count + Rules.Count + Facts.Count + Transfers.Count + Events.Count + Forgotten.Count + States.Count
            + Rejects.Count + Alerts.Count + Notifications.Count + Deliveries.Count == 0;

    public void Clear()
    {
        Facts.Clear();
        Conclusions.Clear();
        Steps.Clear();
        Transfers.Clear();
        Events.Clear();
        Forgotten.Clear();
        States.Clear();
        Rejects.Clear();
        Alerts.Clear();
        Notifications.Clear();
        Deliveries.Clear();
        Rules.Clear();
        Audit.Clear();
        Tallies.Clear();
    }
}

/// <summary>An event taken in, and the answer its device gets, now and at every repetition.</summary>
public sealed record AcknowledgedEvent(DeviceId Device, EventHeader Header, byte[] Answer);

/// <summary>What became of a notification after so many tries; <paramref name="Problem"/> is null for one that arrived.</summary>
public sealed record Delivery(string Notification, int Attempts, NodaTime.Instant At, string? Problem);
