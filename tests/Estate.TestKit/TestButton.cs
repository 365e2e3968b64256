using System.Text.Json;
using Estate.Domain.Alerts;
using Estate.Domain.CallButtons;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.TestKit;

/// <summary>One call button and the alert reactor, both clocks in the test's hands. Monday 2026-03-02, 08:00 in Shanghai.</summary>
public sealed class TestButton
{
    public static readonly DeviceId Button = new("call-button", "call-01");
    private readonly DeviceSettings[] _inventory;
    private readonly AlertReactor _alerts = new(new());
    private long _seq;

    public TestButton(params (string Name, string Value)[] settings)
    {
        _inventory = [new(Button, settings.ToDictionary(one => one.Name, one => one.Value))];
        Cards.Put(Card("h1"), new("h1"));
        Cards.Put(Card("h2"), new("h2"));
        Cards.Put(Card("lost"), new("h3", IsBlocked: true));
        Machine = NewMachine();
        _alerts.Resume([(Button, Machine.StateOf(Button)!)]);
    }

    public EstateMachine Machine { get; private set; }
    public CardRegistry Cards { get; } = new();
    public Instant Now { get; private set; } = TestEstate.Local(2026, 3, 2, 8, 0);
    public Duration Uptime { get; private set; } = Duration.FromHours(1);
    public List<Outcome> Outcomes { get; } = [];
    public IEnumerable<Fact> Facts => Outcomes.OfType<Recorded>().Select(one => one.Fact);
    public CallButtonState State => (CallButtonState)Machine.StateOf(Button)!;
    public IReadOnlyCollection<Alert> Alerts => _alerts.Open;

    /// <summary>What the display was told, the newest last.</summary>
    public IReadOnlyList<string> Shown => [.. Outcomes.OfType<Commanded>()
        .Select(one => one.Command.Arguments.Single(argument => argument.Name == "text").Value)];

    public static CardToken Card(string name) =>
        TestCards.Hasher.TryHash("card" + name, out var token) ? token : throw new ArgumentException(name);

    /// <param name="button">As on the wire.</param>
    public Answer Press(string button, double heldMs = 100, string? card = null, EventTime? time = null)
    {
        var seq = ++_seq;
        var press = new ButtonPress(Enum.Parse<CallWord>(button, ignoreCase: true), heldMs, card is null ? null : Card(card));
        return Step(new DeviceEvent(Button, new($"e{seq}", 1, seq, (ulong)seq), time ?? EventTime.Now(Now), press))
            .OfType<Acknowledged>().Single().Answer;
    }

    public void Beat(bool down = false) => Hear(new ButtonHeartbeat(down) { BatteryPct = 80 });

    /// <summary>As a button of another make is heard.</summary>
    public void Hear(ButtonReading reading) => Step(new DeviceTelemetry(Button, EventTime.Now(Now), reading));

    public Answer Ask(IRequest request, string by = "Li") => Step(new RequestReceived(request, by, Now)).OfType<Replied>().Single().Answer;

    public Answer Provider(string stage, string zh = "车六分钟后到", string en = "Six minutes", string? order = null) =>
        Ask(new ProviderNews(Button, order ?? State.Taxi!.Id, stage, new(zh, en), null), "taxi provider");

    public void Pass(Duration time)
    {
        (Now, Uptime) = (Now + time, Uptime + time);
        Step(new Tick(Now));
    }

    /// <summary>What was saved is all that is known; the stopwatch starts over.</summary>
    public void Restart()
    {
        var saved = JsonSerializer.Serialize(State, CallJson.Default.CallButtonState);
        (Machine, Uptime) = (NewMachine(), Duration.Zero);
        Machine.Restore(Button, new(), JsonSerializer.Deserialize(saved, CallJson.Default.CallButtonState)!);
    }

    /// <summary>The saved state was damaged: only the facts are left.</summary>
    public void Recover()
    {
        Machine = NewMachine();
        Machine.Recover(Button, [.. Facts.Where(fact => fact is HelpCalled or HelpEnded).Reverse()]);
    }

    private IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, ClockTrust.Synced, Now);
        Outcomes.AddRange(outcomes);
        return outcomes;
    }

    private EstateMachine NewMachine() => new([new CallButtonKind(new(TestCards.Hasher, Cards))], _inventory, [_alerts]);
}
