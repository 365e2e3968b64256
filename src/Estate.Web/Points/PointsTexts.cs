using Estate.Domain.Devices;
using Estate.Domain.Points;

namespace Estate.Web.Points;

/// <summary>Movements of points in words.</summary>
internal static class PointsTexts
{
    /// <summary>As the household sees it: what came is positive.</summary>
    internal static int Signed(Transfer transfer, string household) =>
        transfer.Credit == AccountId.Household(household) ? transfer.Points : -transfer.Points;

    internal static Text Of(Transfer transfer) => transfer.Code switch
    {
        TransferCode.Award => new("分类投放", "sorted waste"),
        TransferCode.Reserve => new("换垃圾袋", "roll of bags"),
        TransferCode.Void => new("没有换成，积分退回", "no roll, points are back"),
        TransferCode.Undo => new("退回垃圾袋，积分退回", "roll given back, points are back"),
        TransferCode.Correction => new($"更正：{transfer.Reference}", $"correction: {transfer.Reference}"),
        _ => new("已领垃圾袋", "roll handed out"),
    };
}
