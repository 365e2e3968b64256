using Estate.District.Accounts;
using Estate.District.Estates;
using Estate.District.Store;
using Estate.District.Wire;

namespace Estate.District.Reports;

/// <summary>Messages of an estate that were not taken, or facts of it that were set aside, for one reason.</summary>
/// <param name="Count">Ever.</param>
/// <param name="LastAt">UTC.</param>
/// <param name="Detail">Of the last one: for whoever looks for the fault.</param>
public sealed record Refusal(string Reason, long Count, DateTime LastAt, string Detail)
{
    /// <summary>Of a row of <c>estate</c>: whether it needs somebody because of them.</summary>
    internal const string IsRecent =
        "EXISTS(SELECT 1 FROM refusal WHERE refusal.site = estate.site AND last_at > now() - interval '7 days')";

    public NameInBoth Meaning => Words.Meaning;

    public NameInBoth Remedy => Words.Remedy;

    /// <summary>Gateways and message servers are the district's matter; streets and committees could do nothing about it.</summary>
    internal static bool IsFor(Account account) => account.Level == Level.District;

    private (NameInBoth Meaning, NameInBoth Remedy) Words => Reason switch
    {
        SpanException.Malformed => (
            new("收到的消息格式不对，没有收下", "Messages that are not written as they should be; none was taken"),
            new("看小区网关的版本并升级；还有，就检查是否有别的程序用了它的密钥",
                "Look at the version of the estate's gateway and upgrade it; if it goes on, find out whether another program has its key")),
        SpanException.Foreign => (
            new("用这个小区的密钥，发来的却是另一个小区的数据，没有收下",
                "With this estate's key came facts of another estate; none was taken"),
            new("核对两个小区 estate.yaml 里的 site 和 key_file，其中一个拿错了",
                "Compare site and key_file in estate.yaml of both estates: one of them has the other's")),
        SpanException.Newer => (
            new("小区网关比这里的程序新，它的数据在小区等着，不会丢",
                "Its gateway is newer than the workers here; its facts wait in the estate, and nothing is lost"),
            new("升级区级平台的程序，之后会自动补上", "Upgrade the workers; all that waits follows then")),
        TwoComputers.Reason => (
            new("有两台电脑同时自称是这个小区；两边的数据分开保存", "Two computers say that they are this estate; what each sends is kept apart"),
            new("找到第二台并关掉：多半是换下来的旧主机，或从备份恢复的主机",
                "Find the second one and switch it off: most often the old one that was replaced, or one restored from a backup")),
        SetAsideRows.Reason => (
            new("有个别记录存不进去，原样放在一边；其他的照常收下",
                "Single facts could not be stored and were set aside as they came; all others were taken"),
            new("把下面的编号和原因告诉软件的维护人；时间不对的，检查小区网关的时钟",
                "Tell whoever maintains the software the numbers and reasons below; where times are wrong, check the gateway's clock")),
        _ => (new($"没有收下：{Reason}", $"Not taken: {Reason}"), new("把下面的原文告诉软件的维护人", "Tell whoever maintains the software")),
    };
}

/// <summary>A fact that is kept as it came, since it could not be stored.</summary>
/// <param name="Epoch">Which journal of the estate.</param>
/// <param name="At">When it came, UTC.</param>
public sealed record SetAsideFact(string Epoch, long N, string Reason, DateTime At);
