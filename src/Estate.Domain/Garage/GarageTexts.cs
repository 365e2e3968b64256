using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>A garage's words.</summary>
public static class GarageTexts
{
    private static readonly Text NotMadeOut = new("没认出种类的车", "bicycle of a type not made out");

    public static Text Of(BikeType? type) => type switch
    {
        BikeType.Bicycle => new("自行车", "bicycle"),
        BikeType.EBike => new("电动车", "e-bike"),
        _ => NotMadeOut,
    };

    public static Text FreePlaces(BikeType type) => type == BikeType.Bicycle
        ? new("个自行车空位", "free places for bicycles") : new("个电动车空位", "free places for e-bikes");

    internal static Text Of(GarageFact fact, DateTimeZone zone) => fact switch
    {
        BikesPassed one => new(
            $"{(one.Direction == BikeDirection.In ? "进" : "出")}：{Of(one.Bike).Zh}{Times(one.Count)}",
            $"{(one.Direction == BikeDirection.In ? "In" : "Out")}: {Of(one.Bike).En}{Times(one.Count)}"),
        BikesCounted one => Counted(one),
        NightCounted one => new(
            $"过夜：自行车 {one.Bicycles}，电动车 {one.EBikes}，不明 {one.Unknown}；其中没有准入的 {one.WithoutPermit}，久未动的 {one.Abandoned}",
            $"Overnight: {one.Bicycles} bicycles, {one.EBikes} e-bikes, {one.Unknown} not known; "
                + $"of those {one.WithoutPermit} without a permit, {one.Abandoned} not moved for long"),
        BikeCountDoubted { IsDoubtful: true } => new("车数不可靠，请清点", "The number of bicycles is not reliable; they must be counted"),
        BikeCountDoubted => new("车数又可靠了", "The number of bicycles is reliable again"),
        BikePermitIssued one => new(
            $"{one.By} 给住户 {one.Permit.Household} 办理准入 {one.Permit.Id}{Until(one.Permit.Until, zone, "，到 ")}",
            $"{one.By} issued permit {one.Permit.Id} to household {one.Permit.Household}{Until(one.Permit.Until, zone, " until ")}"),
        BikePermitEnded one => new($"{one.By} 注销准入 {one.Permit}", $"{one.By} ended permit {one.Permit}"),
        BikeTakenAway one => new($"{one.By} 移走车 {one.Bike}：{one.Reason}", $"{one.By} had bicycle {one.Bike} taken away: {one.Reason}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static Text Counted(BikesCounted one)
    {
        var (zh, en) = one.By is { } by ? ($"{by} 清点", $"{by} counted") : ("摄像头清点", "The camera counted");
        var off = one.OffBy is { } off1 ? (Zh: $"，原来差 {off1}", En: $"; it had been off by {off1}") : (Zh: "", En: "");
        return new(
            $"{zh}：自行车 {one.Bicycles}，电动车 {one.EBikes}，不明 {one.Unknown}{off.Zh}",
            $"{en} {one.Bicycles} bicycles, {one.EBikes} e-bikes, {one.Unknown} not known{off.En}");
    }

    private static string Times(int count) => count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × {count}");

    private static string Until(Instant? until, DateTimeZone zone, string before) =>
        until is { } end ? before + TimeText.Minute(end, zone) : "";
}
