using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.Points;
using NodaTime;

namespace Estate.Web.Shared;

/// <summary>
/// What a value has to look like, in words for whoever sent another one: members as they travel and their kinds, nothing of types
/// in this program.
/// </summary>
internal static partial class JsonShape
{
    private static readonly Text AnyText = new("文字", "text");

    private static readonly Dictionary<Type, Text> Leaves = new()
    {
        [typeof(string)] = AnyText,
        [typeof(bool)] = new("true 或 false", "true or false"),
        [typeof(double)] = new("数字", "a number"),
        [typeof(decimal)] = new("数字", "a number"),
        [typeof(Guid)] = Example("流水号", "a number of 32 letters and digits", "01890a5d-ac96-774b-bcce-b302099a8057"),
        [typeof(LocalDate)] = Example("日期", "a date", "2026-12-01"),
        [typeof(LocalDateTime)] = Example("当地时间", "a local time", "2026-12-01T06:00"),
        [typeof(DayLine)] = Example("时段", "hours", "23:00-05:00"),
        [typeof(WeeklyLine)] = Example("星期和时段", "days and hours", "fri 23:30-05:00"),
        [typeof(DisposalWindow)] = Example("时段", "hours", "07:00-09:00"),
        [typeof(DeviceId)] = Example("设备", "a device", "gate/s-gate"),
    };

    /// <summary>
    /// What belongs at a place such as <c>$.calendar.days[2].date</c>; where there is no such place, what belongs around it.
    /// </summary>
    internal static Text At(JsonTypeInfo root, string? path)
    {
        var here = root;
        foreach (Match step in Step().Matches(path ?? ""))
        {
            var next = step.Groups["index"].Success ? ElementOf(here) : MemberOf(here, step.Groups["name"].Value);
            if (next is null)
                break;
            here = next;
        }
        return Of(here);
    }

    internal static Text Of(JsonTypeInfo schema) => schema.Kind switch
    {
        JsonTypeInfoKind.Object when schema.Properties.Count == 0 => new("空对象 {}", "an empty object {}"),
        JsonTypeInfoKind.Object => Object(schema),
        JsonTypeInfoKind.Enumerable when ElementOf(schema) is { } element => List(Short(element)),
        JsonTypeInfoKind.Dictionary when ElementOf(schema) is { } element => Names(Short(element)),
        _ => Of(schema.Type),
    };

    /// <summary>Of a single value, such as one in a query.</summary>
    internal static Text Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum && Enum.GetNames(plain).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToList() is var words)
            return new($"以下之一：{string.Join("、", words)}", $"one of {string.Join(", ", words)}");
        return Leaves.TryGetValue(plain, out var leaf) ? leaf
            : plain.IsPrimitive && plain != typeof(char) ? new("整数", "a whole number")
            : AnyText;
    }

    private static Text List(Text each) => new($"列表，每项是{each.Zh}", $"a list, each of it {each.En}");

    private static Text Names(Text each) => new($"对象，每个名称对应{each.Zh}", $"an object, for each name {each.En}");

    private static Text Object(JsonTypeInfo schema)
    {
        var members = schema.Properties.Select(member => Member(schema, member)).ToList();
        return new(
            $"对象，含 {string.Join("；", members.Select(member => member.Zh))}",
            $"an object with {string.Join("; ", members.Select(member => member.En))}");
    }

    private static Text Member(JsonTypeInfo schema, JsonPropertyInfo member)
    {
        var what = Short(schema.Options.GetTypeInfo(member.PropertyType));
        var isRequired = member.IsRequired
            || (schema.Options.RespectRequiredConstructorParameters && member.AssociatedParameter is { HasDefaultValue: false });
        return new($"{member.Name}（{(isRequired ? "必填，" : "")}{what.Zh}）", $"{member.Name} ({(isRequired ? "required, " : "")}{what.En})");
    }

    /// <summary>Not into what lies inside it.</summary>
    private static Text Short(JsonTypeInfo schema) => schema.Kind switch
    {
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => new("对象", "an object"),
        JsonTypeInfoKind.Enumerable => new("列表", "a list"),
        _ => Of(schema.Type),
    };

    private static JsonTypeInfo? MemberOf(JsonTypeInfo schema, string name) =>
        schema.Kind == JsonTypeInfoKind.Dictionary ? ElementOf(schema)
        : schema.Properties.FirstOrDefault(member => member.Name == name) is { } member ? schema.Options.GetTypeInfo(member.PropertyType)
        : null;

    private static JsonTypeInfo? ElementOf(JsonTypeInfo schema)
    {
        var element = schema.Type.GetInterfaces().Append(schema.Type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        if (element is { IsGenericType: true } && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            element = element.GetGenericArguments()[1];
        return element is not null && schema.Options.TryGetTypeInfo(element, out var found) ? found : null;
    }

    private static Text Example(string zh, string en, string example) => new($"{zh}，如 {example}", $"{en} such as {example}");

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>[^']*)'\]|\[(?<index>\d+)\]")]
    private static partial Regex Step();
}
