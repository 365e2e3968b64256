using Estate.Domain.Devices;
using Estate.Domain.Visits;

namespace Estate.Web.Visits;

/// <summary>Visits in words.</summary>
internal static class VisitViews
{
    internal static Text Heading { get; } = new("走访", "Visits");

    internal static Text Of(VisitPurpose purpose) => purpose switch
    {
        VisitPurpose.Care => new("关爱", "how they are"),
        VisitPurpose.Safety => new("安全", "safety"),
        VisitPurpose.Opinion => new("听意见", "what they think"),
        VisitPurpose.Mediation => new("调解", "mediation"),
        _ => new("其他", "something else"),
    };

    internal static Text Of(VisitConsent consent) => consent switch
    {
        VisitConsent.Said => new("当面同意记录", "agreed in person"),
        VisitConsent.Written => new("书面同意记录", "agreed on paper"),
        _ => new("没有同意", "did not agree"),
    };
}
