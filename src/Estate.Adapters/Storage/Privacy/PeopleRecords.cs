using Estate.Domain.Devices;
using Estate.Domain.Points;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>Who has an account here, cards and points.</summary>
internal static class PeopleRecords
{
    private static readonly Text UntilForgotten = new("直到该户被忘记", "until the household is forgotten");
    private static readonly Text Households = new("户", "households");
    private static readonly Text Accounts = new("个账号", "accounts");

    private static readonly PersonalRecord[] People =
    [
        new("accounts", "person",
            new("账号：登录名、身份、住户；密码和验证器只存加密形式", "accounts: name, roles, household; password and authenticator only as a hash or encrypted"),
            new("登录，看自家的积分，在小区做事", "to log in, to see one's own points, to work here"),
            new("直到注销，或该户被忘记", "until removed, or the household is forgotten"))
        {
            Columns = ["id", "lookup", "body"],
            Persons = "count(*)",
            At = InBody("made"),
            Whom = Accounts,
        },
        new("logins", "session",
            new("登录：哪个账号、何时、什么浏览器", "logins: which account, when, which browser"),
            new("不必每次输密码；本人能看到并结束自己的登录", "so that nobody types a password each time; everybody sees and ends their own"),
            new("直到过期或退出", "until it is over"))
        {
            Columns = ["id", "person", "began", "seen", "browser", "ticket"],
            Persons = "count(DISTINCT person)",
            At = "began",
            Whom = Accounts,
        },
        new("push_addresses", "push_address",
            new("推送：哪个账号在哪个浏览器收什么（浏览器厂商给的地址）", "push: which account is told what in which browser (an address of its maker)"),
            new("没开网页时也能通知到人", "to notify people while no page is open"),
            new("直到本人关闭、浏览器注销、换新或账号注销", "until that person ends it, the browser gives it up or the account is removed"))
        {
            Columns = ["endpoint", "person", "p256dh", "auth", "at", "alerts", "notices"],
            Persons = "count(DISTINCT person)",
            At = "at",
            Whom = Accounts,
        },
        new("one_time_codes", "invitation",
            new("一次性注册码（只存加密指纹）：给哪一户或什么身份，谁发的", "one-time codes (only a hash): for which household or role, by whom"),
            new("开账号，重设密码", "to begin an account, to set a new password"),
            new("失效", "after its end"))
        {
            Columns = ["code", "body"],
            Persons = $"count(DISTINCT {InBody("household")})",
            At = InBody("made"),
            Whom = Households,
        },
        new("tokens", "token",
            new("程序的令牌：谁建的", "programs' tokens: who made them"),
            new("知道谁让哪个程序进来", "to know who let which program in"),
            new("直到删除", "until removed"))
        {
            Columns = ["body"],
            Persons = $"count(DISTINCT {InBody("by")})",
            At = InBody("made"),
        },
    ];

    private static readonly PersonalRecord[] Points =
    [
        new("cards", "card",
            new("卡：只存卡号的加密指纹（每种用途一把钥匙）、住户、是否停用、是否需要慢关门",
                "cards: only a keyed hash of the number (a key for each purpose), household, blocked or not, whether doors wait longer"),
            new("积分、开门、充电、巡更", "points, the gate, charging, patrols"), UntilForgotten)
        {
            Columns = ["token", "household", "blocked", "purpose", "needs_time"],
            Persons = "count(DISTINCT household)",
            Whom = Households,
        },
        new("balances", "balance",
            new("积分余额", "balances of points"), new("积分项目", "the points' programme"), UntilForgotten)
        {
            Columns = ["name", "points"],
            Persons = $"count(CASE WHEN {IsHousehold("name")} THEN 1 END)",
            Whom = Households,
        },
        new("transfers", "transfer",
            new("每一笔积分：哪一户、为什么、谁经手（经手人的名字同样保留）", "movements of points: which household, why, and through whom, whose name stays as long"),
            new("账必须对得上，住户可以查问", "the ledger must add up, and households may ask"), UntilForgotten)
        {
            Columns = ["id", "debit", "credit", "reference", "by"],
            Persons = $"count(DISTINCT CASE WHEN {IsHousehold("debit")} THEN debit WHEN {IsHousehold("credit")} THEN credit END)",
            At = "at",
            Whom = Households,
        },
    ];

    internal static IReadOnlyList<PersonalRecord> All { get; } = [.. People, .. Points];

    /// <summary>Null where the disk has damaged it.</summary>
    private static string InBody(string member) => $"CASE WHEN json_valid(body) THEN json_extract(body, '$.{member}') END";

    /// <summary>One that has not been forgotten.</summary>
    private static string IsHousehold(string column) =>
        $"{column} LIKE '{AccountId.Household("").Name}%' AND {column} NOT LIKE '{AccountId.Household(Pseudonym.Prefix).Name}%'";
}
