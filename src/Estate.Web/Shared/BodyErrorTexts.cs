using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Estate.Web.Shared;

/// <summary>A request that cannot be read, in the reader's language: which member, and what belongs there.</summary>
internal static partial class BodyErrorTexts
{
    private static readonly string[] SerializersWords = ["JSON", ".NET", " type '"];

    internal static Text Of(JsonException mistake, JsonTypeInfo schema)
    {
        var (line, message) = (mistake.LineNumber + 1, mistake.Message);
        // The reader's own exception is inside where it is no JSON at all.
        if (mistake.InnerException is JsonException)
            return new($"第 {line} 行不是合法的 JSON", $"line {line} is not valid JSON");
        var place = mistake.Path is { Length: > 2 } path ? path[2..] : null;
        if (message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase))
            return new($"{place ?? "有一项"} 出现了两次，只能有一次", $"{place ?? "a member"} is there twice; send it once");
        var shape = JsonShape.At(schema, mistake.Path);
        var why = Why(message);
        return new(
            $"请检查{(place is null ? "内容" : $" {place}")}（第 {line} 行）：{why.Zh}应为{shape.Zh}",
            $"check {place ?? "the body"} (line {line}): {why.En}expected {shape.En}");
    }

    /// <summary>What a typed endpoint could not read: its body, or a value in the address. Null where nothing can be said of it.</summary>
    internal static Text? Of(BadHttpRequestException bad, HttpContext context)
    {
        if (bad is BadQueryException query)
            return query.Said;
        if (context.GetEndpoint() is not { Metadata: var metadata } || bad.StatusCode != StatusCodes.Status400BadRequest)
            return null;
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        if (bad.InnerException is JsonException mistake && body is not null)
            return Of(mistake, options.GetTypeInfo(body));
        if (Parameter().Match(bad.Message) is not { Success: true } match)
            return null;
        var name = match.Groups[1].Value;
        var type = metadata.GetMetadata<MethodInfo>()?.GetParameters().FirstOrDefault(one => one.Name == name)?.ParameterType;
        if (type is not null && type == body)
            return Nothing("没有内容", "there is no body", options.GetTypeInfo(body));
        var expected = type is null ? new Text("另一个值", "another value") : JsonShape.Of(type);
        return InAddress(name, expected);
    }

    /// <summary>
    /// A value in the query that its endpoint cannot take: where it may be left out, the generated code says nothing of it.
    /// </summary>
    internal static Text? OfQuery(HttpContext context)
    {
        var wrong = context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>()?.GetParameters()
            .FirstOrDefault(one =>
                context.Request.Query.TryGetValue(one.Name!, out var values) && !Fits(one.ParameterType, values.ToString()));
        return wrong is null ? null : InAddress(wrong.Name!, JsonShape.Of(wrong.ParameterType));
    }

    private static bool Fits(Type type, string value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(bool) => bool.TryParse(value, out _),
        var plain when plain == typeof(int) => int.TryParse(value, CultureInfo.InvariantCulture, out _),
        var plain when plain == typeof(long) => long.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private static Text InAddress(string name, Text expected) =>
        new($"请检查地址里的 {name}：应为{expected.Zh}", $"check {name} in the address: expected {expected.En}");

    /// <summary>Where there should be a body.</summary>
    internal static Text Nothing(string zh, string en, JsonTypeInfo schema)
    {
        var shape = JsonShape.Of(schema);
        return new($"{zh}；应为{shape.Zh}", $"{en}; expected {shape.En}");
    }

    /// <summary>Empty where the serializer speaks of its types; what a converter or check of ours says is worth reading.</summary>
    private static Text Why(string message)
    {
        if (Missing().Match(message) is { Success: true } match
            && match.Groups[1].Value.Replace("'", "", StringComparison.Ordinal) is var names)
            return new($"缺少 {names}；", $"{names} is missing; ");
        if (message.Contains("allow null", StringComparison.Ordinal))
            return new("不能为 null；", "null is not possible; ");
        var isOurs = SerializersWords.All(word => !message.Contains(word, StringComparison.Ordinal));
        var said = message.Split(" Path:", 2)[0].TrimEnd('.', ' ');
        // Both languages in one: "'x' 不是日期 / is not a date".
        return !isOurs ? new("", "") : Chinese().IsMatch(said) ? new(said.Split(" / ", 2)[0] + "；", Chinese().Replace(said, "") + "; ")
            : new("", said + "; ");
    }

    [GeneratedRegex("required properties including: (.+?)\\.")]
    private static partial Regex Missing();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}，。：]+ / ")]
    private static partial Regex Chinese();

    [GeneratedRegex("arameter \"[^\"]*?(\\w+)\"")]
    private static partial Regex Parameter();
}
