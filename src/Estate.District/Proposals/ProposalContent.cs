using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Estate.District.Estates;

namespace Estate.District.Proposals;

/// <summary>
/// What may be proposed, and nothing else: a notice, a year's days off, rules for points, a rule that watches, a product's profile. Only
/// members that are known are sent; each estate looks again.
/// </summary>
internal static partial class ProposalContent
{
    internal const int MaxBytes = 32_768, LongestTitle = 100, MaxDays = 92;
    private const int LongestText = 2_000, MostDates = 200;
    private static readonly ProposalJson Json = new(new JsonSerializerOptions(ProposalJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    /// <exception cref="ProposalException">With what is wrong.</exception>
    internal static (string Title, string Content) Notice(ProposedNotice one)
    {
        Check(IsText(one.Title, LongestTitle), $"标题：中英文都要，各最多 {LongestTitle} 字", $"title: in both languages, {LongestTitle} letters each");
        Check(IsText(one.Text, LongestText), $"正文：中英文都要，各最多 {LongestText} 字", $"text: in both languages, {LongestText} letters each");
        Check(one.Days is >= 1 and <= MaxDays, $"天数：1–{MaxDays}", $"days: 1 to {MaxDays}");
        return (one.Title.Zh, Bounded(JsonSerializer.Serialize(one, Json.ProposedNotice)));
    }

    /// <summary>The members of NateScarlet/holiday-cn.</summary>
    /// <inheritdoc cref="Notice"/>
    internal static (string Title, string Content) Holidays(string file)
    {
        var one = Read(file, Json.ProposedHolidays);
        Check(one.Days.Count is >= 1 and <= MostDates, $"days：1–{MostDates} 天", $"days: 1 to {MostDates}");
        // The serializer lets a null into a list.
        foreach (var day in one.Days.Select(ProposedDay? (day) => day))
            Check(
                day is not null && IsPlain(day.Name, LongestTitle)
                    && DateOnly.TryParseExact(day.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, 0, out var date)
                    && Math.Abs(date.Year - one.Year) <= 1,
                $"days：“{Cut(day?.Date ?? "")}”不是 {one.Year} 年的日期，或没有名称",
                $"days: '{Cut(day?.Date ?? "")}' is no day of {one.Year} with a name");
        Check(one.Days.DistinctBy(day => day.Date).Count() == one.Days.Count, "days：有重复的日期", "days: a date is there twice");
        return (string.Create(CultureInfo.InvariantCulture, $"{one.Year}"), Bounded(JsonSerializer.Serialize(one, Json.ProposedHolidays)));
    }

    /// <summary>Members that are left out stay as they are in the estate.</summary>
    /// <inheritdoc cref="Notice"/>
    internal static (string Title, string Content) Policy(string file)
    {
        var one = Read(file, Json.ProposedPolicy);
        Check(
            one.PointsPerSession is null or (>= 0 and <= 1_000) && one.SessionsPerDay is null or (>= 1 and <= 20)
                && one.PointsPerRoll is null or (>= 1 and <= 100_000) && one.MinGrams is null or (>= 0 and <= 100_000)
                && one.Windows is null or { Count: >= 1 and <= 20 },
            "数值超出范围", "a number is out of its range");
        Check((one.Windows ?? []).All(window => IsPlain(window, 40)), "windows：如 07:00-09:00", "windows: such as 07:00-09:00");
        var content = JsonSerializer.Serialize(one, Json.ProposedPolicy);
        Check(content.Length > 2, "没有要改的", "it changes nothing");
        return (Cut(content), Bounded(content));
    }

    /// <summary>A rule, or a profile, as its file: whether it is one, only an estate can say, by the devices it has.</summary>
    /// <inheritdoc cref="Notice"/>
    internal static (string Title, string Content) File(string name, string yaml)
    {
        Check(FileName().IsMatch(name), "名称：小写字母、数字和短横线", "name: small letters, digits and -");
        Check(IsPlain(yaml, MaxBytes), "文字：不能空，不能有制表符等看不见的字符", "text: something, without tabs and letters that are not seen");
        return (name, Bounded(JsonSerializer.Serialize(new ProposedFile(name, yaml), Json.ProposedFile)));
    }

    private static T Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> schema)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Bounded(file), schema) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            var line = wrong.LineNumber + 1;
            throw new ProposalException($"第 {line} 行 {wrong.Path}：不对", $"line {line}, {wrong.Path}: not as it should be");
        }
    }

    private static string Bounded(string text)
    {
        Check(Encoding.UTF8.GetByteCount(text) <= MaxBytes, $"最多 {MaxBytes} 字节", $"{MaxBytes} bytes at most");
        return text;
    }

    private static void Check(bool isRight, string zh, string en)
    {
        if (!isRight)
            throw new ProposalException(zh, en);
    }

    private static bool IsText(NameInBoth text, int most) => IsPlain(text.Zh, most) && IsPlain(text.En, most);

    private static bool IsPlain(string text, int most) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= most
            && !text.Any(letter => (char.IsControl(letter) && letter != '\n') || char.GetUnicodeCategory(letter) == UnicodeCategory.Format);

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex FileName();

    private static string Cut(string text) => text.Length <= LongestTitle ? text : text[..LongestTitle];
}

/// <summary>What somebody wants to propose cannot be proposed: why, in both languages.</summary>
internal sealed class ProposalException(string zh, string en) : Exception(en)
{
    internal NameInBoth Said { get; } = new(zh, en);
}

internal sealed record ProposedNotice(NameInBoth Title, NameInBoth Text, int Days);

internal sealed record ProposedHolidays(int Year, IReadOnlyList<ProposedDay> Days);

internal sealed record ProposedDay(string Name, string Date, [property: JsonPropertyName("isOffDay")] bool IsOffDay);

internal sealed record ProposedFile(string Name, string Yaml);

internal sealed record ProposedPolicy
{
    public IReadOnlyList<string>? Windows { get; init; }
    public int? PointsPerSession { get; init; }
    public int? SessionsPerDay { get; init; }
    public int? PointsPerRoll { get; init; }
    public int? MinGrams { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProposedNotice))]
[JsonSerializable(typeof(ProposedHolidays))]
[JsonSerializable(typeof(ProposedPolicy))]
[JsonSerializable(typeof(ProposedFile))]
internal sealed partial class ProposalJson : JsonSerializerContext;
