using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>A household says that a movement of its points is not right; the desk answers, and corrects where that is due.</summary>
internal sealed class Disputes
{
    private const int LongestText = 300;

    /// <summary>Enough for anybody's month; more is somebody's mischief.</summary>
    private const int MaxOpen = 20;

    private readonly Dictionary<Guid, TransferDisputed> _open = [];
    private readonly Dictionary<Guid, DisputeSettled> _settled = [];

    /// <summary>Those nobody has answered yet, oldest first.</summary>
    internal IReadOnlyList<TransferDisputed> Open => [.. _open.Values.OrderBy(one => one.Time.At)];

    /// <summary>What the desk answered a household, by transfer.</summary>
    internal Dictionary<Guid, string> AnswersTo(string household) =>
        _settled.Values.Where(one => one.Household == household).ToDictionary(one => one.Transfer, one => one.Outcome);

    internal void Restore(IEnumerable<Fact> facts)
    {
        var all = facts.ToList();
        foreach (var settled in all.OfType<DisputeSettled>())
            _settled[settled.Transfer] = settled;
        foreach (var disputed in all.OfType<TransferDisputed>().Where(fact => !_settled.ContainsKey(fact.Transfer)))
            _open[disputed.Transfer] = disputed;
    }

    internal void Raise(DisputeTransfer request, string by, Instant now, Effects effects)
    {
        var (transfer, account) = (request.Transfer, AccountId.Household(request.Household));
        if (transfer.Credit != account && transfer.Debit != account)
            effects.Refuse(default, "not_yours", new Text("这不是您家的积分", "this is not a movement of your household's points"));
        else if (request.Words.Length > LongestText)
            effects.Refuse(default, "too_long", new Text($"最多 {LongestText} 字", $"at most {LongestText} letters"));
        else if (_open.ContainsKey(transfer.Id) || _settled.ContainsKey(transfer.Id))
            effects.Refuse(
                default, "already_disputed",
                new Text("这笔已经问过了，物业在看或已答复", "you have asked about this already; the desk has it or has answered"));
        else if (_open.Values.Count(one => one.Household == request.Household) >= MaxOpen)
            effects.Refuse(
                default, "too_many",
                new Text(
                    $"您家已有 {MaxOpen} 个疑问没答复，请到物业办公室问",
                    $"{MaxOpen} questions of your household are open; please ask at the property office"));
        else
        {
            var disputed = new TransferDisputed(
                Corrections.Desk, EventTime.Now(now), transfer.Id, request.Household, request.Words.Trim(), by);
            _open.Add(transfer.Id, disputed);
            effects.Remember(() => _open.Remove(transfer.Id));
            effects.Record(disputed);
            effects.Answer = new(
                "disputed", new("已转给物业，答复会显示在这里", "The property office has it; the answer will be shown here"),
                [])
            { Detail = transfer.Id.ToString("D") };
        }
    }

    internal void Settle(SettleDispute request, string by, Instant now, Effects effects)
    {
        if (!_open.TryGetValue(request.Transfer, out var disputed))
            effects.Refuse(default, "no_such_dispute", new Text("没有这个疑问，或已答复", "nobody has asked about this, or it was answered already"));
        else if (string.IsNullOrWhiteSpace(request.Outcome) || request.Outcome.Length > LongestText)
            effects.Refuse(default, "needs_words",
                new Text($"请写答复，1 到 {LongestText} 字，住户会看到", $"the household reads the answer: 1 to {LongestText} letters"));
        else
        {
            _open.Remove(request.Transfer);
            var settled = _settled[request.Transfer] = new DisputeSettled(
                Corrections.Desk, EventTime.Now(now), request.Transfer, disputed.Household, request.Outcome.Trim(), by);
            effects.Remember(() =>
            {
                _settled.Remove(request.Transfer);
                _open[request.Transfer] = disputed;
            });
            effects.Record(settled);
            effects.Answer = new("settled", new("已答复", "Answered"), []) { Detail = request.Transfer.ToString("D") };
        }
    }
}
