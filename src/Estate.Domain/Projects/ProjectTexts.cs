using System.Globalization;
using Estate.Domain.Devices;
using NodaTime.Text;

namespace Estate.Domain.Projects;

/// <summary>Wishes and projects in sentences; never who wished what.</summary>
public static class ProjectTexts
{
    internal static Text Of(ProjectFact fact) => fact switch
    {
        WishMade one => new($"收到心愿 {one.About}（{ChannelOf(one.Channel).Zh}）", $"{one.About} was wished for ({ChannelOf(one.Channel).En})"),
        WishSetAside one => new($"{one.By} 说明心愿 {one.About} 不采纳：{one.Reason}", $"{one.By} set {one.About} aside: {one.Reason}"),
        ProjectAdded { Content: var one } => new(
            $"{one.Author} 提出项目“{one.Title.Zh}”，{Day(one.Due)} 前完成",
            $"{one.Author} added the project \"{one.Title.En}\", due {Day(one.Due)}"),
        ProjectRevised { Content: var one } => new(
            $"{one.Author} 修改项目“{one.Title.Zh}”，{Day(one.Due)} 前完成",
            $"{one.Author} revised the project \"{one.Title.En}\", due {Day(one.Due)}"),
        ProjectDropped one => new($"{one.By} 取消项目 {one.About}：{one.Reason}", $"{one.By} dropped {one.About}: {one.Reason}"),
        ProjectCommitted one => Committed(one),
        MeetingHeld { Content: var one } => new(
            $"{Day(one.On)} {Of(one.Kind).Zh}，{one.Attendance} 人参加", $"{Of(one.Kind).En} on {Day(one.On)}, {one.Attendance} people"),
        ProjectFinished one => new($"{one.By} 登记项目 {one.About} 完成", $"{one.By} recorded that {one.About} is done"),
        ProjectJudged { IsSatisfied: true } one => new($"居民对项目 {one.About} 满意", $"the households are satisfied with {one.About}"),
        ProjectJudged one => new(
            $"居民对项目 {one.About} 不够满意，回到清单", $"too few households are satisfied with {one.About}: it is back on the list"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    public static Text Of(MeetingKind kind) => kind switch
    {
        MeetingKind.Hearing => new("听证会", "Hearing"),
        MeetingKind.Coordination => new("协调会", "Coordination meeting"),
        _ => new("评议会", "Review meeting"),
    };

    public static Text Of(ProjectState state) => state switch
    {
        ProjectState.Candidate => new("待选", "may be chosen"),
        ProjectState.Committed => new("已承诺", "promised"),
        ProjectState.Finished => new("已完成，待评价", "done, not judged yet"),
        ProjectState.Accepted => new("居民满意", "done, satisfied"),
        _ => new("已取消", "dropped"),
    };

    public static Text ChannelOf(string channel) => channel switch
    {
        "card" => new("刷卡", "card"),
        "desk" => new("窗口", "desk"),
        _ => new("手机", "phone"),
    };

    private static Text Committed(ProjectCommitted one) => new(
        string.Create(CultureInfo.InvariantCulture, $"项目 {one.About} 以 {one.Ticks} 户排第 {one.Rank}，承诺 {Day(one.Due)} 前完成"),
        string.Create(
            CultureInfo.InvariantCulture, $"{one.About} is number {one.Rank} with {one.Ticks} ticks, promised by {Day(one.Due)}"));

    private static string Day(NodaTime.LocalDate day) => LocalDatePattern.Iso.Format(day);
}
