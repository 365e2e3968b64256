using Estate.Domain.People;

namespace Estate.Web.Tests.News;

/// <summary>Five of each role and more, the most frequent first; docs/en/tour.md and its twin list them with their taps.</summary>
internal static class DailyTasks
{
    private const string Menu = "header .narrow summary", Resident = "main summary:has-text('resident')";

    private const string Rule =
        """
        rules:
          - id: heavy
            on: deposited
            when: fact.grams > 900
            severity: medium
            title: {zh: 太重, en: Heavy}
            text: {zh: "{fact.grams} 克", en: "{fact.grams} g"}
        """;

    internal static IReadOnlyList<DailyTask> All { get; } =
    [
        new(Role.Resident, "还有多少空车位", "How many bays are free", "bays in all"),
        new(Role.Resident, "现在能不能从边门进，到几点", "Whether one can walk in through the side gate, and until when", "Side gate hours"),
        new(Role.Resident, "我的积分，每一笔为什么", "My points, and why each", "Every movement", "main h2 a[href='/points']"),
        new(Role.Resident, "为居民打钩选一项", "Choose in a poll", "Your household has ticked",
            "#to-do a[href^='/polls']", "#poll-1 input[name=option]", "#poll-1 button.big"),
        new(Role.Resident, "在项目清单上打钩", "Tick a project on the list", "!For ten minutes after the tick",
            "#to-do a[href^='/polls']", "#poll-2 input[name=option]", "#poll-2 button.big"),
        new(Role.Resident, "我的车充得怎么样", "How my charge goes", "My charging", "main a[href='/my/charge']"),
        new(Role.Resident, "居民项目到了哪一步", "What became of the residents' projects", "Lamps on the stairs", "main a[href='/projects']"),
        new(Role.Resident, "提一个心愿", "Make a wish", "the committee will answer",
            "main a[href='/projects']", "main a[href='/wishes']", new("#words", "A bench"), "form[action='/wishes'] button"),
        new(Role.Resident, "公共收益收支多少", "What common income was and went to", "2025-Q3", "main a[href='/funds']"),
        new(Role.Resident, "非机动车库还有没有空位", "Whether a bicycle finds a place in the garage", "free places for bicycles"),

        new(Role.Staff, "现在有什么报警", "What is wrong now", "I have it"),
        new(Role.Staff, "接下一个求助", "Take a call for help", "staff is going there",
            "li.alert:has-text('calls for help') form[action$='/acknowledge'] button", "main a[href='/staff/calls']"),
        new(Role.Staff, "接下一个报警", "Take an alert", "has it", "form[action$='/acknowledge'] button"),
        new(Role.Staff, "给住户换一卷垃圾袋", "Hand a household a roll of bags", "A roll was handed out",
            "main > p a[href='/staff/points']", new("#who", "h1\n"), "form[action$='/reserve'] button", "form[action*='/post/'] button"),
        new(Role.Staff, "给访客办车证", "Issue a visitor's permit", "yuan a day",
            Menu, "header .narrow a[href='/staff/permits']", new("#household", "h1"), "form[action$='/issue'] button"),
        new(Role.Staff, "交班", "Hand over the shift", "nothing open",
            "main a[href='/staff/handover']", new("#to", "night"), new("#note", "nothing open"), "form[action='/staff/handover'] button"),
        new(Role.Staff, "登记一张纸票", "Type in a vote on paper", "For ten minutes it can be taken back",
            "main a[href='/staff/votes']", new("#household-poll-1", "h2"), "#poll-1 input[name=option]", "#poll-1 button.big"),
        new(Role.Staff, "写明求助结果，结束求助", "Say how a call for help ended", "Nobody calls for help",
            "main a[href='/staff/calls']", new("#outcome-call-01", "a fall, not hurt"), "#call-01 form[action$='/end'] button"),
        new(Role.Staff, "哪部电梯困了人，在哪里", "In which lift somebody is trapped, and where", "People are trapped",
            Menu, "header .narrow a[href='/staff/lifts']"),
        new(Role.Staff, "车库里哪些车久未动", "Which bicycles in the garage have not moved for long", "Not moved for long",
            Menu, "header .narrow a[href='/staff/garage']"),
        new(Role.Staff, "水泵房有没有漏水", "Whether the pump room is dry", "No water",
            Menu, "header .narrow a[href='/staff/sensors']"),
        new(Role.Staff, "让清扫器停下", "Stop the sweeper", "let it go on",
            Menu, "header .narrow a[href='/staff/sweepers']", new("#reason-sweeper-1", "a child"), "form[action$='/stop'] button"),

        new(Role.Committee, "最近几周分类得怎么样", "How sorting went in the last weeks", "Sorting in the last eight weeks"),
        new(Role.Committee, "批准另一位委员提的通行时间", "Approve gate hours another member proposed", "!Another member must approve",
            "main a[href='/committee/hours/s-gate']", "form[action$='/approve'] button"),
        new(Role.Committee, "批准积分规则", "Approve rules for points", "!Another member must approve",
            "main a[href='/committee/points']", "main a[href='/committee/points/points-1']", "form[action$='/approve'] button"),
        new(Role.Committee, "问居民一件事", "Ask the households something", "More bicycle stands?",
            "main a[href='/committee/polls']", new("#title", "More bicycle stands?"), new("#opens", "NOW"), new("#closes", "SOON"),
            "form[action$='/propose'] button"),
        new(Role.Committee, "查公布过的决定", "Look up a published decision", "2026-17", "main a[href='/decisions']"),
        new(Role.Committee, "批准一个季度的公共收益", "Approve a quarter of common income", "No table waits for approval",
            "main a[href='/committee/funds']", "form[action$='/approve'] button"),

        new(Role.Engineer, "哪些规则在用", "Which rules there are", "Write a new rule"),
        new(Role.Engineer, "写一条规则并启用", "Write a rule and put it in force", "Version 1",
            "a[href='/staff/rules/new']", new("#yaml", Rule), "form[action$='/save'] button.big"),
        new(Role.Engineer, "用历史数据试一条规则", "Try a rule on what was recorded", "What it would have done",
            "main a[href='/staff/rules/heavy']", "button[formaction$='/try']"),
        new(Role.Engineer, "接入一个自己报到的设备", "Adopt a device that announced itself", "plug-kitchen",
            "#to-do a[href='/staff/devices/found']", "a.button[href^='/staff/devices/found/']", "form[action$='/adopt'] button.big"),
        new(Role.Engineer, "查一个设备做过什么", "Look up what a device did", "A card was tapped",
            "main a[href='/staff/journal']", new("#q", "station-1\n"), "main a[href='/staff/journal/bins/station-1']"),

        new(Role.Administrator, "请一位同事注册", "Invite a colleague", "It works once",
            "form[action$='/invite'] input[value=staff]", "form[action$='/invite'] button"),
        new(Role.Administrator, "忘了密码的人要新密码", "A new password for who forgot theirs", "It works once",
            Resident, "details[open] form[action$='/password'] button"),
        new(Role.Administrator, "改一个人的身份", "Change somebody's roles", "Accounts",
            "main summary:has-text('staff')", "details[open] input[value=engineer]", "details[open] form[action$='/roles'] button"),
        new(Role.Administrator, "给一个程序发令牌", "A token for a program", "Copy it now",
            new("#name", "display-hall"), "form[action$='/tokens/add'] input[value=staff]", new("#scopes", "points:read"),
            "form[action$='/tokens/add'] button"),
        new(Role.Administrator, "让一个人在所有地方退出登录", "End all logins of somebody", "Accounts",
            Resident, "details[open] form[action$='/sessions'] button"),
    ];
}
