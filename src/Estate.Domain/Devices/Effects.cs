namespace Estate.Domain.Devices;

/// <summary>Collects what one step brings about, in order. The only way out of a slice.</summary>
public sealed class Effects
{
    private readonly List<Outcome> _outcomes = [];
    private readonly Queue<(Fact Fact, int Hop)> _reactions = new();
    private readonly Queue<(IDeviceRequest Request, int Hop)> _requests = new();
    private int _hop;

    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>What the device shows for the event in hand, or the reply to the request in hand; the last one counts.</summary>
    public Answer? Answer { get; set; }

    public void Record(Fact fact)
    {
        _outcomes.Add(new Recorded(fact));
        _reactions.Enqueue((fact, _hop + 1));
    }

    public void Transfer(Points.Transfer transfer) => _outcomes.Add(new Transferred(transfer));

    public void Command(Command command) => _outcomes.Add(new Commanded(command));

    public void Measure(Measurement measurement) => _outcomes.Add(new Measured(measurement));

    public void Refuse(DeviceId device, string reason, string detail) =>
        _outcomes.Add(new Refused(device, new Rejection(reason, detail)));

    /// <summary>Asks a device, in this same step; its slice may refuse.</summary>
    public void Request(IDeviceRequest request) => _requests.Enqueue((request, _hop));

    internal void Add(Outcome outcome) => _outcomes.Add(outcome);

    internal bool TryTakeFact(out Fact fact, out int hop)
    {
        var taken = _reactions.TryDequeue(out var next);
        (fact, hop) = (next.Fact, next.Hop);
        if (taken)
            _hop = hop;
        return taken;
    }

    internal bool TryTakeRequest(out IDeviceRequest request)
    {
        var taken = _requests.TryDequeue(out var next);
        request = next.Request;
        if (taken)
            _hop = next.Hop;
        return taken;
    }
}
