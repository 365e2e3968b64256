using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>Settings of a device that its profile's expressions may use, as <c>setting.depth_mm</c>.</summary>
internal static class ProfileSettings
{
    internal static IEnumerable<CelVariable> Variables(
        IReadOnlyDictionary<string, string> defaults, Func<CelFrame, DeviceSettings> of) =>
        defaults.Select(one => Variable(one.Key, one.Value, of));

    private static CelVariable Variable(string name, string otherwise, Func<CelFrame, DeviceSettings> of) =>
        FiniteNumber.TryParseDecimal(otherwise, out var number)
            ? new("setting." + name, CelType.Double, frame =>
                CelValue.Of(of(frame).Values.TryGetValue(name, out var written) && FiniteNumber.TryParseDecimal(written, out var own)
                    ? own : number))
            : new("setting." + name, CelType.String, frame => CelValue.Of(of(frame).Values.GetValueOrDefault(name, otherwise)));
}
