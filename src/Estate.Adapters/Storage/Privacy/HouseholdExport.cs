using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Estate.Adapters.Storage.People;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>
/// Everything that is kept about a household, as it may ask for it: one JSON document, each part with a heading in both languages.
/// </summary>
public sealed class HouseholdExport(EstateDatabase database, EstateReader reader, IReadOnlyList<IDeviceKind> kinds, DateTimeZone zone)
{
    private const int LettersOfAHash = 8;
    private static readonly NodaTime.Text.ZonedDateTimePattern Stamp = NodaTime.Text.ZonedDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm:sso<g>", null);

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Null where nothing is kept.</summary>
    public string? Of(string household, string site, Instant now)
    {
        using var connection = database.Open();
        var people = connection.Query<string>(
            "SELECT body FROM person WHERE json_extract(body, '$.household') = @household", new { household }).Select(body =>
                StoredJson.Read(body, PeopleJson.Default.Person)).ToList();
        var cards = connection.Query<(string Token, string Purpose, bool Blocked, bool NeedsTime)>(
            "SELECT token, purpose, blocked, needs_time FROM card WHERE household = @household AND purpose NOT IN "
                + "@staff ORDER BY purpose, token",
            new { household, staff = kinds.OfType<IStaffCardKind>().Select(kind => kind.CardPurpose) }).ToList();
        var parts = new List<JsonObject>
        {
            Part("points", "积分", "Points", Points(connection, household)),
            Part("cards", "卡（只存号码的加密指纹）", "Cards (only a keyed hash of each number is kept)", cards.Select(Card)),
            Part("accounts", "账号和登录", "Accounts and logins", people.Select(person => Account(connection, person))),
            Part("invitations", "一次性代码", "One-time codes",
            connection.Query<string>("SELECT body FROM invitation WHERE json_extract(body, '$.household') = @household", new { household })
                .Select(body => Member(JsonNode.Parse(body)!, "by", "made", "expires"))),
        };
        parts.AddRange(Journal(connection, household, [.. cards.Select(card => card.Token)]));
        parts.AddRange([Standing(connection, household), Days(connection, household)]);
        parts.Add(Part("damaged_rows", "磁盘损坏、读不出来的记录", "Rows that the disk damaged and nobody can read",
            Damaged(connection, household,
            [.. cards.Select(card => card.Token), .. people.SelectMany(person => new[] { person.Id, person.Name })])));
        parts.Add(Part("audit", "操作记录", "Who did what", Audit(connection, household, [.. people.Select(person => person.Name)])));
        return parts.All(part => part["rows"]!.AsArray().Count == 0) ? null : new JsonObject
        {
            ["title"] = Both(new("本小区保存的关于您家的全部信息", "Everything this estate keeps about your household")),
            ["site"] = site,
            ["household"] = household,
            ["as_of"] = Local(now),
            ["not_kept"] = Both(
                new("投票选了什么、卡号、车牌、照片都不保存", "What was ticked in polls, card numbers, licence plates and pictures are not kept")),
            ["parts"] = new JsonArray([.. parts.Where(part => part["rows"]!.AsArray().Count > 0)]),
        }.ToJsonString(Readable);
    }

    private static JsonObject Card((string Token, string Purpose, bool Blocked, bool NeedsTime) card) => new()
    {
        ["hash_begins"] = card.Token[..LettersOfAHash],
        ["for"] = card.Purpose,
        ["is_blocked"] = card.Blocked,
        ["needs_time"] = card.NeedsTime,
    };

    private IEnumerable<JsonNode> Points(SqliteConnection connection, string household)
    {
        var account = AccountId.Household(household);
        if (connection.QueryFirstOrDefault<long?>("SELECT balance FROM account WHERE name = @Name", new { account.Name }) is { } balance)
            yield return new JsonObject { ["balance"] = balance };
        foreach (var transfer in reader.Transfers(account, int.MaxValue).Reverse())
            yield return new JsonObject
            {
                ["id"] = transfer.Id.ToString("D"),
                ["at"] = Local(transfer.At),
                ["points"] = transfer.Credit == account ? transfer.Points : -transfer.Points,
                ["what"] = WireName.Of(transfer.Code),
                ["reference"] = transfer.Reference,
                ["by"] = transfer.By,
            };
    }

    private JsonObject Account(SqliteConnection connection, Person person) => new()
    {
        ["name"] = person.Name,
        ["roles"] = new JsonArray([.. person.AllRoles().Select(role => (JsonNode)WireName.Of(role))]),
        ["made"] = Local(person.Made),
        ["second_factor"] = person.HasSecondFactor,
        ["logins"] = new JsonArray(
            [.. connection.Query<(long Began, long Seen, string Browser)>(
                "SELECT began, seen, browser FROM session WHERE person = @Id ORDER BY began", new { person.Id }).Select(login =>
                    (JsonNode)new JsonObject
        {
            ["began"] = Local(Instant.FromUnixTimeMilliseconds(login.Began)),
            ["last_seen"] = Local(Instant.FromUnixTimeMilliseconds(login.Seen)),
            ["browser"] = login.Browser,
        })]),
    };

