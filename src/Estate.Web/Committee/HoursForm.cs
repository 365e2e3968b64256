using System.Globalization;
using System.Text.Json.Nodes;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;
using NodaTime.Text;

namespace Estate.Web.Committee;

/// <summary>A line of the week as ticks and two times. One that is left empty is none.</summary>
public sealed record HoursLine(IReadOnlySet<int> Days, string From, string Until, bool IsOpen)
{
    internal static readonly HoursLine Empty = new(new HashSet<int>(), "", "", false);

    internal bool IsEmpty => Days.Count == 0 && From.Length == 0 && Until.Length == 0;
}

/// <summary>
/// The committee's form of a gate's hours: as it is filled at first, as somebody has filled it, and what is wrong at which field. The API's
/// body is made of it, so that both are checked in one way.
/// </summary>
public sealed record HoursForm(IReadOnlyList<HoursLine> Lines)
{
    internal const int MostLines = 60, FewestLines = 3, DaysAWeek = 7;

    public string From { get; init; } = "";
    public string Resolution { get; init; } = "";

    /// <summary>The gate is not closed by hours any more.</summary>
    public bool IsNever { get; init; }

    public string Exception { get; init; } = "";
    public string First { get; init; } = "";
    public string Last { get; init; } = "";
    public string ExceptionFrom { get; init; } = "";
    public string ExceptionUntil { get; init; } = "";

    /// <summary>By the field's id.</summary>
    public IReadOnlyDictionary<string, Text> Mistakes { get; init; } = new Dictionary<string, Text>();

    /// <summary>As it is now, with lines to spare.</summary>
    /// <param name="day">Of an exception somebody chose on the calendar.</param>
    internal static HoursForm Of(GateSchedule schedule, LocalDate? day)
    {
        var lines = (from line in schedule.Weekly
                     let hours = line.Line.Hours('-').Split('-')
                     select new HoursLine(
                         line.Days.Select(one => (int)one).ToHashSet(), hours[0], Ended(hours[1]),
                         line.Line.Value == GateValue.Open)).ToList();
        var chosen = day is { } one ? LocalDatePattern.Iso.Format(one) : "";
        return new([.. lines, .. Enumerable.Repeat(HoursLine.Empty, Math.Max(2, FewestLines - lines.Count))])
        {
            IsNever = lines.Count == 0,
            First = chosen,
            Last = chosen,
        };
    }

