using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;

namespace Estate.Web.Committee;

/// <summary>
/// For which household somebody speaks: who is logged in for one, or on any screen with the code a station showed for a card.
/// </summary>
internal static class HouseholdVoice
{
    /// <summary>Under nobody's name: who ticked what is for nobody to know.</summary>
    internal const string Voter = "household";

    private static readonly Rejection Nobody = new("no_household", "neither a login of a household nor a station's code");

    /// <param name="code">Empty where none was typed.</param>
    /// <param name="request">Of the household, and where from.</param>
    internal static async Task<Answer> AskAsync(
        EstateLoop loop, HttpContext context, string code, Func<string, string, IRequest> request)
    {
        var (household, channel) = (Callers.Find(context)?.Household, TickPoll.Phone);
        if (code.Length > 0)
        {
            // Looked at first: what is refused costs nobody a second walk to the station.
            var redeemed = await loop.AskAsync(new RedeemStationCode(code, IsUsedUp: false), "card");
            if (redeemed.Reason is not null)
                return redeemed;
            (household, channel) = (redeemed.Detail, TickPoll.Card);
        }
        if (household is null)
            return Answer.Refused(Nobody) with
            {
                Text = new("请先登录，或在站点连刷两次卡，输入屏幕上的 8 位码", "Log in first, or tap your card twice at a station and enter the eight digits"),
            };
        var answer = await loop.AskAsync(request(household, channel), Voter);
        if (answer.Reason is null && code.Length > 0)
            await loop.AskAsync(new RedeemStationCode(code), "card");
        return answer;
    }
}
