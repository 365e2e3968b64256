using System.Collections.Immutable;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.FirmwareSim.Past;

namespace Estate.Bench.History;

/// <summary>What becomes of calls meanwhile: a taxi company answers, and who went to help says how it was.</summary>
internal sealed class PastCallDesk(PastGateway gateway, Agenda agenda, IReadOnlyList<DeviceId> buttons, Random random)
{
    private const string Desk = "desk", Company = "provider:taxi";
    private const double NoneFree = 0.1, NoShow = 0.08;
    private static readonly TimeSpan Answers = TimeSpan.FromMinutes(1), Drives = TimeSpan.FromMinutes(6), Waits = TimeSpan.FromMinutes(3),
        Looks = TimeSpan.FromMinutes(25);

    private static readonly ImmutableArray<string> Outcomes =
    [
        "跌倒，没有受伤，已送回家 (a fall, not hurt, walked home)", "误按 (pressed by mistake)",
        "找不到回家的路，家属来接 (lost the way, the family came)", "头晕，已叫 120 (dizzy, an ambulance came)",
    ];

    /// <summary>Somebody pressed a button; what is said next is known a moment later.</summary>
    internal void Heard()
    {
        agenda.In(Answers, AnswerTaxis);
        agenda.In(Looks, EndHelp);
    }

    private void AnswerTaxis()
    {
        foreach (var button in buttons)
            if (TaxiOf(button) is { IsCancelled: true } back)
                Say(button, back, "cancelled", new("叫车已取消", "The taxi is cancelled"));
            else if (TaxiOf(button) is { Stage: TaxiStage.Requested } asked)
                Send(button, asked);
    }

    private void Send(DeviceId button, TaxiCall taxi)
    {
        if (random.NextDouble() < NoneFree)
        {
            Say(button, taxi, "none_free", new("附近没有空车", "No car is free nearby"));
            return;
        }
        Say(button, taxi, "coming", new("约 6 分钟到", "It comes in about six minutes"));
        agenda.In(Drives, () => Say(button, taxi, "arrived", new("车到了", "The car is there")));
        agenda.In(Drives + Waits, () => Say(
            button, taxi, random.NextDouble() < NoShow ? "no_show" : "picked_up", new("祝您一路平安", "Have a good trip")));
    }

    /// <summary>Who took a call was there meanwhile; one that nobody took a neighbour saw to.</summary>
    private void EndHelp()
    {
        foreach (var button in buttons)
            if (Of(button).Help is not null)
                gateway.Submit(new EndHelp(button, Outcomes[random.Next(Outcomes.Length)]), Desk);
    }

    /// <summary>Of a call that is over, nothing is said any more.</summary>
    private void Say(DeviceId button, TaxiCall taxi, string stage, Text words)
    {
        if (TaxiOf(button)?.Id == taxi.Id)
            gateway.Submit(new ProviderNews(button, taxi.Id, stage, words, null), Company);
    }

    private TaxiCall? TaxiOf(DeviceId button) => Of(button).Taxi;

    private CallButtonState Of(DeviceId button) => (CallButtonState)gateway.StateOf(button)!;
}