    /// <summary>Facts that name the household or one of its cards, by slice, each in words.</summary>
    private IEnumerable<JsonObject> Journal(SqliteConnection connection, string household, HashSet<string> cards)
    {
        var bySlice = new SortedDictionary<string, List<JsonNode>>(StringComparer.Ordinal);
        foreach (var (n, slice, body) in connection.Query<(long N, string Slice, string Body)>(
                "SELECT n, slice, body FROM fact WHERE n IN (SELECT n FROM journal WHERE instr(body, '\"household\":') OR instr(body, "
                    + "'\"card\":')) ORDER BY n",
                buffered: false))
        {
            var isTheirs = false;
            StoredStrings.Rewrite(body, word =>
            {
                isTheirs |= (word.Key == "household" && word.Value == household) || (word.Key == "card" && cards.Contains(word.Value));
                return word.Value;
            });
            if (!isTheirs || reader.FactOf(slice, body) is not { } fact)
                continue;
            var kept = JsonNode.Parse(body)!.AsObject();
            if (kept["card"] is JsonValue card)
                kept["card"] = ((string)card!)[..Math.Min(LettersOfAHash, ((string)card!).Length)];
            if (!bySlice.TryGetValue(slice, out var rows))
                bySlice[slice] = rows = [];
            rows.Add(
                new JsonObject
                {
                    ["number"] = n,
                    ["at"] = Local(fact.Time.At),
                    ["where"] = fact.Device.ToString(),
                    ["told"] = Both(new JournalEntry(n, 0, fact) { Concluded = reader.ConclusionIn(body) }.Describe(zone)),
                    ["kept"] = kept
                });
        }
        var titles = new SliceTitles(kinds);
        return bySlice.Select(pair =>
            Part("journal_" + pair.Key, $"记录：{titles.Of(pair.Key).Zh}", $"What happened: {titles.Of(pair.Key).En}", pair.Value));
    }

    /// <summary>Of devices' states what is about this household: a permit, a number to phone, a call.</summary>
    private static JsonObject Standing(SqliteConnection connection, string household) => Part(
        "standing", "现在正在生效的", "What stands now",
        from row in connection.Query<(string Device, string Body)>(
            $"SELECT device, {EstateReader.Text("body")} FROM state WHERE json_valid(body) AND instr(body, '\"household\":')")
        from own in Objects(JsonNode.Parse(row.Body))
        where own["household"] is JsonValue name && name.TryGetValue<string>(out var whose) && whose == household
        select (JsonNode)new JsonObject { ["where"] = row.Device, ["kept"] = own.DeepClone() });

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(member => Objects(member.Value)).Prepend(one),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static JsonObject Days(SqliteConnection connection, string household) => Part(
        "daily_totals", "每日统计里算到您家的日子", "Days on which your household counts in the daily totals",
        TotalsReader.Of(connection, household).Select(one => (JsonNode)new JsonObject
        {
            ["day"] = NodaTime.Text.LocalDatePattern.Iso.Format(one.Day),
            ["where"] = one.Device,
            ["what"] = one.What,
        }));

    private List<JsonNode> Audit(SqliteConnection connection, string household, HashSet<string> people) =>
        [.. connection.Query<(long N, long At, string By, string Action, string Target, string Detail)>(
            "SELECT n, at, by, action, target, detail FROM audit ORDER BY n", buffered: false)
            .Where(row => row.Target == household || people.Contains(row.Target) || people.Contains(row.By))
            .Select(row =>
                (JsonNode)new JsonObject { ["number"] = row.N, ["at"] = Local(Instant.FromUnixTimeMilliseconds(row.At)), ["by"] = row.By,
                ["action"] = row.Action, ["target"] = row.Target, ["detail"] = row.Detail })];

    /// <summary>Those that name it, its cards or its people; without their content, in which secrets may stand anywhere.</summary>
    private List<JsonNode> Damaged(SqliteConnection connection, string household, HashSet<string> theirs)
    {
        var (plain, escaped) = StoredStrings.Quoted(household);
        string[] members = ["\"household\":" + plain, "\"household\":" + escaped];
        var rows = connection.Query<(long At, string Source, string Problem, string Body)>(
            "SELECT at, source, problem, body FROM damaged_row ORDER BY n");
        return [.. rows.Where(row =>
            Cells(row.Body).Any(cell =>
                cell == household || theirs.Contains(cell) || members.Any(member => cell.Contains(member, StringComparison.Ordinal))))
            .Select(row =>
                (JsonNode)new JsonObject { ["set_aside"] = Local(Instant.FromUnixTimeMilliseconds(row.At)), ["of"] = row.Source,
                ["problem"] = row.Problem })];
    }

    /// <summary>As SQL quotes them.</summary>
    private static IEnumerable<string> Cells(string body) => JsonNode.Parse(body)!.AsObject()
        .Select(cell => (string?)cell.Value ?? "")
        .Select(cell => cell is ['\'', .. var text, '\''] ? text.Replace("''", "'", StringComparison.Ordinal) : cell);

    private string Local(Instant at) => Stamp.Format(at.InZone(zone));

    private static JsonObject Part(string name, string zh, string en, IEnumerable<JsonNode> rows) =>
        new() { ["part"] = name, ["title"] = Both(new(zh, en)), ["rows"] = new JsonArray([.. rows]) };

    private static JsonObject Both(Text text) => new() { ["zh"] = text.Zh, ["en"] = text.En };

    private static JsonObject Member(JsonNode body, params ReadOnlySpan<string> names)
    {
        var some = new JsonObject();
        foreach (var name in names)
            some[name] = body[name]?.DeepClone();
        return some;
    }
}
