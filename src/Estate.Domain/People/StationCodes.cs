using System.Globalization;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>
/// Who taps the same card twice within half a minute reads an eight-digit code on the station's display. It stands for the household for
/// ten minutes and for one use: it begins an account, or ticks a poll on any screen, without a phone of one's own. It lives in memory only;
/// guessing is
/// slowed down at the pages where it is typed.
/// </summary>
/// <param name="number">A number nobody can foretell, the same for the same text.</param>
public sealed class StationCodes(CardRegistry cards, Func<string, uint> number) : IReactor
{
    private const int Codes = 100_000_000;
    private static readonly Duration Twice = Duration.FromSeconds(30);
    private static readonly Duration Lasts = Duration.FromMinutes(10);

    private readonly Dictionary<DeviceId, CardTapped> _last = [];
    private readonly Dictionary<string, (string Household, Instant Until)> _codes = [];

    /// <summary>The station's word for it.</summary>
    public const string Result = "code";

    public void React(Fact fact, Effects effects)
    {
        if (fact is not CardTapped tap || tap.Time.IsLate)
            return;
        var isSecond = _last.TryGetValue(tap.Device, out var before) && before.Card == tap.Card && tap.Time.At - before.Time.At <= Twice
            && tap.Session != before.Session;
        _last[tap.Device] = tap;
        if (!isSecond || cards.Find(tap.Card) is not { IsBlocked: false } holder)
            return;
        _last.Remove(tap.Device);
        var now = effects.Now.At;
        Forget(now);
        var code = Free(tap);
        // The previous code is void, so that a household has one at a time.
        foreach (var old in _codes.Where(pair => pair.Value.Household == holder.Household).Select(pair => pair.Key).ToList())
            _codes.Remove(old);
        _codes[code] = (holder.Household, now + Lasts);
        effects.Answer = new(
            Result, new($"网页码 {code[..4]} {code[4..]}，10 分钟内有效", $"Web code {code[..4]} {code[4..]}, good for 10 minutes"), []);
    }

    public bool TryHandle(IRequest request, string by, Instant now, Effects effects)
    {
        if (request is not RedeemStationCode redeem)
            return false;
        Forget(now);
        var code = string.Concat(redeem.Code.Where(char.IsAsciiDigit));
        if (_codes.TryGetValue(code, out var found))
        {
            if (redeem.IsUsedUp)
                _codes.Remove(code);
            effects.Answer = new("redeemed", new("好的", "Good"), []) { Detail = found.Household };
            return true;
        }
        effects.Refuse(
            default, "wrong_code",
            new Text(
                "这个码不对、用过了或过期了。请在站点再连刷两次卡。", "This code is not right, was used or is too old. Tap your card twice at a station again."));
        return true;
    }

    public void Tick(Instant now, Effects effects)
    {
    }

    public void ClockStepped(Duration by)
    {
        foreach (var (code, (household, until)) in _codes.ToList())
            _codes[code] = (household, until + by);
    }

    private void Forget(Instant now)
    {
        foreach (var old in _codes.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToList())
            _codes.Remove(old);
    }

    private string Free(CardTapped tap)
    {
        for (var attempt = 0; ; attempt++)
        {
            var code = (number(string.Create(CultureInfo.InvariantCulture, $"{tap.Device}/{tap.Session}/{attempt}")) % Codes)
                .ToString("D8", CultureInfo.InvariantCulture);
            if (!_codes.ContainsKey(code))
                return code;
        }
    }
}
