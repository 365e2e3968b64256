using Estate.Domain.Devices;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>What people did: as long as it stands, afterwards, and where something went wrong.</summary>
internal static class JournalRecords
{
    private static readonly Text AfterReceipt = new("收到", "after it was received");

    private static readonly PersonalRecord[] Journal =
    [
        new("cards_in_journal", "journal",
            new("行踪：哪张卡（加密指纹）何时在哪里刷过。属敏感信息", "whereabouts: which card (a keyed hash) was where and when. Sensitive"),
            new("晚到的刷卡只算一次；查问门禁", "late taps count once; questions about the gate"), AfterReceipt)
        {
            Columns = ["body"],
            Member = PersonalMember.Card,
            Whom = new("张卡", "cards"),
        },
        new("people_in_journal", "journal",
            new("哪一户或哪位保安做了什么；住户写的申诉", "which household or guard it was; what a household wrote about its points"),
            new("一年之内可以查问积分、充电、车证、巡更", "a year of questions about points, charging, permits, patrols"), AfterReceipt)
        {
            Columns = ["body"],
            Member = PersonalMember.Household,
            Whom = new("户或保安", "households or guards"),
        },
        new("names_in_journal", "journal",
            new("谁操作的（工作人员、业委会成员的名字）", "who did it: names of staff and committee"),
            new("事后能说明是谁决定的", "proof of who decided"), AfterReceipt)
        {
            Columns = ["body"],
            Member = PersonalMember.Name,
        },
        new("states", "state",
            new("正在生效的：车证属于哪一户、谁在充电、开放时间谁提出谁批准", "what stands now: whose permit, who charges, who proposed and approved hours"),
            new("设备照此运行", "devices work by it"),
            new("只在生效期间", "as long as it stands"))
        {
            Columns = ["body"],
            Member = PersonalMember.None,
            Group = "substr(device, 1, instr(device, '/') - 1)",
            Whom = new("户、保安或名字", "households, guards or names"),
        },
    ];

    private static readonly PersonalRecord[] Work =
    [
        new("alerts", "alert",
            new("报警：谁接的、写了什么", "alerts: who took them, and what they noted"),
            new("交接班，查原因", "hand-overs, and finding out why"),
            new("结束", "after it was closed"))
        {
            Columns = ["body"],
            Member = PersonalMember.Name,
            At = "since",
        },
        new("deliveries", "outbox",
            new("通知：哪条报警发给了哪个收件组", "notifications: which alert went to which group"),
            new("证明发出去了", "proof that it was sent"),
            new("发出", "after it was delivered"))
        {
            Columns = ["body", "problem"],
            Member = PersonalMember.Name,
            At = "at",
        },
        new("rule_states", "rule_state",
            new("规则正在等什么；条件里写了住户的，也在其中", "what rules wait for; a household where a condition reads one"),
            new("重启后接着算", "to go on after a restart"),
            new("只在等待期间", "as long as it waits"))
        {
            Columns = ["body"],
            Member = PersonalMember.None,
        },
        new("poll_words", "poll_tally",
            new("满意度打钩时写的一句话（不记是谁写的）", "lines written with a grade (not by whom)"),
            new("和承诺放在一起公布", "published beside the promise"),
            new("和项目的页面一样久", "as long as the project's page"))
        {
            Columns = ["words"],
        },
        new(Retention.NamesInAudit, "audit",
            new("操作记录：谁做了什么、对谁（到期抹去名字，做过什么一直保留）", "the audit: who did what, to whom (the names go; that it was done stays)"),
            new("证明；不能悄悄修改", "proof that nobody can change unseen"),
            new("记下", "after it was noted"))
        {
            Columns = ["by", "target", "detail"],
            Persons = $"count(DISTINCT CASE WHEN by <> '{RetentionRule.Gone}' THEN by END)",
            At = "at",
        },
    ];

    private static readonly PersonalRecord[] Troubles =
    [
        new("refused_messages", "reject",
            new("被拒绝的消息，卡号已抹去", "refused messages, with card numbers taken out"),
            new("查原因", "finding out why"), AfterReceipt)
        {
            Columns = ["detail", "payload"],
            At = "at",
        },
        new("damaged_rows", "damaged_row",
            new("磁盘损坏、读不出来的记录，原样放着", "rows that the disk damaged, as they were"),
            new("以便人工恢复", "bringing them back by hand"),
            new("发现", "after they were set aside"))
        {
            Columns = ["key", "body"],
            At = "at",
        },
    ];

    internal static IReadOnlyList<PersonalRecord> All { get; } = [.. Journal, .. Work, .. Troubles];
}
