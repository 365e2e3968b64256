using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>How an order is said to such a device.</summary>
internal sealed class ProfileOrder(string? topic, IReadOnlyList<(string Plain, CelProgram? Value, OrderPieceStyle Style)> pieces)
{
    /// <returns>The topic is null for a radio device, and the payload the data that its codec makes bytes of.</returns>
    internal (string? Topic, string Payload) Write(Command command, string device, DeviceSettings settings)
    {
        var frame = new CelFrame { Subject = new Said(command, device, settings) };
        var payload = new StringBuilder();
        foreach (var (plain, program, style) in pieces)
        {
            payload.Append(plain);
            if (program is not null)
                payload.Append(Text(program.Evaluate(frame), style));
        }
        return (topic?.Replace(ProfileTopic.Device, device, StringComparison.Ordinal), payload.ToString());
    }

    /// <summary>The names its expressions may use.</summary>
    internal static IEnumerable<CelVariable> Variables(OrderShape shape) =>
        shape.Numbers.Select(one => new CelVariable(one.Key, CelType.Double, frame => CelValue.Of(In(frame).Number(one.Key, one.Value))))
            .Concat(shape.Words.Select(name => new CelVariable(name, CelType.String, frame => CelValue.Of(In(frame).Word(name)))))
            .Append(new("id", CelType.String, frame => CelValue.Of(In(frame).Command.Id)))
            .Append(new("topic", CelType.String, frame => CelValue.Of(In(frame).Device)));

    internal static DeviceSettings SettingsOf(CelFrame frame) => In(frame).Settings;

    private static string Text(CelValue value, OrderPieceStyle style) => (style, value.Kind) switch
    {
        (OrderPieceStyle.JsonValue, CelKind.String) =>
            $"\"{JsonEncodedText.Encode(value.AsText, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        (OrderPieceStyle.JsonValue, CelKind.Bool) or (_, CelKind.Double) or (_, CelKind.Bool) => value.ToString(),
        (OrderPieceStyle.JsonValue, _) => "null",
        (OrderPieceStyle.JsonText, CelKind.String) =>
            JsonEncodedText.Encode(value.AsText, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        _ => value.IsKnown ? value.ToString() : "",
    };

    private static Said In(CelFrame frame) => (Said)frame.Subject!;

    private sealed record Said(Command Command, string Device, DeviceSettings Settings)
    {
        internal double Number(string name, double otherwise) =>
            Command.Arguments.FirstOrDefault(one => one.Name == name).Value is { } text
            && FiniteNumber.TryParse(text, out var number) ? number : otherwise;

        internal string Word(string name) => Command.Arguments.FirstOrDefault(one => one.Name == name).Value ?? "";
    }
}
