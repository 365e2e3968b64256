using System.Globalization;
using System.Text.Json;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Profiles;

/// <summary>Runs the tests that stand in a profile, and tries a payload.</summary>
public static class ProfileTests
{
    /// <summary>Of a payload from which nothing is used.</summary>
    public static Text Nothing { get; } = new("里面没有用得到的内容", "it says nothing that is used");

    private static readonly DeviceId Device = new("profile", "test");

    /// <summary>What was not as the file says; empty when all was. Tests of bytes for a codec are left out: it runs elsewhere.</summary>
    public static IEnumerable<ProfileError> Run(DeviceProfile profile) =>
        profile.Source.Tests.Where(test => !NeedsCodec(profile, test)).SelectMany(test => Run(profile, test));

    /// <summary>Bytes that the maker's codec reads first.</summary>
    public static bool NeedsCodec(DeviceProfile profile, TestSource test) =>
        profile.Source.Codec is not null && test.Order is null && !test.IsDecoded;

    public static bool NeedCodec(DeviceProfile profile) => profile.Source.Tests.Any(test => NeedsCodec(profile, test));

    /// <summary>What a payload says, for people: a line for each reading, for what was left out, and for what was wrong.</summary>
    public static IReadOnlyList<Text> Try(DeviceProfile profile, TestSource what)
    {
        var found = Read(profile, what);
        List<Text> lines = [.. found.Readings.Select(one =>
            Text.Same($"{one.Name}: {string.Join(", ", one.Values.Select(value => $"{value.Key} {value.Value}"))}"))];
        if (found.Online is { } online)
            lines.Add(online ? new("在线", "online") : new("离线", "offline"));
        lines.AddRange(found.LeftOut.Select(one => new Text($"不采用 {one.Name}：{one.Why}", $"left out: {one.Name}: {one.Why}")));
        if (found.Refused is { } refused)
            lines.Add(new($"拒收：{refused}", $"refused: {refused}"));
        return lines.Count == 0 ? [Nothing] : lines;
    }

    /// <summary>What was not as one test says.</summary>
    public static IEnumerable<ProfileError> Run(DeviceProfile profile, TestSource test)
    {
        if (test.Order is { } order)
            return Order(profile, test, order);
        var found = Read(profile, test);
        return Differences(test, found).Select(one => test.Place.Error($"{(test.Name.Length > 0 ? test.Name + ": " : "")}{one}"));
    }

    private static IEnumerable<string> Differences(TestSource test, Findings found)
    {
        if ((found.Refused is not null) != test.IsRefused)
            yield return found.Refused is { } why ? $"refused: {why}" : "it should be refused, and was read";
        if (found.Online != test.Online)
            yield return $"online is {Said(found.Online)}, expected {Said(test.Online)}";
        if (found.Readings.Count != test.Gives.Count)
            yield return $"it gives {found.Readings.Count} reading(s), expected {test.Gives.Count}: "
                + string.Join("; ", found.Readings.Select(one => one.Name));
        foreach (var ((name, values), (reading, expected)) in found.Readings.Zip(test.Gives))
        {
            if (name != reading.Text)
                yield return $"it gives {name}, expected {reading}";
            foreach (var (field, value) in expected)
                if (!values.TryGetValue(field.Text, out var is_) || !AreSame(is_, value.Text))
                    yield return $"{name}.{field} is {values.GetValueOrDefault(field.Text, "not said")}, expected {value}";
            foreach (var (field, value) in values.Where(one => expected.All(wanted => wanted.Name.Text != one.Key)))
                yield return $"{name}.{field} is {value}, expected nothing";
        }
        foreach (var missing in test.LeftOut.Except(found.LeftOut.Select(one => one.Name)))
            yield return $"{missing} should be left out";
        foreach (var (name, why) in found.LeftOut.Where(one => !test.LeftOut.Contains(one.Name)))
            yield return $"{name} is left out: {why}";
    }

    private static IEnumerable<ProfileError> Order(DeviceProfile profile, TestSource test, SourceText order)
    {
        var said = profile.Write(
            new("id", Device, order.Text, Instant.MinValue, Instant.MinValue, [.. test.With.Select(one => (one.Key, one.Value))]), "topic",
            SettingsOf(test));
        if (said?.Topic != test.SaysTopic)
            yield return order.Error($"it is said at {said?.Topic ?? "no topic"}, expected {test.SaysTopic ?? "none"}");
        if (said?.Payload != test.SaysPayload)
            yield return order.Error($"it says {said?.Payload ?? "nothing"}, expected {test.SaysPayload ?? "nothing"}");
    }

    private static Findings Read(DeviceProfile profile, TestSource test)
    {
        var (found, settings) = (new Findings(), SettingsOf(test));
        var sink = new FindingsSink(found);
        try
        {
            if (profile.IsUplink
                && !profile.ReadUplink(test.Payload, test.Port, test.IsDecoded, settings, ref sink))
                found.Refused = !test.IsDecoded && profile.Source.Codec is { } codec
                    ? $"bytes are read by the codec {codec.File.Text} first; give what it makes of them as decoded"
                    : $"{test.Payload.Length} bytes on port {test.Port} are not of this sensor";
            else if (!profile.IsUplink && test.Topic is { } topic)
                foreach (var one in profile.Topics)
                    if (one.RestOf(topic.Text) is { } rest && DeviceProfile.Read(one.Find(rest), test.Payload, 0, settings, ref sink))
                        break;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            found.Refused = wrong is JsonException ? "not JSON" : wrong.Message;
        }
        return found;
    }

    private static DeviceSettings SettingsOf(TestSource test) => new(Device, test.Settings);

    private static string Said(bool? online) => online switch { true => "true", false => "false", null => "not said" };

    private static bool AreSame(string one, string other) =>
        one == other || (FiniteNumber.TryParse(one, out var number) && FiniteNumber.TryParse(other, out var wanted)
            && Math.Abs(number - wanted) <= 1e-9 * Math.Max(1, Math.Abs(wanted)));

    private sealed class Findings
    {
        internal List<(string Name, Dictionary<string, string> Values)> Readings { get; } = [];
        internal List<(string Name, string Why)> LeftOut { get; } = [];
        internal bool? Online { get; set; }
        internal string? Refused { get; set; }
    }

    private readonly struct FindingsSink(Findings found) : IProfileSink
    {
        public void OnOnline(bool isOnline) => found.Online = isOnline;

        public void OnReading(ReadingShape shape, ReadingValues values)
        {
            if (shape.Make(values) is { Fault: { } fault })
                found.Refused = fault.Detail;
            found.Readings.Add((shape.Name, shape.Fields.Index().Select(one => (one.Item.Name, Text: Text(one.Item, one.Index, values)))
                .Where(one => one.Text is not null).ToDictionary(one => one.Name, one => one.Text!)));
        }

        public void OnLeftOut(string name, string why) => found.LeftOut.Add((name, why));

        private static string? Text(ReadingField field, int index, ReadingValues values) => field.Type switch
        {
            ReadingFieldType.Number => values.Number(index)?.ToString("R", CultureInfo.InvariantCulture),
            ReadingFieldType.Flag => values.Flag(index) is { } flag ? flag ? "true" : "false" : null,
            _ => values.Word(index),
        };
    }
}
