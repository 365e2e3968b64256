using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Gateway.People;

namespace Estate.Cli.Privacy;

/// <summary>What the sheet says of the program itself and of what the law asks of the estate.</summary>
internal static class PrivacyTexts
{
    /// <summary>How accounts and cards come to be, as the audit calls it.</summary>
    internal static IReadOnlyDictionary<string, Text> Beginnings { get; } = new Dictionary<string, Text>
    {
        [PeopleTable.Joined] = new("用一次性代码开了账号", "accounts begun with a one-time code"),
        [CardImport.Imported] = new("登记了一批卡", "lists of cards registered"),
    };

    internal static IReadOnlyDictionary<string, Text> Rights { get; } = new Dictionary<string, Text>
    {
        [HouseholdRecords.Exported] = new("应住户要求给出全部记录", "a household was given all that is kept about it"),
        [AuditChain.HouseholdErased] = new("应住户要求忘记", "a household was forgotten"),
        [Accounts.Removed] = new("注销了账号", "accounts removed"),
    };

    internal static IReadOnlyList<Text> Nowhere { get; } =
    [
        new("· 时序数据库、消息服务器：里面没有人，只有设备和数字（estate retention status 会去查证）",
            "- time series and broker: nobody is in them, only devices and figures (estate retention status looks)"),
        new("· estate.yaml：报警发给谁（值班人员的邮箱或群）", "- estate.yaml: where alerts are sent (addresses or groups of those on duty)"),
        new("· 哪里都不保存：卡号、车牌、照片、声音、出生日期、证件号；投票选了什么",
            "- kept nowhere: card numbers, licence plates, pictures, voices, dates of birth, identity papers; what was ticked in a poll"),
        new("· 物业写下的原因和备注可能提到人，程序认不出来；忘记一户时，其中的户号会换掉",
            "- reasons and notes that staff write may mention somebody, which the program cannot tell; "
            + "when a household is forgotten its number in them goes"),
    ];

    internal static IReadOnlyList<Text> Minors { get; } =
    [
        new("· 程序不知道谁是未成年人：不记录年龄和出生日期，卡和账号属于住户，不属于某个人。所以无法单独计数，也没有单独的处理规则。",
            "- The program does not know who is a minor: no age or date of birth is kept, and cards and accounts are a household's, "
            + "not a person's. They cannot be counted apart, and are not treated differently."),
        new("· 孩子可能用家里的卡：刷卡记录（行踪）里会有孩子。不满十四周岁的个人信息和行踪都是敏感信息（个人信息保护法第二十八条），须单独同意（第二十九条），孩子的由监护人同意，并有专门的处理规则（第三十一条）。",
            "- A child may use the household's card, so that children are among the taps (whereabouts). Data of children under fourteen, "
            + "and whereabouts, are sensitive (PIPL Art. 28) and want a separate consent (Art. 29), for a child a guardian's, "
            + "and rules of their own (Art. 31)."),
        new("· 小区要做：向住户说明（第十七条），登记卡时取得监护人的同意并自己留存；凡处理未成年人个人信息的，每年审计一次，一月底前报送（未成年人网络保护条例第三十七条）。",
            "- For the estate to do: tell the households (Art. 17), have the guardians' consent when a card is registered and keep it; "
            + "who handles minors' data audits that every year and reports it by the end of January (Regulations on Protecting Minors "
            + "in Cyberspace, Art. 37)."),
    ];

    internal static IReadOnlyList<Text> Consents { get; } =
    [
        new("· 程序不记录同意：谁在什么时候同意了什么，由小区自己留存（纸面即可）。程序只记下账号和卡是什么时候开始的：",
            "- The program records no consents: who agreed to what and when is for the estate to keep, on paper if it likes. "
            + "It only records when accounts and cards began:"),
    ];

    internal static IReadOnlyList<Text> Access { get; } =
    [
        new("· 住户只看到自家的。密码、验证器、登录凭据谁也看不到；卡的指纹只显示前几位，给物业找回丢失的卡。",
            "- A resident sees the own household only. Passwords, authenticators and login tickets are shown to nobody; "
            + "of a card's hash the first letters, to staff, for finding a lost one."),
        new("· 能在这台计算机上以网关用户或 root 登录的人，能读全部文件和备份的钥匙。",
            "- Who can log in to this computer as the gateway's user or as root can read all files, and the key of the backups."),
    ];
}
