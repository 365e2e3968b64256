using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.Devices;

namespace Estate.Domain.Projects;

/// <summary>What households wish for: each a few at a time, so that nobody fills the list.</summary>
internal sealed class WishList(Func<string, bool> knows)
{
    internal const int MostWords = 200, MostOfAHousehold = 3, MostOpen = 500;

    private readonly Dictionary<string, Wish> _wishes = [];
    private int _last;

    internal IEnumerable<Wish> All => _wishes.Values;

    internal Wish? Find(string id) => _wishes.GetValueOrDefault(id);

    internal void Restore(IReadOnlyList<ProjectFact> facts)
    {
        _last = Proposals.HighestNumber(facts.Where(fact => fact is WishMade).Select(fact => fact.About));
        foreach (var fact in facts)
            // What a household wrote goes with it.
            if (fact is WishMade { Words.Length: > 0 } made)
                Put(made);
            else if (fact is WishSetAside aside)
                SetAside(aside);
            else if (fact is ProjectAdded or ProjectRevised)
                TakeUp(fact.About, fact is ProjectAdded added ? added.Content : ((ProjectRevised)fact).Content);
    }

    internal void Make(MakeWish make, DeviceId desk, Effects effects)
    {
        if (Problem(make, effects) is var (reason, text))
        {
            effects.Refuse(desk, reason, text);
            return;
        }
        var id = string.Create(CultureInfo.InvariantCulture, $"wish-{++_last}");
        var made = new WishMade(desk, effects.Time, id, make.Words.ReplaceLineEndings(" ").Trim(), make.Household, make.Channel);
        Put(made);
        effects.Remember(() => _wishes.Remove(id));
        effects.Record(made);
        effects.Answer = new("wished", new("已收到您的心愿，谢谢", "Your wish is noted, thank you"), []) { Detail = id };
    }

    internal void SetAside(SetWishAside aside, DeviceId desk, string by, Effects effects)
    {
        if (Find(aside.Wish) is not { IsOpen: true })
            effects.Refuse(desk, "no_such_wish", new Text($"没有待处理的心愿 {aside.Wish}", $"there is no open wish {aside.Wish}"));
        else if (ProjectTerms.ReasonProblem(aside.Reason) is var (reason, text))
            effects.Refuse(desk, reason, text);
        else
        {
            var fact = new WishSetAside(desk, effects.Time, aside.Wish, aside.Reason.Trim(), by);
            SetAside(fact);
            effects.Remember(() => Change(aside.Wish, wish => wish with { Reason = null }));
            effects.Record(fact);
            effects.Answer = new("set_aside", new("已说明不采纳的原因", "Set aside, with the reason"), []) { Detail = aside.Wish };
        }
    }

    /// <summary>By a project, which may let others go.</summary>
    /// <returns>What takes it back.</returns>
    internal Action TakeUp(string project, Project content)
    {
        var before = _wishes.Values.Where(wish => wish.Project == project).Select(wish => wish.Id).ToList();
        foreach (var id in before)
            Change(id, wish => wish with { Project = null });
        foreach (var id in content.Wishes)
            Change(id, wish => wish with { Project = project });
        return () =>
        {
            foreach (var id in content.Wishes)
                Change(id, wish => wish with { Project = null });
            foreach (var id in before)
                Change(id, wish => wish with { Project = project });
        };
    }

    private (string Reason, Text Text)? Problem(MakeWish make, Effects effects) =>
        string.IsNullOrWhiteSpace(make.Words) || make.Words.Length > MostWords
            ? ("bad_wish", new($"请写一句话，最多 {MostWords} 字", $"write a sentence of at most {MostWords} letters"))
        : make.Household is { } household && !knows(household)
            ? ("no_such_household", new("没有登记这户", "This household is not registered"))
        : make.Household is { } one && _wishes.Values.Count(wish => wish.IsOpen && wish.Household == one) >= MostOfAHousehold
            ? ("too_many_wishes", new(
                $"每户最多 {MostOfAHousehold} 个待处理的心愿", $"a household has at most {MostOfAHousehold} wishes that wait for an answer"))
        : _wishes.Values.Count(wish => wish.IsOpen) >= MostOpen
            ? ("too_many_wishes", new("待处理的心愿太多，请业委会先整理", "too many wishes wait; the committee has to go through them first"))
        : CommitteeTerms.ClockProblem(effects.Now);

    private void Put(WishMade made) =>
        _wishes[made.About] = new(made.About, made.Words, made.Channel, made.Time.At) { Household = made.Household };

    private void SetAside(WishSetAside aside) => Change(aside.About, wish => wish with { Reason = aside.Reason });

    private void Change(string id, Func<Wish, Wish> change)
    {
        if (_wishes.TryGetValue(id, out var wish))
            _wishes[id] = change(wish);
    }
}
