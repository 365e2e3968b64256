using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>How each notifier fares, as alerts: failing and tried again, or refused for good. Said once, whenever it changes.</summary>
internal sealed class NotifierReports(EstateLoop loop)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Notifier, string Type), bool> _said = new();

    internal void Works(string notifier)
    {
        Say(notifier, AlertPolicy.NotifierDown, null);
        Say(notifier, AlertPolicy.NotifierRefused, null);
    }

    internal void Fails(string notifier, string problem) => Say(notifier, AlertPolicy.NotifierDown, problem);

    internal void IsRefused(string notifier, string problem)
    {
        Say(notifier, AlertPolicy.NotifierDown, null);
        Say(notifier, AlertPolicy.NotifierRefused, problem);
    }

    private void Say(string notifier, string type, string? problem)
    {
        var isActive = problem is not null;
        if (_said.TryGetValue((notifier, type), out var said) && said == isActive)
            return;
        var condition = new Condition(type, notifier, SeverityOf(type), isActive, TitleOf(type, notifier))
        {
            Value = isActive ? Text.Same(problem!) : null,
        };
        if (loop.Offer(new SignalMessage(new HostReport(condition, loop.Clock.Now))))
            _said[(notifier, type)] = isActive;
    }

    private static Severity SeverityOf(string type) => type == AlertPolicy.NotifierRefused ? Severity.High : Severity.Medium;

    private static Text TitleOf(string type, string notifier) => type == AlertPolicy.NotifierRefused
        ? new($"通知被拒收：{notifier}，请检查密钥或机器人", $"{notifier} refuses for good: look at its key or robot")
        : new($"通知不出去：{notifier}", $"Cannot tell people: {notifier}");
}