    internal static HoursForm Read(IFormCollection form)
    {
        string Of(string name) => form[name].ToString().Trim();
        var lines = Enumerable.Range(0, MostLines).TakeWhile(row => form.ContainsKey(FromOf(row))).Select(row => new HoursLine(
            form[DaysOf(row)].Select(day => int.TryParse(day, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(day => day is >= 1 and <= DaysAWeek).ToHashSet(),
            Of(FromOf(row)), Of(UntilOf(row)), Of(ValueOf(row)) == "open"));
        var read = new HoursForm([.. lines])
        {
            From = Of("from"),
            Resolution = Of("resolution"),
            IsNever = form.ContainsKey("never"),
            Exception = Of("exception"),
            First = Of("first"),
            Last = Of("last"),
            ExceptionFrom = Of("exception-from"),
            ExceptionUntil = Of("exception-until"),
        };
        return read with { Mistakes = read.Find() };
    }

    internal static string DaysOf(int row) => Field("days", row);

    internal static string FromOf(int row) => Field("from", row);

    internal static string UntilOf(int row) => Field("until", row);

    internal static string ValueOf(int row) => Field("value", row);

    /// <summary>Only of a form without mistakes.</summary>
    internal string Body()
    {
        var body = new JsonObject
        {
            ["resolution"] = Resolution,
            ["effective_from"] = From,
            ["closed"] = new JsonArray([.. Lines.Where(line => !line.IsEmpty).Select(line => (JsonNode)Written(line))]),
        };
        if (Exception.Length > 0)
            body["add_exceptions"] = new JsonArray(new JsonObject
            {
                ["name"] = Exception,
                ["first"] = First,
                ["last"] = Last.Length > 0 ? Last : First,
                ["closed"] = ExceptionFrom.Length == 0 ? [] : new JsonArray(Hours(ExceptionFrom, ExceptionUntil)),
            });
        return body.ToJsonString();
    }

    private Dictionary<string, Text> Find()
    {
        var found = new Dictionary<string, Text>();
        for (var row = 0; row < Lines.Count; row++)
            if (Lines[row] is { IsEmpty: false } line)
                AddMistakes(line, row, found);
        var isWeekEmpty = Lines.All(line => line.IsEmpty);
        if (isWeekEmpty && !IsNever)
            found[FromOf(0)] = new(
                "一行也没有填：至少填一行，或勾选“不再按时关闭”", "No line is filled in: fill one, or tick that the gate is not closed any more");
        else if (!isWeekEmpty && IsNever)
            found["never"] = new("上面还有时间：清空各行，或取消勾选", "There are times above: empty the lines, or take the tick away");
        if (From.Length == 0)
            found["from"] = new("请选从何时起", "Choose from when");
        if (Resolution.Length == 0)
            found["resolution"] = new("请填决议编号", "Give the resolution");
        AddExceptionMistakes(found);
        return found;
    }

    private static void AddMistakes(HoursLine line, int row, Dictionary<string, Text> found)
    {
        if (line.Days.Count == 0)
            found[DaysOf(row)] = new("请勾选星期几", "Tick the days on which it begins");
        CheckTimes((FromOf(row), line.From), (UntilOf(row), line.Until), found);
    }

    private void AddExceptionMistakes(Dictionary<string, Text> found)
    {
        var isAsked = (Exception + ExceptionFrom + ExceptionUntil).Length > 0;
        if (!isAsked)
            return;
        if (Exception.Length == 0)
            found["exception"] = new("例外要有名称，如 春节", "An exception needs a name, such as Spring Festival");
        if (!LocalDatePattern.Iso.Parse(First).Success)
            found["first"] = new("请选第一天", "Choose the first day");
        if (Last.Length > 0 && (!LocalDatePattern.Iso.Parse(Last).TryGetValue(default, out var last)
            || (LocalDatePattern.Iso.Parse(First).TryGetValue(default, out var first) && last < first)))
            found["last"] = new("最后一天不能早于第一天", "The last day is not before the first");
        if (ExceptionFrom.Length + ExceptionUntil.Length > 0)
            CheckTimes(("exception-from", ExceptionFrom), ("exception-until", ExceptionUntil), found);
    }

    private static void CheckTimes((string Field, string Text) from, (string Field, string Text) until, Dictionary<string, Text> found)
    {
        foreach (var (field, text) in new[] { from, until })
            if (!LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Success)
                found[field] = new("请选时间，如 23:00", "Choose a time, such as 23:00");
        if (from.Text == until.Text && from.Text.Length > 0 && from.Text != Midnight)
            found[until.Field] = new("结束和开始是同一时刻；全天写 00:00 到 00:00", "It ends when it begins; a whole day is 00:00 to 00:00");
    }

    private const string Midnight = "00:00";

    private static string Written(HoursLine line)
    {
        var days = line.Days.Count == DaysAWeek ? ""
            : string.Join(',', line.Days.Order().Select(day => WeeklyLine.WordOf((IsoDayOfWeek)day))) + " ";
        return days + Hours(line.From, line.Until) + (line.IsOpen ? " open" : "");
    }

    /// <summary>A time field knows no 24:00.</summary>
    private static string Hours(string from, string until) => $"{from}-{(until == Midnight ? "24:00" : until)}";

    private static string Ended(string until) => until == "24:00" ? Midnight : until;

    private static string Field(string name, int row) => string.Create(CultureInfo.InvariantCulture, $"{name}-{row}");
}
